import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { answerTexts } from '../../../api/answer-texts.ts';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { listTexts, objectTexts } from '../../../api/json-texts.ts';
import { badParameter } from '../../../api/problem.ts';
import { filterIn, reachAttendee } from '../../../api/reach-attendee.ts';
import { MINUTE_MS } from '../../../durations.ts';
import { type AttendeeMinutes, firstMinute, minutesByAttendee } from '../../../figures/minute-by-minute.ts';
import { type MinuteRange, mergeMinutes } from '../../../figures/minute-ranges.ts';
import { within } from '../../../figures/span-question.ts';
import { Id } from '../../../protocol/ids.ts';
import { iso, isoOrNull } from '../../../protocol/iso-time.ts';
import { AnalyticsQuery, readQuery } from '../parameters.ts';
import { type AskedEvent, askEvent, originOf } from './asked-event.ts';
import { peopleBy, userObject } from './people.ts';
import { stageSpanOf } from './stage-minutes.ts';

const MinuteNumber = z
  .string()
  .regex(/^-?\d{1,8}$/, 'must be a whole number')
  .transform(Number)
  .optional();

const MinutesQuery = AnalyticsQuery.extend({
  engagementType: AnalyticsQuery.shape.engagementType.removeDefault().default('live'),
  from: MinuteNumber,
  to: MinuteNumber,
  userId: Id.optional(),
});

/** Numbers of UTC minutes since the epoch. */
interface Minutes {
  /** Minute 0: that of the first goLive, of an event without any that of the first presence. */
  readonly zero: number;
  /** Where to look. */
  readonly first: number;
  readonly last: number;
  /** Quiet minutes are listed between these, and between any others in which somebody was active. */
  readonly lowest: number;
  readonly highest: number;
}

const numberOf = (time: number) => Math.floor(time / MINUTE_MS);

/** Undefined for an event in which nothing has happened yet. */
async function minutesAsked(
  { history }: ApiParts,
  asked: AskedEvent,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): Promise<Minutes | undefined> {
  if (from !== undefined && to !== undefined && from > to)
    throw badParameter('from', 'must not lie after to');
  const { question } = asked;
  const begin = await originOf(history, asked);
  if (begin === null) return undefined;
  const zero = numberOf(begin);
  const sessions = question.sessions.map(({ key }) => key);
  const live = stageSpanOf(asked);
  const lastLive = live === undefined ? zero - 1 : numberOf(live.end ?? question.through);
  const lowest = zero + (from ?? 0);
  const highest = to === undefined ? lastLive : zero + to;
  const earliest = Math.min(zero, numberOf((await firstMinute(history, sessions)) ?? begin));
  const latest = async () => {
    const extent = await history.extent(sessions);
    return extent === undefined ? lastLive : Math.max(lastLive, numberOf(extent.end ?? question.through));
  };
  return {
    zero,
    first: Math.max(numberOf(question.from), earliest, from === undefined ? earliest : lowest),
    last: Math.min(numberOf(question.to - 1), to === undefined ? await latest() : highest),
    lowest,
    highest,
  };
}

const touches = (ranges: readonly MinuteRange[], minute: number) =>
  ranges.some(([first, last]) => first <= minute && minute <= last);

/** People are looked up for so many minutes at a time. */
const CHUNK = 60;

/** Who was active in each minute, in order, with those of nobody. */
async function* activeMinutes({ history }: ApiParts, { question }: AskedEvent, { first, last }: Minutes) {
  for (let from = first; from <= last; from += CHUNK) {
    const to = Math.min(from + CHUNK - 1, last);
    const people: AttendeeMinutes[] = [];
    const chunk = within(question, { from: from * MINUTE_MS, to: (to + 1) * MINUTE_MS });
    for await (const person of minutesByAttendee(history, chunk)) people.push(person);
    const known = await peopleBy(history, people);
    for (let minute = from; minute <= to; minute++) {
      const users = people.flatMap((person) => {
        const isLive = touches(person.live, minute);
        if (!isLive && !touches(person.onDemand, minute)) return [];
        return { ...userObject(person, known), engagementType: isLive ? 'live' : 'onDemand' };
      });
      yield { minute, users };
    }
  }
}

/** The minutes as they are answered; quiet ones before the first and after the last are left out. */
async function* minuteObjects(parts: ApiParts, asked: AskedEvent, minutes: Minutes) {
  const { zero, lowest, highest } = minutes;
  const object = (minute: number, users: readonly object[]) => {
    return { minute: minute - zero, time: iso(minute * MINUTE_MS), count: users.length, users };
  };
  let next: number | undefined;
  for await (const { minute, users } of activeMinutes(parts, asked, minutes)) {
    if (users.length === 0 && (minute < lowest || minute > highest)) continue;
    for (let quiet = next ?? minute; quiet < minute; quiet++) yield [object(quiet, [])];
    yield [object(minute, users)];
    next = minute + 1;
  }
}

/** S14: who was active in each minute, each person once. */
function serveMinuteByMinute(app: Hono<ApiEnv>, parts: ApiParts): void {
  app.get('/api/analytics/user-engagement/events/:eventId/minutes', async (c) => {
    const query = readQuery(c, MinutesQuery);
    const { attendee } = filterIn(parts, c.get('claims'), { attendee: query.userId });
    const event = askEvent(parts, c, query);
    const asked = { ...event, question: { ...event.question, attendee } };
    const minutes = await minutesAsked(parts, asked, query);
    const objects = minutes === undefined ? [] : minuteObjects(parts, asked, minutes);
    const object = {
      eventId: asked.event.row.id,
      startedAt: isoOrNull(stageSpanOf(asked)?.start),
      minutes: listTexts(objects),
    };
    return answerTexts(c, objectTexts(object));
  });
}

/** The numbers of the minutes in which one person was active. */
async function* minutesOfUser(parts: ApiParts, asked: AskedEvent, { zero, first, last }: Minutes) {
  const span = within(asked.question, { from: first * MINUTE_MS, to: (last + 1) * MINUTE_MS });
  for await (const { live, onDemand } of minutesByAttendee(parts.history, span)) {
    for (const [from, to] of mergeMinutes([...live, ...onDemand]))
      yield Array.from({ length: to - from + 1 }, (_, index) => from + index - zero);
  }
}

function serveMinutesOfUser(app: Hono<ApiEnv>, parts: ApiParts): void {
  app.get('/api/analytics/user-engagement/events/:eventId/users/:userId/minutes', async (c) => {
    const query = readQuery(c, MinutesQuery);
    const event = askEvent(parts, c, query);
    const attendee = await userIn(parts, c);
    const asked = { ...event, question: { ...event.question, attendee } };
    const minutes = await minutesAsked(parts, asked, query);
    return answerTexts(c, listTexts(minutes === undefined ? [] : minutesOfUser(parts, asked, minutes)));
  });
}

/** @throws ApiError 404 for somebody who is not there for the token. */
async function userIn(parts: ApiParts, c: Context<ApiEnv>): Promise<string> {
  const { row } = await reachAttendee(parts, c.get('claims'), c.req.param('userId') ?? '');
  return row.id;
}

export function serveMinutes(app: Hono<ApiEnv>, parts: ApiParts): void {
  serveMinuteByMinute(app, parts);
  serveMinutesOfUser(app, parts);
}
