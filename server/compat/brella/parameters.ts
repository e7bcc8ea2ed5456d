import type { Context } from 'hono';
import { z } from 'zod';
import { badParameter } from '../../api/problem.ts';
import { TRACKABLE_TYPES } from './trackables.ts';
import { TRACKING_TYPES } from './tracks.ts';

/** ISO 8601; without a zone it is UTC, and a date alone its midnight. Becomes ms since the epoch. */
const Instant = z
  .union([z.iso.datetime({ offset: true, local: true }), z.iso.date()], 'must be a time of ISO 8601')
  .transform((text) =>
    Date.parse(/T.*(Z|[+-]\d\d:\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`),
  )
  .optional();

const Whole = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number);

/** The vendor's limit. */
const MOST_IN_PAGE = 500;

const PageQuery = z.object({
  'page[size]': Whole.refine(
    (size) => size >= 1 && size <= MOST_IN_PAGE,
    `must be from 1 to ${MOST_IN_PAGE}`,
  ).optional(),
  'page[number]': Whole.refine((number) => number >= 1, 'must be 1 or above').optional(),
});

export const TrackablesQuery = z.object({ trackable_type: z.enum(TRACKABLE_TYPES).optional() });

export const SlicesQuery = TrackablesQuery.extend({
  tracking_type: z.enum(TRACKING_TYPES).optional(),
  click_time: Instant,
  start_time: Instant,
  end_time: Instant,
  duration: Whole.optional(),
  start_from: Instant,
  start_to: Instant,
  end_from: Instant,
  end_to: Instant,
});

export type SlicesQuery = z.output<typeof SlicesQuery>;

/**
 * An empty parameter is as good as none, and one that nobody knows is let pass.
 * @throws ApiError 400 that names the parameter.
 */
export function readQuery<Schema extends z.ZodType>(c: Context, schema: Schema): z.output<Schema> {
  const given = Object.entries(c.req.query()).filter(([, value]) => value !== '');
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badParameter(issue?.path.join('.') ?? '', issue?.message ?? 'is wrong');
}

export interface Page {
  /** From 1. */
  readonly number: number;
  readonly size: number;
}

/** The page that is asked for; undefined: everything. */
export function readPage(c: Context): Page | undefined {
  const { 'page[size]': size, 'page[number]': number } = readQuery(c, PageQuery);
  if (size === undefined && number === undefined) return undefined;
  return { size: size ?? MOST_IN_PAGE, number: number ?? 1 };
}
