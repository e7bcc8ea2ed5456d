import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.ts';

const FILE = 'secret';
const BYTES = 32;

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** A file that a crash left empty would let everybody sign tokens. */
function checked(secret: string, file: string): string {
  if (Buffer.byteLength(secret) >= BYTES) return secret;
  throw new StartError(
    `${file} holds no secret of at least ${BYTES} bytes: delete it, and a new one is made`,
  );
}

/**
 * The secret of the data folder: made at the first start, readable by its owner only.
 * @throws StartError when the file is too short
 */
export function ownSecret(dataDir: string): string {
  const file = join(dataDir, FILE);
  try {
    return checked(readFileSync(file, 'utf8').trim(), file);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  mkdirSync(dataDir, { recursive: true });
  const secret = randomBytes(BYTES).toString('base64url');
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
}
