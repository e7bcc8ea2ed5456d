import type { Context } from 'hono';
import { z } from 'zod';
import { TimeZone } from '../../api/parameters.ts';
import { badParameter } from '../../api/problem.ts';

/** The two components of an event, or both. */
export type EventType = 'all' | 'virtualStageEvent' | 'networkingHubEvent';

const EVENT_TYPES: Readonly<Record<string, EventType>> = {
  all: 'all',
  virtualStageEvent: 'virtualStageEvent',
  virtualStage: 'virtualStageEvent',
  networkingHubEvent: 'networkingHubEvent',
  networkingHub: 'networkingHubEvent',
};

export const YesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Of a list of the highest; it is kept in memory whole. */
const MOST_LISTED = 10_000;

export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`);
}

/** What most questions have in common. */
export const AnalyticsQuery = z.object({
  engagementType: z.enum(['all', 'live', 'onDemand']).default('all'),
  eventType: z
    .enum(Object.keys(EVENT_TYPES))
    .default('all')
    .transform((name): EventType => EVENT_TYPES[name] ?? 'all'),
  startDate: z.string().optional(),
  endDate: z.string().optional(),
  limit: wholeNumber(1, MOST_LISTED).default(10),
  includeSubCompanies: YesOrNo.default(true),
  timezone: TimeZone.optional(),
});

export type AnalyticsQuery = z.infer<typeof AnalyticsQuery>;

/** @throws ApiError 400 that names the field. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badParameter(issue?.path.join('.') || 'body', issue?.message ?? 'is wrong');
}

/**
 * The query. An empty parameter is as good as none, and one that nobody knows is let pass, as their clients may send any.
 * @throws ApiError 400 that names the parameter.
 */
export function readQuery<Schema extends z.ZodType>(c: Context, schema: Schema): z.output<Schema> {
  const given = Object.entries(c.req.query()).filter(([, value]) => value !== '');
  return checked(schema, Object.fromEntries(given));
}

/**
 * The JSON body.
 * @throws ApiError 400 that names the field.
 */
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await c.req.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw badParameter('body', 'is not valid JSON');
  }
  return checked(schema, body);
}
