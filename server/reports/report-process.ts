import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Making, MakingNews } from './making.ts';

/** What came of it; `reason`: in words for whoever asked, as far as there are any. `void`: what it holds is to be known no more. */
export type Made =
  | { readonly kind: 'made'; readonly through: number }
  | { readonly kind: 'void' }
  | { readonly kind: 'failed'; readonly reason?: string; readonly error: string };

export interface RunningReport {
  readonly result: Promise<Made>;
  /** Ends it; the result is a failure. */
  kill(): void;
}

/** Memory beyond which it fails instead of taking the server's, MB. */
const HEAP_MB = 200;
/** Longer than any report takes, ms. */
const LONGEST_MS = 30 * 60_000;
/** Of what it says when it fails, characters. */
const MOST_COMPLAINTS = 4096;
/** Heartbeats come first: of Unix's 19 to -20. */
const NICENESS = 10;

/** The sources take the last build, too: to translate them anew takes longer than most reports. */
const PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/server/make-report.js' : './make-report.js',
  import.meta.url,
);

/** `folder`: where SQLite sorts what is too much for the memory. */
function start(folder: string): ChildProcess {
  const child = fork(fileURLToPath(PROGRAM), {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    env: { ...process.env, SQLITE_TMPDIR: folder },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  try {
    if (child.pid !== undefined) setPriority(child.pid, NICENESS);
  } catch {
    // It may have ended, or the system knows no priorities.
  }
  return child;
}

/** Follows the last of what it complains of. */
function complaintsOf({ stderr }: ChildProcess): () => string {
  let text = '';
  stderr?.setEncoding('utf8').on('data', (part: string) => {
    text = (text + part).slice(-MOST_COMPLAINTS);
  });
  return () => (text === '' ? '' : `:\n${text}`);
}

/** Makes a report in a process of its own. The result never rejects. */
export function makeInProcess(making: Making, onProgress: (done: number) => void): RunningReport {
  const child = start(making.folder);
  const complaints = complaintsOf(child);
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS).unref();
  const result = new Promise<Made>((resolve) => {
    child.on('message', (news: MakingNews) => {
      if (news.kind === 'progress') onProgress(news.done);
      else resolve(news);
    });
    child.once('error', (error) => resolve({ kind: 'failed', error: String(error) }));
    // Once all has been read of what it said.
    child.once('close', (code, signal) => {
      const error = `the process that made the report ended with ${signal ?? code}${complaints()}`;
      resolve({ kind: 'failed', error });
    });
  });
  void result.then(() => clearTimeout(timer));
  child.send(making, () => {
    // A failure is told by its end.
  });
  return { result, kill: () => child.kill('SIGKILL') };
}
