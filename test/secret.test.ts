import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ownSecret } from '../server/secret.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

it('a secret that nobody gave is made with 32 random bytes', () => {
  const secret = ownSecret(temporaryFolder());
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(ownSecret(temporaryFolder())).not.toBe(secret);
});

it('the secret is kept: a restart finds the same one', () => {
  const folder = temporaryFolder();
  const secret = ownSecret(folder);
  expect(ownSecret(folder)).toBe(secret);
  expect(readFileSync(join(folder, 'secret'), 'utf8').trim()).toBe(secret);
});

it('only the owner can read the secret', () => {
  const folder = join(temporaryFolder(), 'made', 'by', 'it');
  ownSecret(folder);
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
});

it('a secret that cannot be read is not replaced by a new one', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'secret'));
  expect(() => ownSecret(folder)).toThrow('EISDIR');
});

it('a secret file that a crash left empty is refused, since everybody could sign with it', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'secret'), '\n');
  expect(() => ownSecret(folder)).toThrow(/holds no secret of at least 32 bytes: delete it/);
});
