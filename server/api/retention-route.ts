import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { iso, isoOrNull } from '../protocol/iso-time.ts';
import { retentionPolicy } from '../retention/policy.ts';
import { IsoTime, jsonAnswer, REFUSALS } from './answers.ts';
import { requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { IdParam } from './parameters.ts';
import { ApiError } from './problem.ts';

const Scope = z.enum(['personal', 'chat', 'everything']);

const RetentionSchema = z
  .object({
    organization: z.string(),
    days: z.number().int().nullable(),
    scope: Scope,
    keepAggregates: z.boolean(),
    inheritedFrom: z.string().nullable(),
    nextPurgeAt: IsoTime.nullable(),
    lastPurge: z
      .object({ scope: Scope, before: IsoTime, startedAt: IsoTime, doneAt: IsoTime.nullable() })
      .nullable(),
  })
  .openapi('RetentionPolicy');

const route = createRoute({
  method: 'get',
  path: '/v1/organizations/{id}/retention',
  summary: 'What goes when, who has said so, and the last purge with its horizon',
  request: { params: IdParam },
  responses: { 200: jsonAnswer(RetentionSchema, 'Retention'), ...REFUSALS },
});

export function serveRetention(app: OpenAPIHono<ApiEnv>, { live, history, pipeline }: ApiParts): void {
  app.openapi(route, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    if (claims.event !== undefined) throw new ApiError('not_allowed', 'the token is limited to an event');
    const organization = live.registry.organization(c.req.valid('param').id);
    if (organization === undefined || !live.registry.reachesOrganization(claims.org, organization))
      throw new ApiError('not_found');
    const { id, key } = organization.row;
    const last = (await history.purges()).find((purge) => purge.organization === key);
    const { retention, inheritedFrom, nextPurgeAt } = retentionPolicy(organization, pipeline.now());
    const answer = {
      ...{ organization: id, ...retention },
      inheritedFrom: inheritedFrom?.row.id ?? null,
      nextPurgeAt: isoOrNull(nextPurgeAt),
      lastPurge:
        last === undefined
          ? null
          : {
              ...{ scope: last.scope, before: iso(last.before), startedAt: iso(last.startedAt) },
              doneAt: last.doneAt === null ? null : iso(last.doneAt),
            },
    };
    return c.json(answer, 200);
  });
}
