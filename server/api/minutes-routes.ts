import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { MINUTE_MS } from '../durations.ts';
import {
  type ActiveMinute,
  activeAttendees,
  activeMinutes,
  minuteZero,
} from '../figures/minute-by-minute.ts';
import { isAlive } from '../figures/series.ts';
import { within } from '../figures/span-question.ts';
import type { SessionState } from '../live/registry.ts';
import { Id } from '../protocol/ids.ts';
import { iso, isoOrNull } from '../protocol/iso-time.ts';
import { Count, IsoTime, REFUSALS, wholeListAnswer } from './answers.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { runsIn } from './known-summary.ts';
import { IdParam, Page, Time } from './parameters.ts';
import { filterIn } from './reach-attendee.ts';
import { FiguresQuery, FRAME, frameOf, listName, questionOf, reachFigures } from './span-question.ts';
import { answerList, wholeList } from './whole-lists.ts';

const Figure = Count.nullable();

const MinuteSchema = z
  .object({
    minute: z.number().int().nullable(),
    start: IsoTime,
    attendees: Figure,
    live: Figure,
    onDemand: Figure,
    peak: Figure,
  })
  .openapi('ActiveMinute');

const MinutesSchema = z
  .object({
    ...FRAME,
    minuteZero: IsoTime.nullable(),
    items: z.array(MinuteSchema),
    nextCursor: z.string().nullable(),
  })
  .openapi('ActiveMinutes');

const ActiveAttendeeSchema = z
  .object({
    attendee: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    modes: z.array(z.enum(['live', 'onDemand'])),
    sessions: z.array(z.string()),
  })
  .openapi('ActiveAttendee');

const ActiveAttendeesSchema = z
  .object({
    ...FRAME,
    minute: z.number().int().nullable(),
    items: z.array(ActiveAttendeeSchema),
    nextCursor: z.string().nullable(),
  })
  .openapi('ActiveAttendees');

const DESCRIPTION = [
  'Attendees whose `[start, end]` touches the UTC minute, once each, those in live slices while the session was live. `minute` counts from',
  'the minute of the first goLive (`minuteZero`); null where none is known. From minute zero, or the first join, to the last minute in which',
  'somebody was there, minutes of nobody among them; nulls where the server was not there. `peak` is the most',
  'who were counted at one instant of the minute, whether the session was live or not. `attendee`: the minutes of one.',
].join(' ');

const KINDS = [['sessions', 'session'] as const, ['events', 'event'] as const];

const minutesRoute = (resource: 'sessions' | 'events') =>
  createRoute({
    method: 'get',
    path: `/v1/${resource}/{id}/minutes`,
    summary: 'Who was active, minute by minute: how many',
    description: DESCRIPTION,
    request: {
      params: IdParam,
      query: FiguresQuery.extend(Page.shape).extend({ attendee: Id.optional() }),
    },
    responses: { 200: wholeListAnswer(MinutesSchema, 'Minutes'), ...REFUSALS },
  });

const attendeesRoute = (resource: 'sessions' | 'events') =>
  createRoute({
    method: 'get',
    path: `/v1/${resource}/{id}/minutes/{start}/attendees`,
    summary: 'Who was active in the minute in which an instant lies',
    request: {
      params: IdParam.extend({
        start: Time.openapi({ type: 'string', format: 'date-time', param: { name: 'start', in: 'path' } }),
      }),
      query: FiguresQuery.omit({ from: true, to: true }).extend(Page.shape),
    },
    responses: { 200: wholeListAnswer(ActiveAttendeesSchema, 'Attendees'), ...REFUSALS },
  });

const floorMinute = (time: number) => Math.floor(time / MINUTE_MS) * MINUTE_MS;

function numberOf(start: number, zero: number | null): number | null {
  return zero === null ? null : (start - zero) / MINUTE_MS;
}

const UNKNOWN = { attendees: null, live: null, onDemand: null, peak: null };

function minuteObject(
  { start, attendees, byMode, peak }: ActiveMinute,
  { zero, isKnown }: { zero: number | null; isKnown: boolean },
) {
  const figures = { attendees, live: byMode.live, onDemand: byMode.onDemand, peak };
  const known = attendees + peak > 0 || isKnown ? figures : UNKNOWN;
  return { minute: numberOf(start, zero), start: iso(start), ...known };
}

function serveMinuteList(
  app: OpenAPIHono<ApiEnv>,
  parts: ApiParts,
  [resource, kind]: (typeof KINDS)[number],
): void {
  const { live, history, cursors, dataThrough } = parts;
  const route = minutesRoute(resource);
  app.use(route.getRoutingPath(), wholeList(app, columnsOf(MinuteSchema)));
  app.openapi(route, async (c) => {
    const scope = { kind, id: c.req.valid('param').id };
    const found = reachFigures(live, c.get('claims'), scope);
    const { limit, cursor, attendee, ...asked } = filterIn(parts, c.get('claims'), c.req.valid('query'));
    const list = listName('minutes', found, { attendee, ...asked });
    const place = cursor === undefined ? undefined : cursors.read(list, cursor);
    const through = place?.[2] ?? dataThrough();
    const { question, scope: key } = questionOf(found, asked, through);
    const zero = minuteZero(question.sessions);
    const bounds = async () => {
      const extent = await history.extent(question.sessions.map(({ key }) => key));
      const first = asked.from ?? zero ?? extent?.start ?? question.to;
      return [first, Math.min(question.to, asked.to ?? (extent?.end ?? through) + 1)] as const;
    };
    const [start = 0, end = 0] = place ?? (await bounds());
    const from = place === undefined ? start : floorMinute(start);
    const to = Math.min(end, floorMinute(from) + limit * MINUTE_MS);
    // First the runs: slices may be ahead of them, never behind.
    const runs = await runsIn(parts, { scope: key, from, to });
    const minutes =
      from < to ? await activeMinutes(history, { ...within(question, { from, to }), attendee }) : [];
    return answerList(c, {
      ...frameOf(found, asked, through),
      minuteZero: isoOrNull(zero),
      items: minutes.map((minute) => {
        const isKnown = isAlive(runs, { start: minute.start, end: minute.start + MINUTE_MS });
        return minuteObject(minute, { zero, isKnown });
      }),
      nextCursor: to < end ? cursors.write(list, [to, end, through]) : null,
    });
  });
}

function serveMinuteAttendees(
  app: OpenAPIHono<ApiEnv>,
  { live, history, cursors, dataThrough }: ApiParts,
  [resource, kind]: (typeof KINDS)[number],
): void {
  const route = attendeesRoute(resource);
  app.use(route.getRoutingPath(), wholeList(app, columnsOf(ActiveAttendeeSchema)));
  app.openapi(route, async (c) => {
    const { id, start } = c.req.valid('param');
    const found = reachFigures(live, c.get('claims'), { kind, id });
    const { limit, cursor, ...asked } = c.req.valid('query');
    const span = { from: floorMinute(start), to: floorMinute(start) + MINUTE_MS };
    const list = listName('minute', found, { ...span, ...asked });
    const [afterAttendee = 0] = cursors.read(list, cursor);
    const through = dataThrough();
    const { question } = questionOf(found, { ...asked, ...span }, through);
    const active = await activeAttendees(history, question, { afterAttendee, limit: limit + 1 });
    const placeOf = (last: (typeof active)[number]) => [last.attendeeKey];
    const { page, nextCursor } = cursors.page(active, { list, limit, placeOf });
    const rows = await history.attendees(page.map(({ attendeeKey }) => attendeeKey));
    const byKey = new Map(rows.map((row) => [row.attendeeKey, row]));
    const sessions = new Map<number, SessionState>(found.sessions.map((one) => [one.row.key, one]));
    return answerList(c, {
      ...frameOf(found, span, through),
      minute: numberOf(span.from, minuteZero(question.sessions)),
      items: page.map(({ attendee, attendeeKey, modes, ...more }) => ({
        attendee,
        name: byKey.get(attendeeKey)?.name ?? null,
        email: byKey.get(attendeeKey)?.email ?? null,
        modes: [...modes],
        sessions: more.sessions.flatMap(({ key }) => sessions.get(key)?.row.id ?? []),
      })),
      nextCursor,
    });
  });
}

export function serveMinutes(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  for (const kind of KINDS) {
    serveMinuteList(app, parts, kind);
    serveMinuteAttendees(app, parts, kind);
  }
}
