import { z } from 'zod';
import type { Scope, ScopeKind } from './client-messages.ts';

/** Letters and digits of any script and `. _ ~ : @ + | / -`, 1 to 128 characters (code points). */
const ID_PATTERN = /^[\p{L}\p{M}\p{Nd}._~:@+|/-]{1,128}$/u;
const ID_RULE = 'must be 1 to 128 letters, digits or . _ ~ : @ + | / -';

/** An id of an organization, event, session, attendee or engagement; normalized to NFC. */
export const Id = z
  .string()
  .max(512, { error: ID_RULE, abort: true })
  .normalize('NFC')
  .refine((id) => ID_PATTERN.test(id), ID_RULE);

const SCOPE_PATTERN = /^(session|event|organization):(.+)$/su;

export interface ParsedScope {
  readonly kind: ScopeKind;
  readonly id: string;
}

/** What whoever writes no scope is told. */
export const NO_SCOPE = 'must be session:<id>, event:<id> or organization:<id>';

/** Splits `session:<id>`; undefined when it is no scope. */
export function parseScope(text: string): ParsedScope | undefined {
  const match = SCOPE_PATTERN.exec(text);
  const id = match && Id.safeParse(match[2]);
  return id?.success ? { kind: match?.[1] as ScopeKind, id: id.data } : undefined;
}

export function formatScope({ kind, id }: ParsedScope): Scope {
  return `${kind}:${id}`;
}
