import { createHash } from 'node:crypto';
import type { LiveSnapshot } from '../../server/live/snapshot/rows.ts';

/** The same for two cores exactly when their whole states are the same. */
export function stateHash(snapshot: LiveSnapshot): string {
  return createHash('sha256').update(JSON.stringify(snapshot)).digest('hex');
}
