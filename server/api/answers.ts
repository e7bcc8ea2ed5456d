import { z } from '@hono/zod-openapi';

/** RFC 9457 with our code. */
export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    code: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemSchema } },
});

/** The refusals that every route with a token may give. */
export const REFUSALS = {
  400: problem('A field or parameter is wrong'),
  401: problem('The token is missing or bad'),
  403: problem('The role does not allow this'),
  404: problem('Nothing here that the token may see'),
} as const;

/** What a route with a body may say of it besides. */
export const BODY_REFUSALS = {
  413: problem('The body is too large'),
  415: problem('The body is not application/json'),
} as const;

export const TOO_MANY = { 429: problem('As many as allowed are there already') } as const;

export const UNAVAILABLE = { 503: problem('Not possible now, or not here') } as const;

export const CONFLICTS = {
  409: problem('In conflict with what is there'),
  412: problem('Not of the version that If-Match or If-None-Match want'),
} as const;

/** The refusals of a route that makes something of which there may be too many. */
export const MAKE_REFUSALS = { ...REFUSALS, ...BODY_REFUSALS, ...TOO_MANY, ...UNAVAILABLE } as const;

/** The refusals of a route that writes what has versions. */
export const WRITE_REFUSALS = { ...REFUSALS, ...BODY_REFUSALS, ...CONFLICTS } as const;

export function jsonAnswer<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { content: { 'application/json': { schema } }, required: true };
}

/** What every deletion of the catalogue is like. */
export const DELETION =
  'Where somebody was or engaged it is refused, unless an admin says purge=true: then that goes, too, but what it added to the ' +
  'figures of the event and the organizations stays. While somebody is present it is refused in any case.';

export const DELETED = { 204: { description: 'Deleted' } } as const;

export const IsoTime = z.string().openapi({ format: 'date-time' });

export const Count = z.number().int().min(0);

export const PerMode = z.object({ live: z.number(), onDemand: z.number() });

export const CountPerMode = z.object({ live: Count, onDemand: Count });

export function listAnswer<Schema extends z.ZodType>(item: Schema, description: string) {
  return wholeListAnswer(listOf(item), description);
}

/** A list that says more than its items; tables have these alone. */
export function wholeListAnswer<Schema extends z.ZodType>(schema: Schema, description: string) {
  return {
    description,
    content: {
      'application/json': { schema },
      'text/csv': { schema: z.string().openapi({ description: 'The whole list' }) },
      'application/x-ndjson': { schema: z.string().openapi({ description: 'The whole list' }) },
    },
  };
}

function listOf<Schema extends z.ZodType>(item: Schema) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
