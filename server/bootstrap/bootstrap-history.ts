import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { checkHistoryFile } from '../../storage/sqlite/check-file.ts';
import { download } from './download.ts';
import type { NodeTokens } from './node-tokens.ts';

export interface BootstrapOptions {
  /** Of another node, or of a load balancer before several. */
  readonly url: string;
  /** The history's, not open. What is there is replaced. */
  readonly file: string;
  readonly tokens: NodeTokens;
  readonly signal: AbortSignal;
  /** Told each time that it did not work. */
  readonly onFailure: (error: unknown, retryInMs: number) => void;
  /** Injected in tests. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Gets a history from another node and puts it in place, complete and checked or not at all. Tries until it has one.
 * @throws the signal's reason once that is aborted
 */
export async function bootstrapHistory(options: BootstrapOptions): Promise<void> {
  const { signal, onFailure, wait = (ms) => delay(ms, undefined, { signal }) } = options;
  for (let pause = FIRST_WAIT_MS; ; pause = Math.min(2 * pause, LONGEST_WAIT_MS)) {
    try {
      await fetchOnce(options);
      return;
    } catch (error) {
      signal.throwIfAborted();
      // So that nodes which failed together do not come back together.
      const retryInMs = Math.round(pause * (0.5 + Math.random() / 2));
      onFailure(error, retryInMs);
      await wait(retryInMs, signal);
      signal.throwIfAborted();
    }
  }
}

async function fetchOnce({ url, file, tokens, signal }: BootstrapOptions): Promise<void> {
  const temporary = `${file}.download`;
  try {
    await rm(temporary, { force: true });
    await download({ url, token: await tokens.sign(), toFile: temporary, signal });
    await checkHistoryFile(temporary);
    signal.throwIfAborted();
    await putInPlace(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The old write-ahead log goes first: SQLite would take it for one of the new file. */
async function putInPlace(temporary: string, file: string): Promise<void> {
  for (const suffix of ['-wal', '-shm', '-journal', '-open']) await rm(file + suffix, { force: true });
  await rename(temporary, file);
  await syncFolder(dirname(file));
}

/** Windows opens no folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
