import type { Context } from 'hono';
import { Refusal } from './refusals.ts';

/** What `expand` can ask for, as it is compared: small letters only. The vendor's documents misspell the registered holders. */
const EXPANSIONS = {
  duration: 'duration',
  watchtime: 'watchTime',
  stats: 'stats',
  attendeecount: 'attendeeCount',
  registerdholderusers: 'holders',
  registeredholderusers: 'holders',
  speaker: 'speakers',
  speakers: 'speakers',
} as const;

export type Expansion = (typeof EXPANSIONS)[keyof typeof EXPANSIONS];

/** Tokens in any case, with or without spaces, `_` and `-`; unknown ones are ignored. */
export function expansionsOf(c: Context): ReadonlySet<Expansion> {
  const tokens = (c.req.queries('expand') ?? []).join(',').split(',');
  const known = new Map<string, Expansion>(Object.entries(EXPANSIONS));
  return new Set(tokens.flatMap((token) => known.get(token.toLowerCase().replace(/[\s_-]/g, '')) ?? []));
}

/** Rows of a list, from the first on; all of them without `size`. */
export interface Rows {
  readonly skip: number;
  readonly size?: number | undefined;
}

const WHOLE = /^\d{1,9}$/;
const DEFAULT_SIZE = 10;

function wholeNumber(c: Context, name: string): number | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  if (!WHOLE.test(text)) throw new Refusal('malformed', `${name} must be a whole number.`);
  return Number(text);
}

/** `page` counts from 0. Neither `page` nor `size`: everything. @throws Refusal */
export function rowsOf(c: Context): Rows {
  const page = wholeNumber(c, 'page');
  const size = wholeNumber(c, 'size');
  if (size === 0) throw new Refusal('malformed', 'size must be at least 1.');
  if (page === undefined && size === undefined) return { skip: 0 };
  const rows = size ?? DEFAULT_SIZE;
  return { skip: (page ?? 0) * rows, size: rows };
}

const fold = (text: string) => text.normalize('NFC').toLowerCase();

/** Whether one of some texts has `searchString` in it, in any case; undefined where nothing is searched for. */
export function searchOf(c: Context): ((...texts: readonly (string | null)[]) => boolean) | undefined {
  const wanted = fold(c.req.query('searchString') ?? '').trim();
  if (wanted === '') return undefined;
  return (...texts) => texts.some((text) => text !== null && fold(text).includes(wanted));
}
