import type { Hono } from 'hono';
import { z } from 'zod';
import { actorOf, requireRole } from '../../../api/auth.ts';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { write } from '../../../api/write.ts';
import { newSalt } from '../../../erasure/pseudonym.ts';
import type { Retention } from '../../../live/catalogue.ts';
import type { OrganizationState } from '../../../live/registry.ts';
import { isoOrNull } from '../../../protocol/iso-time.ts';
import { retentionPolicy } from '../../../retention/policy.ts';
import { readBody } from '../parameters.ts';
import { reachCompany } from '../reach.ts';

const SCOPES = { personal: 'personal', chat: 'chat', all: 'everything' } as const;
const NAMES = { personal: 'personal', chat: 'chat', everything: 'all' } as const;

const Body = z.object({
  retentionDays: z.number().int().min(1).max(3650).nullable(),
  scope: z.enum(['personal', 'chat', 'all']).default('all'),
  keepAggregates: z.boolean().default(true),
});

/** S23: how long a company keeps what it has of people. */
export function serveRetentionPolicy(app: Hono<ApiEnv>, parts: ApiParts): void {
  const { live, history, pipeline } = parts;

  async function policyObject(company: OrganizationState) {
    const { retention, inheritedFrom, nextPurgeAt } = retentionPolicy(company, pipeline.now());
    const sessions = live.registry.sessionsIn(company.row.key).map(({ row }) => row.key);
    return {
      retentionDays: retention.days,
      inheritedFrom: inheritedFrom?.row.id ?? null,
      nextPurgeAt: isoOrNull(nextPurgeAt),
      oldestRecordAt: isoOrNull(await history.firstStart(sessions)),
      scope: NAMES[retention.scope],
      keepAggregates: retention.keepAggregates,
    };
  }

  app.get('/api/v1/company/:companyId/retention', async (c) =>
    c.json(await policyObject(reachCompany(parts, c.get('claims'), c.req.param('companyId')))),
  );

  app.put('/api/v1/company/:companyId/retention', async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const company = reachCompany(parts, claims, c.req.param('companyId'));
    const { retentionDays: days, scope, keepAggregates } = await readBody(c, Body);
    const retention: Retention = { days, scope: SCOPES[scope], keepAggregates };
    const { id, version, details } = company.row;
    const { name, timeZone, metadata } = details;
    await write(pipeline, {
      ...{ kind: 'putOrganization', actor: actorOf(claims), id, salt: newSalt(), ifMatch: version },
      details: { name, timeZone, metadata, retention },
    });
    return c.json(await policyObject(reachCompany(parts, claims, id)));
  });
}
