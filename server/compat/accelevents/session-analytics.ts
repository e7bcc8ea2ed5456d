import type { Context, Hono } from 'hono';
import { answerTexts } from '../../api/answer-texts.ts';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { listTexts, objectTexts } from '../../api/json-texts.ts';
import { figuresOfSessions, type SessionFigures } from '../../figures/session-figures.ts';
import type { SessionState } from '../../live/registry.ts';
import { noteExport } from './exports.ts';
import { attendeePages, countAttendees, foundPages, holderPages, ticketPages } from './people.ts';
import { sessionOf } from './places.ts';
import { expansionsOf, rowsOf, searchOf } from './queries.ts';
import { expandedDetails, sessionDetails } from './session-details.ts';
import { videoAnalytics } from './session-objects.ts';

/** What is more than this of a list counts as taken out as a whole, as in our own API. */
const LARGEST_PAGE = 1000;

async function figuresOf({ history, dataThrough }: ApiParts, session: SessionState): Promise<SessionFigures> {
  const [known] = await figuresOfSessions({ history, dataThrough: dataThrough() }, [session]);
  if (known === undefined) throw new Error(`no figures of session ${session.row.key}`);
  return known[1];
}

async function answerDetails(c: Context<ApiEnv>, parts: ApiParts): Promise<Response> {
  const session = sessionOf(c, parts.live);
  const expansions = expansionsOf(c);
  const figures = await figuresOf(parts, session);
  const withHolders = expansions.has('holders');
  if (withHolders) noteExport(c, 'json');
  const object = {
    ...sessionDetails(session, parts.pipeline.now()),
    ...expandedDetails(session, figures, expansions),
    currentUserRegisteredEventTicketId: listTexts(ticketPages(parts, session)),
    registerdHolderUsers: withHolders ? listTexts(holderPages(parts, session)) : undefined,
  };
  return answerTexts(c, objectTexts(object));
}

async function answerAttendees(c: Context<ApiEnv>, parts: ApiParts): Promise<Response> {
  const session = sessionOf(c, parts.live);
  const rows = rowsOf(c);
  const search = searchOf(c);
  const recordsTotal = await countAttendees(parts, session);
  if ((rows.size ?? Number.POSITIVE_INFINITY) > LARGEST_PAGE) noteExport(c, 'json');
  let recordsFiltered = recordsTotal;
  const onFound = (count: number) => {
    recordsFiltered = count;
  };
  const data =
    search === undefined
      ? attendeePages(parts, session, rows)
      : foundPages(parts, session, { ...rows, search, onFound });
  const counts = { recordsTotal, data: listTexts(data), recordsFiltered: () => recordsFiltered };
  return answerTexts(c, objectTexts({ ...counts, error: null }));
}

async function answerVideo(c: Context<ApiEnv>, parts: ApiParts): Promise<Response> {
  const session = sessionOf(c, parts.live);
  const counts = await parts.history.engagementCounts(session.row.key);
  const chats = counts.find(({ action }) => action === 'chat.message')?.count ?? 0;
  return c.json(videoAnalytics(session, await figuresOf(parts, session), chats));
}

/** Analytics of one session, its people, and its video. */
export function serveSessionAnalytics(app: Hono<ApiEnv>, parts: ApiParts, base: string): void {
  app.get(`${base}/session/:sessionId/analytics`, (c) => answerDetails(c, parts));
  app.get(`${base}/session/:sessionId/attendee`, (c) => answerAttendees(c, parts));
  app.get(`${base}/session/:sessionId/video/analytics`, (c) => answerVideo(c, parts));
}
