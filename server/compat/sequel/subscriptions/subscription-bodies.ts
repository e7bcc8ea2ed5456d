import type { Context } from 'hono';
import { z } from 'zod';
import { badParameter } from '../../../api/problem.ts';
import { checked } from '../parameters.ts';
import { SUBSCRIBED } from './event-types.ts';

/** Days of a subscription, verbatim. */
const DEFAULT_DAYS = 90;
const Days = z.int().min(2).max(365);
const Length = Days.default(DEFAULT_DAYS);
const Endpoint = z.string().min(1).max(2048);

export const RegisterBody = z.object({
  eventType: z.enum(Object.keys(SUBSCRIBED)),
  subscriptionInfo: z.object({
    companyId: z.string(),
    eventId: z.string().nullish(),
    endpoint: Endpoint,
    subscriptionLengthInDays: Length,
    /** Participants a request; null: all in one. */
    batchSize: z.int().min(1).max(10_000).nullable().optional(),
  }),
});

export const EditBody = z.object({
  subscriptionInfo: z.object({
    endpoint: Endpoint.optional(),
    extendSubscriptionByDays: z.union([z.literal(0), Days]).default(0),
  }),
});

export const RenewBody = z.object({
  subscriptionInfo: z
    .object({ subscriptionLengthInDays: Length })
    .default({ subscriptionLengthInDays: DEFAULT_DAYS }),
});

/**
 * Without a body it is an empty object.
 * @throws ApiError 400 that names the field.
 */
export async function readOptionalBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await c.req.text();
  if (text.trim() === '') return checked(schema, {});
  try {
    return checked(schema, JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw badParameter('body', 'is not valid JSON');
    throw error;
  }
}
