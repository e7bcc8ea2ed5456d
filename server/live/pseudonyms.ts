import { createHmac } from 'node:crypto';

/** 24 of the 43 characters of SHA-256 in base64url: 144 bits. */
const LENGTH = 24;
/** Who came back after a purge has a number behind it. */
const PSEUDONYM = /^p-[A-Za-z0-9_-]{24}(\.\d+)?$/;
const ERASED = /^erased-[A-Za-z0-9_-]{16}$/;

/** Whether an id is what stands for another one already. */
export function isPseudonym(id: string): boolean {
  return PSEUDONYM.test(id);
}

/** Whether an id is that of an erased person: nobody's, and nobody's ever again. */
export function isErasedId(id: string): boolean {
  return ERASED.test(id);
}

/**
 * What stands for a person's id where an organization wants none stored, the same on every node and for ever: HMAC-SHA256 with
 * the tenant's salt. A pseudonym stands for itself, so that who has only that finds the person, too.
 */
export function pseudonymOf(salt: string, id: string): string {
  if (isPseudonym(id) || isErasedId(id)) return id;
  return `p-${createHmac('sha256', salt).update(`pseudonym ${id}`).digest('base64url').slice(0, LENGTH)}`;
}
