import { randomBytes } from 'node:crypto';
import { SECRET_PREFIX } from './sending/signature.ts';

/** Standard Webhooks wants 24 to 64. */
const SECRET_BYTES = 32;

/** What a new endpoint signs with. */
export function newSecret(): string {
  return `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}
