import type { Context, Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { badParameter } from '../../../api/problem.ts';
import { UsageEver } from '../../../figures/usage-ever.ts';
import type { OrganizationState } from '../../../live/registry.ts';
import { iso } from '../../../protocol/iso-time.ts';
import { AnalyticsQuery, readQuery } from '../parameters.ts';
import { type AskedDates, datesOf } from '../span.ts';
import { COMPANIES, type CompanyScope, companyName, companyScope } from './asked-company.ts';
import { type UsageSource, UsageWithin, usageFigures, usageSince } from './usage-figures.ts';

/** What an answer is made of. */
interface Asked {
  readonly found: CompanyScope;
  readonly query: AnalyticsQuery;
  readonly dates: AskedDates;
  readonly through: number;
  readonly usageOf: UsageSource;
}

interface Asking extends ApiParts {
  readonly ever: UsageEver;
  readonly within: UsageWithin;
}

function ask(parts: Asking, c: Context<ApiEnv>, id: string): Asked {
  const query = readQuery(c, AnalyticsQuery);
  const found = companyScope(parts, { claims: c.get('claims'), id }, query);
  const through = parts.dataThrough();
  const dates = datesOf(query, found.timeZone, parts.pipeline.now());
  const isEver = query.startDate === undefined && query.endDate === undefined;
  const usageOf = isEver
    ? usageSince(parts.ever, query, through)
    : parts.within.in({ ...dates, through }, query);
  return { found, query, dates, through, usageOf };
}

function frameOf({ query, dates: { startDate, endDate } }: Asked, company: OrganizationState) {
  const { eventType, engagementType } = query;
  return { ...companyName(company), eventType, engagementType, startDate, endDate };
}

/** One company below, briefly. */
async function subCompany({ usageOf }: Asked, child: OrganizationState, parts: ApiParts) {
  const used = usageFigures(await usageOf(parts.live.registry.sessionsIn(child.row.key)));
  const { totalEngagedMinutes, numberOfUsers, numberOfEvents } = used;
  return { ...companyName(child), totalEngagedMinutes, numberOfUsers, numberOfEvents };
}

async function usageObject(parts: ApiParts, asked: Asked) {
  const { found, query, through, usageOf } = asked;
  const figures = usageFigures(await usageOf(found.sessions));
  const subCompanies = [];
  for (const child of query.includeSubCompanies ? found.company.children : [])
    subCompanies.push(await subCompany(asked, child, parts));
  return { ...frameOf(asked, found.company), ...figures, subCompanies, dataThrough: iso(through) };
}

/** What each company right below a company used with all below it, and what they used together. */
async function subCompaniesObject(parts: ApiParts, asked: Asked) {
  const { registry } = parts.live;
  const { found, through, usageOf } = asked;
  const dataThrough = iso(through);
  const children = [...found.company.children];
  const subCompanies = [];
  for (const child of children) {
    const figures = usageFigures(await usageOf(registry.sessionsIn(child.row.key)));
    subCompanies.push({ ...frameOf(asked, child), ...figures, dataThrough });
  }
  const all = children.flatMap((child) => registry.sessionsIn(child.row.key));
  const total = usageFigures(await usageOf(all));
  return { ...frameOf(asked, found.company), subCompanies, total, dataThrough };
}

/** S2, S3 and the figures of S8. */
export function serveUsage(app: Hono<ApiEnv>, apiParts: ApiParts): void {
  const { history } = apiParts;
  const parts = { ...apiParts, ever: new UsageEver(history), within: new UsageWithin(history) };

  app.get(`${COMPANIES}/usage/lifetime`, async (c) => {
    const query = readQuery(c, AnalyticsQuery);
    if (query.startDate !== undefined || query.endDate !== undefined)
      throw badParameter('startDate', 'is not for the lifetime');
    return c.json(await usageObject(parts, ask(parts, c, c.req.param('companyId'))));
  });

  app.get(`${COMPANIES}/usage`, async (c) => {
    const asked = ask(parts, c, c.req.param('companyId'));
    for (const name of ['startDate', 'endDate'] as const)
      if (asked.query[name] === undefined) throw badParameter(name, 'is required');
    return c.json(await usageObject(parts, asked));
  });

  app.get(`${COMPANIES}/sub-companies`, async (c) =>
    c.json(await subCompaniesObject(parts, ask(parts, c, c.req.param('companyId')))),
  );
}
