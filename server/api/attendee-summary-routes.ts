import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { History, SliceRow, StoredAttendee } from '../../storage/types.ts';
import { askedSlices } from '../figures/attendee-in-span.ts';
import { attendeeSummaries, NEVER_THERE } from '../figures/attendee-summary.ts';
import type { SpanQuestion } from '../figures/span-question.ts';
import type { Claims } from '../gateway/claims.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { EventState, SessionState } from '../live/registry.ts';
import { isoOrNull } from '../protocol/iso-time.ts';
import { jsonAnswer, REFUSALS } from './answers.ts';
import {
  AttendeeSummarySchema,
  engagementOf,
  figuresObject,
  registeredObject,
} from './attendee-summary-objects.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { IdParam, SpanQuery } from './parameters.ts';
import { reachAttendee, sessionsOfToken } from './reach-attendee.ts';
import { questionOf } from './span-question.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/attendees/{id}/summary',
  summary: 'The figures of a person over all sessions that the token reaches; attendees see their own',
  description:
    'In total, by event and by session, for those where the person was, engaged, is registered or has a bookmark. Minutes that sessions of an event share are one each.',
  request: { params: IdParam, query: SpanQuery },
  responses: { 200: jsonAnswer(AttendeeSummarySchema, 'Summary'), ...REFUSALS },
});

const PAGE = 1000;

async function slicesOf(history: History, attendee: number, { sessions, from, to }: SpanQuestion) {
  const keys = sessions.map(({ key }) => key);
  const slices: SliceRow[] = [];
  let after: SliceRow | undefined;
  do {
    const page = { attendee, sessions: keys, from, to, after, limit: PAGE };
    const rows = await history.slicesOfAttendee(page);
    for (const row of rows) slices.push(row);
    after = rows.length === PAGE ? rows.at(-1) : undefined;
  } while (after !== undefined);
  return slices;
}

type Span = { readonly from?: number | undefined; readonly to?: number | undefined };

/** Everything that an answer is made of. */
async function gather(parts: ApiParts, claims: Claims, row: StoredAttendee, span: Span) {
  const { history, dataThrough } = parts;
  const through = dataThrough();
  const { key, sessions } = sessionsOfToken(parts, claims);
  const { question } = questionOf({ key, sessions }, span, through);
  const keys = sessions.map((session) => session.row.key);
  const summaries = attendeeSummaries(await slicesOf(history, row.key, question), askedSlices(question));
  const actions = await history.actionsOfAttendee({ attendee: row.key, sessions: keys, ...span });
  const events = new Map(sessions.map(({ event }) => [event.row.key, event]));
  const reached = new Set<ScopeKey>([...keys, ...events.keys()]);
  const all = await history.registrationsOf(row.key);
  const registrations = all.filter(({ scope }) => reached.has(scope));
  return { through, sessions, events, summaries, actions, registrations };
}

type Gathered = Awaited<ReturnType<typeof gather>>;

function ofSession({ row, event }: SessionState, { summaries, actions, registrations }: Gathered) {
  const own = registrations.filter(({ scope }) => scope === row.key);
  const did = actions.filter(({ session }) => session === row.key);
  const summary = summaries.bySession.get(row.key);
  if (summary === undefined && own.length === 0 && did.length === 0) return [];
  const figures = figuresObject(summary ?? NEVER_THERE, engagementOf(did));
  return [{ session: row.id, event: event.row.id, ...figures, ...registeredObject(own) }];
}

/** A registration for one of its sessions is one for the event, too. */
function ofEvent({ row, sessions }: EventState, { summaries, actions, registrations }: Gathered) {
  const keys = new Set<ScopeKey>([row.key, ...[...sessions].map((session) => session.row.key)]);
  const own = registrations.filter(({ scope }) => keys.has(scope));
  const did = actions.filter(({ session }) => keys.has(session));
  const summary = summaries.byEvent.get(row.key);
  if (summary === undefined && own.length === 0 && did.length === 0) return [];
  const figures = figuresObject(summary ?? NEVER_THERE, engagementOf(did));
  return [{ event: row.id, ...figures, ...registeredObject(own) }];
}

export function serveAttendeeSummary(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  app.openapi(route, async (c) => {
    const claims = c.get('claims');
    const { row } = await reachAttendee(parts, claims, c.req.valid('param').id);
    const span = c.req.valid('query');
    const gathered = await gather(parts, claims, row, span);
    const { summaries, actions, registrations } = gathered;
    const attended = [...summaries.bySession.values()].filter((summary) => summary.attended);
    const events = [...summaries.byEvent.values()].filter((summary) => summary.attended);
    const counted = (kind: string) => registrations.filter((one) => one.kind === kind).length;
    const total = {
      ...{ sessions: attended.length, events: events.length },
      ...{ registrations: counted('registration'), bookmarks: counted('bookmark') },
      ...figuresObject(summaries.total, engagementOf(actions)),
    };
    const answer = {
      ...{ attendee: row.id, name: row.name, email: row.email },
      ...{ from: isoOrNull(span.from), to: isoOrNull(span.to) },
      dataThrough: new Date(gathered.through).toISOString(),
      total,
      events: [...gathered.events.values()].flatMap((event) => ofEvent(event, gathered)),
      sessions: gathered.sessions.flatMap((session) => ofSession(session, gathered)),
    };
    return c.json(answer, 200);
  });
}
