import { createHash } from 'node:crypto';
import type { ScopeKey } from '../live/catalogue.ts';

/** An entry's place in the log: of all entries that ever were, also of other servers, only this one has it. */
export interface Place {
  readonly incarnation: string;
  readonly position: string;
  readonly time: number;
}

const hashed = (parts: readonly (string | number)[]): string =>
  `msg_${createHash('sha256').update(parts.join(' ')).digest('base64url').slice(0, 24)}`;

/** Of what happened in an entry, the how-manieth of which is told. */
export function messageId({ incarnation, position, time }: Place, ordinal: number): string {
  return hashed(['entry', incarnation, position, time, ordinal]);
}

/** Of what is told once under this name in the tenant. */
export function onceId(tenant: ScopeKey, once: string): string {
  return hashed(['once', tenant, once]);
}
