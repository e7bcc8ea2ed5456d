import { copyFile, open, rename, rm } from 'node:fs/promises';
import { DatabaseError } from './database-error.ts';
import { isOurs } from './migrate.ts';
import { walOf } from './wal-damage.ts';

const SUFFIXES = ['-wal', '-shm', '-journal', '-open', ''];
/** Where SQLite keeps the application id in a file, big endian. */
const APPLICATION_ID_AT = 68;

function causes(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [];
}

/** Whether an opening failed because the file, which is one of ours, is damaged; what is not ours is none of our business. */
export async function isDamaged(error: unknown, file: string): Promise<boolean> {
  const codes = causes(error).flatMap((cause) => (cause instanceof DatabaseError ? [cause.code] : []));
  if (codes.includes('SQLITE_CORRUPT')) return true;
  return codes.includes('SQLITE_NOTADB') && isOurs(await applicationIdOf(file));
}

async function applicationIdOf(file: string): Promise<number> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, APPLICATION_ID_AT);
    return bytesRead === 4 ? buffer.readUInt32BE() : 0;
  } finally {
    await handle.close();
  }
}

/** Gives a file that is not open another name, with all that SQLite keeps beside it. Gives that name. */
export async function moveAside(file: string, why: string, now: Date): Promise<string> {
  const aside = `${file}.${why}-${now.toISOString().replaceAll(':', '')}`;
  for (const suffix of SUFFIXES) {
    await rename(file + suffix, aside + suffix).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    });
  }
  return aside;
}

/** Copies the write-ahead log of a file that is not open. Gives the name of the copy. */
export async function keepWal(file: string, now: Date): Promise<string> {
  const kept = `${walOf(file)}.damaged-${now.toISOString().replaceAll(':', '')}`;
  await copyFile(walOf(file), kept);
  return kept;
}

/** Removes a copy that is not wanted any more. */
export async function removeFile(file: string): Promise<void> {
  for (const suffix of SUFFIXES) await rm(file + suffix, { force: true });
}
