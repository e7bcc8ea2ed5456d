import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { newId } from '../new-id.ts';

const SECRET_BYTES = 32;

/** `hc_<id>_<32 random bytes><CRC-32 of all before>`: whoever scans for leaked secrets knows it by its look. */
const TEXT = /^(hc_([0-9a-f]{12})_[A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})$/;

export interface NewKeyText {
  readonly id: string;
  readonly text: string;
}

function checksum(body: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64url');
}

/** A new key. The text is to be shown once. */
export function newKeyText(): NewKeyText {
  const id = newId();
  const body = `hc_${id}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return { id, text: body + checksum(body) };
}

/** Whether it means to be a key; a token has points in it. */
export function looksLikeKey(bearer: string): boolean {
  return bearer.startsWith('hc_');
}

/** The id in a key; undefined for what is none, or mistyped. */
export function idOfKey(text: string): string | undefined {
  const [, body, id, check] = TEXT.exec(text) ?? [];
  return body !== undefined && checksum(body) === check ? id : undefined;
}

/**
 * What is kept of a key. A plain SHA-256 is enough: slow hashes are for passwords, which can be guessed; of 256 random bits
 * nobody guesses any.
 */
export function hashOfKey(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
