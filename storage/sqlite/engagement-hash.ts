import { hash } from 'node:crypto';
import type { ScopeKey } from '../../server/live/catalogue.ts';

const HEX_DIGITS = 32;
const TIME_DIGITS = 12;

/** A UUID of version 7 begins with its time (RFC 9562, section 5.7). */
const TIMED = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * What is kept of an engagement's id for ever: 16 bytes over tenant and id, as hex. Of a time-ordered UUID the time
 * stays in front: ids of one moment then lie on the same few pages of the index, while random ones each make a page
 * of their own to be written (three quarters of all the pages of a batch). The rest is SHA-256, at least 10 bytes of
 * it, so that two of a billion ids meet with a probability below 10^-6.
 */
export function engagementHash(tenant: ScopeKey, id: string): string {
  const digest = hash('sha256', `${tenant}:${id}`);
  const [, high, low] = TIMED.exec(id) ?? [];
  if (high === undefined || low === undefined) return digest.slice(0, HEX_DIGITS);
  return high + low + digest.slice(0, HEX_DIGITS - TIME_DIGITS);
}
