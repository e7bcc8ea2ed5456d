import type { Context } from 'hono';
import { RANK } from './auth.ts';
import type { ApiEnv } from './context.ts';

/** Of `metadata.accelevents`: whoever has them can send in the session's name, or get in. */
const SECRETS: ReadonlySet<string> = new Set(['streamKey', 'meetingPassword']);

type Details = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Details =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether whoever asks may see secrets: operators and above, but never in an export. */
export function showsSecrets(c: Context<ApiEnv>): boolean {
  return RANK[c.get('claims').role] >= RANK.operator && c.env?.takePage === undefined;
}

/** A session's details without its secrets. */
export function withoutSecrets(details: Details): Details {
  const { metadata } = details;
  if (!isObject(metadata) || !isObject(metadata.accelevents)) return details;
  const shown = Object.entries(metadata.accelevents).filter(([name]) => !SECRETS.has(name));
  return { ...details, metadata: { ...metadata, accelevents: Object.fromEntries(shown) } };
}
