import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/**
 * What a start finds of the write-ahead log that a process left behind which did not end by itself. SQLite says nothing of
 * either: it takes a log that is not there for an empty one, and one that is damaged for one that ends there.
 */
export type WalDamage =
  /** It is not there, and all that was in it is lost. */
  | { readonly kind: 'missing' }
  /** Commits after a damaged page cannot be read. One may be the torn end of a power cut, which nobody was told of. */
  | { readonly kind: 'damaged'; readonly frame: number; readonly commitsLost: number };

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC_LITTLE = 0x377f0682;
const MAGIC_BIG = 0x377f0683;

export const walOf = (file: string): string => `${file}-wal`;

/** There while a process has the history open, and afterwards when that did not end by itself. */
export const openMarkOf = (file: string): string => `${file}-open`;

/** To be called while nobody has the file open. Null when there is nothing wrong that can be seen. */
export async function findWalDamage(file: string): Promise<WalDamage | null> {
  if (!existsSync(walOf(file))) return existsSync(openMarkOf(file)) ? { kind: 'missing' } : null;
  const handle = await open(walOf(file));
  try {
    return await readFrames(handle);
  } finally {
    await handle.close();
  }
}

interface WalHeader {
  readonly pageBytes: number;
  /** Two numbers that frames of this round of the log share: what is left of an earlier one has others. */
  readonly salts: Buffer;
  readonly isBigEndian: boolean;
  readonly sums: Sums;
}

type Sums = readonly [number, number];

/** https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
async function readFrames(handle: FileHandle): Promise<WalDamage | null> {
  const header = await readHeader(handle);
  if (header === null) return null;
  // Not from the pool: its words must be aligned.
  const frame = Buffer.alloc(FRAME_HEADER_BYTES + header.pageBytes);
  let { sums } = header;
  let damagedAt: number | undefined;
  let commitsLost = 0;
  for (let number = 1; await isRead(handle, frame, HEADER_BYTES + (number - 1) * frame.length); number++) {
    if (!frame.subarray(8, 16).equals(header.salts)) break;
    if (damagedAt === undefined) {
      sums = sumsOf(header, frame.subarray(FRAME_HEADER_BYTES), sumsOf(header, frame.subarray(0, 8), sums));
      if (sums[0] === frame.readUInt32BE(16) && sums[1] === frame.readUInt32BE(20)) continue;
      damagedAt = number;
    }
    if (frame.readUInt32BE(4) !== 0) commitsLost += 1;
  }
  return damagedAt === undefined || commitsLost === 0
    ? null
    : { kind: 'damaged', frame: damagedAt, commitsLost };
}

/** Null: there is none, as after a checkpoint. */
async function readHeader(handle: FileHandle): Promise<WalHeader | null> {
  const bytes = Buffer.alloc(HEADER_BYTES);
  if (!(await isRead(handle, bytes, 0))) return null;
  const magic = bytes.readUInt32BE(0);
  if (magic !== MAGIC_LITTLE && magic !== MAGIC_BIG) return null;
  const isBigEndian = magic === MAGIC_BIG;
  const sums: Sums = [bytes.readUInt32BE(24), bytes.readUInt32BE(28)];
  return { pageBytes: bytes.readUInt32BE(8), salts: bytes.subarray(16, 24), isBigEndian, sums };
}

async function isRead(handle: FileHandle, into: Buffer, at: number): Promise<boolean> {
  const { bytesRead } = await handle.read(into, 0, into.length, at);
  return bytesRead === into.length;
}

/** SQLite's running sums over words of 32 bits. */
function sumsOf({ isBigEndian }: Pick<WalHeader, 'isBigEndian'>, bytes: Buffer, [from0, from1]: Sums): Sums {
  const { buffer, byteOffset, length } = isBigEndian ? Buffer.from(bytes).swap32() : bytes;
  const words = new Uint32Array(buffer, byteOffset, length / 4);
  let s0 = from0;
  let s1 = from1;
  for (let index = 0; index < words.length; index += 2) {
    s0 = (s0 + (words[index] ?? 0) + s1) >>> 0;
    s1 = (s1 + (words[index + 1] ?? 0) + s0) >>> 0;
  }
  return [s0, s1];
}
