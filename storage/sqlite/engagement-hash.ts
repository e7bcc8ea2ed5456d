import { hash } from 'node:crypto';
import type { ScopeKey } from '../../server/live/catalogue.ts';

const HEX_DIGITS = 32;

/**
 * What is kept of an engagement's id for ever: 16 bytes of SHA-256 over tenant and id, as hex. Two of a billion ids
 * meet with a probability below 10^-20.
 */
export function engagementHash(tenant: ScopeKey, id: string): string {
  return hash('sha256', `${tenant}:${id}`).slice(0, HEX_DIGITS);
}
