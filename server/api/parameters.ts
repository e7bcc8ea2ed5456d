import { z } from '@hono/zod-openapi';
import { isKeepable } from '../protocol/actions.ts';
import { Id, NO_SCOPE, parseScope } from '../protocol/ids.ts';
import { ModeSchema } from '../protocol/schemas.ts';
import { RECIPIENTS, Recipients } from '../reports/event-report/recipients.ts';

const FIRST_YEAR = Date.UTC(2000, 0, 1);
const LAST_YEAR = Date.UTC(2200, 0, 1);

/** ISO 8601 with a zone; becomes ms since the epoch. */
export const Time = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((time) => time >= FIRST_YEAR && time < LAST_YEAR, 'must lie between the years 2000 and 2200')
  .openapi({ type: 'string', format: 'date-time' });

export const IdParam = z.object({
  id: z
    .string()
    .pipe(Id)
    .openapi({ type: 'string', param: { name: 'id', in: 'path' } }),
});

export const ScopeText = z
  .string()
  .transform((text) => parseScope(text))
  .refine((scope) => scope !== undefined, NO_SCOPE);

export const ScopeParam = z.object({
  scope: ScopeText.openapi({
    type: 'string',
    example: 'session:keynote',
    param: { name: 'scope', in: 'path' },
  }),
});

const Limit = z
  .string()
  .regex(/^\d{1,4}$/, 'must be a whole number')
  .transform(Number)
  .refine((limit) => limit >= 1 && limit <= 1000, 'must be from 1 to 1000')
  .default(100)
  .openapi({ type: 'integer', minimum: 1, maximum: 1000, default: 100 });

/** A parameter that there is not is refused: misspelt, a filter would silently let everything through. */
export const Page = z.strictObject({ limit: Limit, cursor: z.string().max(256).optional() });

/** Of a DELETE: what has a history goes, too. */
export const PurgeQuery = z.strictObject({
  purge: z
    .enum(['true', 'false'])
    .default('false')
    .transform((purge) => purge === 'true')
    .openapi({ type: 'boolean', default: false }),
});

export const SpanQuery = z.strictObject({ from: Time.optional(), to: Time.optional() });

export const ModeQuery = ModeSchema.optional();

export const TimeZone = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
    } catch {
      return false;
    }
  }, 'must be an IANA time zone such as Europe/Berlin');

const MAX_METADATA_BYTES = 16_384;

export const Metadata = z
  .record(z.string().max(128), z.unknown())
  .refine((value) => isKeepable(value), {
    message: 'is nested too deeply, or has a number beyond 1.8e308',
    abort: true,
  })
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_METADATA_BYTES, 'must be at most 16 KB');

/** Of what has a report that may be mailed. */
export const MetadataOfReported = Metadata.superRefine((metadata, c) => {
  const named = metadata[RECIPIENTS];
  if (named === undefined) return;
  for (const { path, message } of Recipients.safeParse(named).error?.issues ?? [])
    c.addIssue({ code: 'custom', path: [RECIPIENTS, ...path], message });
});
