import { randomBytes } from 'node:crypto';

/** What an erased person's rows go by; nothing tells whose they were. */
export function newPseudonym(): string {
  return `erased-${randomBytes(12).toString('base64url')}`;
}

/** A tenant's secret for tombstones and pseudonyms, to be taken where it has none. */
export function newSalt(): string {
  return randomBytes(32).toString('base64url');
}
