import type { Context, Hono } from 'hono';
import type { AttendeeRow, History, SliceRow } from '../../../../storage/types.ts';
import { answerTexts } from '../../../api/answer-texts.ts';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { listTexts } from '../../../api/json-texts.ts';
import { ApiError } from '../../../api/problem.ts';
import { isCounted } from '../../../figures/slice-figures.ts';
import { attendeesOfSpan } from '../../../figures/span-attendees.ts';
import type { SpanQuestion } from '../../../figures/span-question.ts';
import type { Claims } from '../../../gateway/claims.ts';
import { sequelQuestion } from '../question.ts';
import { reachCompany, reachSequelEvent } from '../reach.ts';
import { hubObject, hubRooms } from './event-objects.ts';

/** @throws ApiError 404 for an event that is not there for the token, or has no networking sessions. */
export function reachHub(parts: Pick<ApiParts, 'live'>, claims: Claims, id: string) {
  const event = reachSequelEvent(parts, claims, id);
  const rooms = hubRooms(event);
  if (rooms === undefined) throw new ApiError('not_found', 'Networking hub not found');
  return { event, rooms };
}

/** Who takes out a whole list of people is noted. */
export function noteList(c: Context<ApiEnv>, target: string): void {
  const list = c.req.path.split('/').at(-1);
  c.get('noteAct')({ action: 'export', target, details: { format: 'json', list } });
}

/** Read and answered so many at a time. */
const PAGE = 1000;

function participantObject({ attendee: userId, start }: SliceRow, row: AttendeeRow | undefined) {
  const { name: username = null, email = null } = row ?? {};
  return { meta: { userId, username, email, avatar: null }, when: Math.floor(start / 1000) };
}

async function named(history: History, firsts: readonly SliceRow[]) {
  const rows = await history.attendees(firsts.map(({ attendeeKey }) => attendeeKey));
  const byKey = new Map(rows.map((row) => [row.attendeeKey, row]));
  return firsts.map((slice) => participantObject(slice, byKey.get(slice.attendeeKey)));
}

/** Everybody who was ever there, with when that first was. */
async function* participantsOf(history: History, question: SpanQuestion) {
  let firsts: SliceRow[] = [];
  for await (const slices of attendeesOfSpan(history, question)) {
    const first = slices.find(isCounted);
    if (first === undefined) continue;
    firsts.push(first);
    if (firsts.length < PAGE) continue;
    yield await named(history, firsts);
    firsts = [];
  }
  yield await named(history, firsts);
}

/** S18: the networking hub of an event, which goes by the event's id. */
export function serveNetworking(app: Hono<ApiEnv>, parts: ApiParts): void {
  app.get('/api/v1/networking/:hubId', (c) => {
    const { event, rooms } = reachHub(parts, c.get('claims'), c.req.param('hubId'));
    return c.json(hubObject(event, rooms));
  });

  app.get('/api/v1/networking/:hubId/participantsList', (c) => {
    const { event, rooms } = reachHub(parts, c.get('claims'), c.req.param('hubId'));
    noteList(c, `event:${event.row.id}`);
    const through = parts.dataThrough();
    const asked = { engagementType: 'all', eventType: 'networkingHubEvent' } as const;
    const question = sequelQuestion(rooms, asked, { from: 0, to: through + 1, through });
    return answerTexts(c, listTexts(participantsOf(parts.history, question)));
  });

  // Circles are not recorded here.
  app.get('/api/v1/company/:companyId/circleRecordings', (c) => {
    reachCompany(parts, c.get('claims'), c.req.param('companyId'));
    return c.json([]);
  });
  app.get('/api/v1/networking/:hubId/circle/:circleId/recording/:recordingId', (c) => {
    reachHub(parts, c.get('claims'), c.req.param('hubId'));
    throw new ApiError('not_found', 'Recording not found');
  });
}
