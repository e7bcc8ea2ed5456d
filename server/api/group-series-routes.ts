import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { SeriesQuery } from '../../storage/types.ts';
import { DAY_MS } from '../durations.ts';
import { countSteps, type KeptStep, maxPoints, stepStart } from '../figures/steps.ts';
import type { Registry } from '../live/registry.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { iso } from '../protocol/iso-time.ts';
import { CONNECTIONS, ENGAGEMENT, FIGURES } from '../series/series-samples.ts';
import { IsoTime, jsonAnswer, REFUSALS } from './answers.ts';
import { reachEvent, reachScope, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { type Group, type GroupBy, groupSeries } from './group-series.ts';
import { IdParam, ModeQuery, SpanQuery } from './parameters.ts';
import { badParameter } from './problem.ts';

const METRIC = new RegExp(`^(${FIGURES.join('|')}|${ENGAGEMENT}[\\w.-]{1,66})$`);

const Metric = z
  .string()
  .regex(METRIC, `must be one of ${FIGURES.join(', ')}, ${ENGAGEMENT}<action>`)
  .default('peak')
  .openapi({ type: 'string', example: 'peak', default: 'peak' });

const Curve = {
  points: z.array(
    z.object({ start: IsoTime, value: z.union([z.number(), IsoTime]).nullable() }).openapi('GroupPoint'),
  ),
};

const GroupSeriesSchema = z
  .object({
    scope: z.string(),
    groupBy: z.enum(['session', 'event', 'mode']),
    metric: z.string(),
    step: z.enum(['minute', 'hour', 'day']),
    from: IsoTime,
    to: IsoTime,
    dataThrough: IsoTime,
    groups: z.array(
      z
        .object({
          session: z.string().optional(),
          event: z.string().optional(),
          mode: z.enum(['live', 'onDemand']).optional(),
          ...Curve,
        })
        .openapi('GroupCurve'),
    ),
  })
  .openapi('GroupSeries');

const Query = SpanQuery.extend({
  metric: Metric,
  mode: ModeQuery,
  step: z.enum(['minute', 'hour', 'day']).default('minute'),
});

const DESCRIPTION = [
  'A group is there when somebody was, or something happened in it, in the span. A point is null when the server was not',
  'there or the step (UTC) has not ended by `dataThrough`; 0 when nothing was in it. A curve is that of the session, event or',
  'mode by itself, where an attendee counts once: curves do not add up. `peakAt` has times as values. Engagement and connections',
  'have no mode; `connections` are those joined at the end of the step, null as well where these are not known.',
].join(' ');

const eventRoute = createRoute({
  method: 'get',
  path: '/v1/events/{id}/series',
  summary: 'The curves of an event by session or mode',
  description: DESCRIPTION,
  request: {
    params: IdParam,
    query: Query.extend({ groupBy: z.enum(['session', 'mode']).default('session') }),
  },
  responses: { 200: jsonAnswer(GroupSeriesSchema, 'Curves'), ...REFUSALS },
});

const organizationRoute = createRoute({
  method: 'get',
  path: '/v1/organizations/{id}/series',
  summary: 'The curves of an organization, with its sub-organizations, by event or mode',
  description: DESCRIPTION,
  request: {
    params: IdParam,
    query: Query.extend({ groupBy: z.enum(['event', 'mode']).default('event') }),
  },
  responses: { 200: jsonAnswer(GroupSeriesSchema, 'Curves'), ...REFUSALS },
});

/** More points than this are not given in one answer, over all groups. */
const MAX_GROUP_POINTS = 250_000;

const MODES = ['live', 'onDemand'] as const;

interface Asked {
  readonly scope: string;
  /** Of the series to group; their modes go without saying. */
  readonly where: SeriesQuery['where'];
  /** How many groups there can be. */
  readonly groupCount: number;
  readonly groupBy: GroupBy;
  readonly metric: string;
  readonly mode: Mode | undefined;
  readonly step: KeptStep;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

function modesOf({ groupBy, metric, mode }: Asked): string | readonly string[] {
  if (metric === CONNECTIONS || metric.startsWith(ENGAGEMENT)) {
    if (groupBy === 'mode') throw badParameter('metric', 'has no modes');
    if (mode !== undefined) throw badParameter('mode', `there is none of ${metric}`);
  }
  if (groupBy !== 'mode') return mode ?? 'all';
  if (mode !== undefined) throw badParameter('mode', 'is what the groups are made by');
  return MODES;
}

function spanOf(asked: Asked, now: number): { from: number; to: number } {
  const { step, groupCount } = asked;
  const to = asked.to ?? now;
  const from = asked.from ?? Math.floor((to - 1) / DAY_MS) * DAY_MS;
  if (from >= to) throw badParameter('from', 'must lie before to');
  const steps = countSteps(from, to, step);
  const most = maxPoints(step);
  if (steps > most) throw badParameter('step', `would give more than ${most} points`);
  if (steps * groupCount > MAX_GROUP_POINTS)
    throw badParameter('step', `would give more than ${MAX_GROUP_POINTS} points over all groups`);
  return { from, to };
}

function groupObject({ id, points }: Group, groupBy: GroupBy, metric: string) {
  const isTime = metric === 'peakAt';
  return {
    [groupBy]: id,
    points: points.map(({ start, value }) => ({
      start: iso(start),
      value: isTime && value !== null ? iso(value) : value,
    })),
  };
}

/** Events of an organization and its sub-organizations. */
function eventsOf(registry: Registry, id: string) {
  const organization = registry.organization(id);
  return organization === undefined ? [] : [...registry.eventsUnder(organization)];
}

export function serveGroupSeries(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, history, pipeline, dataThrough } = parts;
  const runs = async (from: number, to: number) => {
    const current = live.currentRun;
    return [...(await history.runs(from, to)), ...(current === undefined ? [] : [current])];
  };

  const answer = async (asked: Asked) => {
    const { scope, groupBy, metric, step } = asked;
    const mode = modesOf(asked);
    const span = spanOf(asked, pipeline.now());
    const through = dataThrough();
    const question = { where: { ...asked.where, mode }, groupBy, metric, step, ...span };
    const groups =
      asked.groupCount === 0 ? [] : await groupSeries({ series: parts.series, runs, through }, question);
    return {
      ...{ scope, groupBy, metric, step },
      from: iso(span.from),
      to: iso(span.to),
      dataThrough: iso(stepStart(through, step)),
      groups: groups.map((group) => groupObject(group, groupBy, metric)),
    };
  };

  app.openapi(eventRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const event = reachEvent(live, claims, c.req.valid('param').id);
    const query = c.req.valid('query');
    const scope = `event:${event.row.id}`;
    const tenant = live.registry.tenantId(claims.org);
    const isByMode = query.groupBy === 'mode';
    const where = { tenant, event: event.row.id, scopeKind: isByMode ? 'event' : 'session' };
    const groupCount = isByMode ? MODES.length : event.sessions.size;
    const { groupBy, metric, mode, step, from, to } = query;
    return c.json(await answer({ scope, where, groupCount, groupBy, metric, mode, step, from, to }), 200);
  });

  app.openapi(organizationRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const { id } = c.req.valid('param');
    reachScope(live, claims, { kind: 'organization', id });
    const { groupBy, metric, mode, step, from, to } = c.req.valid('query');
    const scope = `organization:${id}`;
    const tenant = live.registry.tenantId(id);
    const events = eventsOf(live.registry, id);
    const organizations = [...new Set(events.map((event) => event.organization.row.id))];
    const isByMode = groupBy === 'mode';
    const where = isByMode
      ? { tenant, scopeKind: 'organization', organization: id }
      : { tenant, scopeKind: 'event', ...(id === tenant ? {} : { organization: organizations }) };
    const groupCount = isByMode ? MODES.length : events.length;
    return c.json(await answer({ scope, where, groupCount, groupBy, metric, mode, step, from, to }), 200);
  });
}
