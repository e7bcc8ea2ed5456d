import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  BODY_REFUSALS,
  CONFLICTS,
  Count,
  IsoTime,
  jsonAnswer,
  ProblemSchema,
  REFUSALS,
  UNAVAILABLE,
} from './answers.ts';
import { actorOf, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { Importer, ImportInvalid } from './import/importer.ts';
import { badParameter, problemBody } from './problem.ts';

export const IMPORT_PATH = '/v1/import';
export const IMPORT_TYPE = 'application/x-ndjson';
export const MAX_IMPORT_BYTES = 64 * 1024 * 1024;

const AnswerSchema = z
  .object({
    lines: Count,
    applied: z.object({
      ...{ organization: Count, event: Count, session: Count, attendee: Count },
      ...{ registration: Count, bookmark: Count, slice: Count, engagement: Count },
    }),
    repeated: Count,
    conflicts: z.array(z.object({ line: Count, id: z.string(), code: z.string() })),
    dataThrough: IsoTime,
  })
  .openapi('Imported');

const InvalidSchema = z
  .object({
    ...ProblemSchema.shape,
    errorCount: Count,
    errors: z.array(z.object({ line: Count, path: z.string(), message: z.string() })),
  })
  .openapi('ImportProblem');

const KEY = /^[\x21-\x7e]{1,255}$/;

const importRoute = createRoute({
  method: 'post',
  path: IMPORT_PATH,
  summary: 'Catalogue and past data in bulk: all lines or none',
  request: {
    headers: z.object({
      'idempotency-key': z
        .string()
        .optional()
        .openapi({ description: 'The same key with the same body gets the same answer again for 24 hours' }),
    }),
    body: {
      required: true,
      content: {
        [IMPORT_TYPE]: {
          schema: z.string().openapi({ description: 'An object a line, with a kind and an id' }),
        },
      },
    },
  },
  responses: {
    200: jsonAnswer(AnswerSchema, 'All of it stands, but for what is named as a conflict'),
    ...REFUSALS,
    ...BODY_REFUSALS,
    409: CONFLICTS[409],
    422: {
      description: 'Every line that is wrong, up to 1,000; nothing was applied',
      content: { 'application/problem+json': { schema: InvalidSchema } },
    },
    ...UNAVAILABLE,
  },
});

export function serveImport(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const importer = new Importer(parts);
  app.openAPIRegistry.registerPath(importRoute);
  app.post(IMPORT_PATH, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const key = c.req.header('idempotency-key');
    if (key !== undefined && !KEY.test(key))
      throw badParameter('Idempotency-Key', 'must be 1 to 255 visible ASCII characters');
    try {
      const { body } = c.req.raw;
      const summary = await importer.import({ actor: actorOf(claims), body, key });
      return c.json({ ...summary, dataThrough: new Date(summary.dataThrough).toISOString() }, 200);
    } catch (error) {
      if (!(error instanceof ImportInvalid)) throw error;
      const { lineErrors: errors, errorCount } = error;
      return c.body(JSON.stringify({ ...problemBody(error), errorCount, errors }), 422, {
        'content-type': 'application/problem+json',
      });
    }
  });
}
