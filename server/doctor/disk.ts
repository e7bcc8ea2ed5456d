import { existsSync } from 'node:fs';
import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Finding, ok, problem, warning } from './finding.ts';

/** What the folder of the data can do. */
export interface DiskReading {
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** `f_type` of statfs(2). */
  readonly fileSystem: number;
  /** How long it takes until a few kilobytes are on disk, in ms, ascending. */
  readonly syncMs: readonly number[];
}

const SYNCS = 40;
const BYTES = 8192;
const GIB = 1024 ** 3;
/** The recorder commits every 25 ms at most; a slower disk makes acknowledgements wait. */
const COMMIT_MS = 25;
const SLOW_MS = 250;
/** statfs(2). SQLite's write-ahead log needs shared memory, which they do not have: https://www.sqlite.org/wal.html */
const NETWORK = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x517b, 'SMB'],
  [0x01021997, '9P'],
]);

/** The folder itself, or the nearest above it that is there: the server makes the rest at its first start. */
function existing(folder: string): string {
  const path = resolve(folder);
  return existsSync(path) ? path : existing(dirname(path));
}

/** Writes into a folder of its own and removes it. Rejects when nothing can be written. */
export async function readDisk(dataDir: string): Promise<DiskReading> {
  const folder = existing(dataDir);
  const { bavail, blocks, bsize, type } = await statfs(folder);
  const own = await mkdtemp(join(folder, '.doctor-'));
  try {
    const syncMs = await timeSyncs(join(own, 'sync'));
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize, fileSystem: type >>> 0, syncMs };
  } finally {
    await rm(own, { recursive: true });
  }
}

async function timeSyncs(path: string): Promise<number[]> {
  const file = await open(path, 'w');
  try {
    const times: number[] = [];
    const bytes = Buffer.alloc(BYTES, 1);
    for (let index = 0; index < SYNCS; index++) {
      const startedAt = performance.now();
      await file.write(bytes);
      await file.datasync();
      times.push(performance.now() - startedAt);
    }
    return times.sort((a, b) => a - b);
  } finally {
    await file.close();
  }
}

export function judgeDisk({ freeBytes, totalBytes, fileSystem, syncMs }: DiskReading): Finding[] {
  const free = `${(freeBytes / GIB).toFixed(1)} GiB of ${(totalBytes / GIB).toFixed(1)} GiB free`;
  const network = NETWORK.get(fileSystem);
  return [
    judgeSpace(freeBytes, free),
    judgeSync(syncMs),
    ...(network === undefined
      ? []
      : [
          problem(
            'file system',
            `DATA_DIR is on ${network}`,
            'a local disk: the history is damaged by a network file system',
          ),
        ]),
  ];
}

function judgeSpace(freeBytes: number, text: string): Finding {
  if (freeBytes < GIB / 4)
    return problem('disk space', text, 'free some: nothing is recorded on a full disk');
  if (freeBytes < 2 * GIB)
    return warning('disk space', text, 'free some, or set retention (docs/privacy.md)');
  return ok('disk space', text);
}

function judgeSync(syncMs: readonly number[]): Finding {
  const at = (share: number) => syncMs[Math.min(syncMs.length - 1, Math.floor(syncMs.length * share))] ?? 0;
  const text = `${at(0.5).toFixed(1)} ms to disk, ${at(0.95).toFixed(1)} ms for the slowest of 20`;
  if (at(0.5) > SLOW_MS) return problem('disk sync', text, 'a faster disk: acknowledgements wait for it');
  if (at(0.95) > COMMIT_MS)
    return warning('disk sync', text, `a disk below ${COMMIT_MS} ms: acknowledgements wait for it`);
  return ok('disk sync', text);
}
