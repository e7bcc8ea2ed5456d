import { randomBytes } from 'node:crypto';
import { SECRET_PREFIX } from './sending/signature.ts';

/** Standard Webhooks wants 24 to 64. */
const SECRET_BYTES = 32;

/** Id of a new endpoint, and what it signs with. */
export function newEndpointId(): string {
  return randomBytes(6).toString('hex');
}

export function newSecret(): string {
  return `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}
