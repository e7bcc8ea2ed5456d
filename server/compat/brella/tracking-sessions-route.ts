import type { Hono } from 'hono';
import { answerTexts } from '../../api/answer-texts.ts';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { listTexts, longItemsTexts, objectTexts, pagesOf } from '../../api/json-texts.ts';
import type { SessionState } from '../../live/registry.ts';
import { noteExport } from './export.ts';
import { KeptTracks } from './kept-tracks.ts';
import { pageObjects } from './pages.ts';
import { readPage, readQuery, TrackablesQuery } from './parameters.ts';
import { serveOfAttendee } from './place.ts';
import {
  identifier,
  sliceIdentifier,
  sliceResource,
  trackableIdentifier,
  trackableResource,
} from './resources.ts';
import { trackablesOf, trackingSessionNumber } from './trackables.ts';

const LIST = 'tracking_sessions';

/** B2, "Get tracking sessions by attendee id": one for each session in which the attendee was or clicked, in the event's order. */
export function serveTrackingSessions(app: Hono<ApiEnv>, parts: ApiParts): void {
  const { history, dataThrough } = parts;
  serveOfAttendee(app, parts, LIST, async (c, { event, attendee }) => {
    const { trackable_type } = readQuery(c, TrackablesQuery);
    const page = readPage(c);
    const all = trackablesOf(event, trackable_type);
    const keys = all.map(({ row }) => row.key);
    const question = { attendee: attendee.key, sessions: keys, now: dataThrough() };
    const tracks = await KeptTracks.read(history, question);
    const found = all.filter(({ row }) => tracks.sumsOf(row.key) !== undefined);
    if (found.length === 0) return c.body(null, 204);
    if (page === undefined) noteExport(c, { list: LIST, event, attendee });
    const from = page === undefined ? 0 : (page.number - 1) * page.size;
    const sessions = found.slice(from, page && from + page.size);
    const object = {
      data: longItemsTexts(sessions.map((session) => sessionTexts(attendee.key, tracks, session))),
      included: listTexts(pagesOf(included(sessions, tracks), (resource) => resource)),
      ...(page === undefined ? {} : pageObjects(c, page, found.length)),
    };
    return answerTexts(c, objectTexts(object));
  });
}

/** A tracking session, with as many references to slices as there are. */
function sessionTexts(attendee: number, tracks: KeptTracks, session: SessionState) {
  const { key } = session.row;
  const { clicks = 0, durationSeconds = 0 } = tracks.sumsOf(key) ?? {};
  const slices = listTexts(pagesOf(tracks.of(key), sliceIdentifier));
  return objectTexts({
    ...identifier('tracking-session', trackingSessionNumber(attendee, key)),
    attributes: { 'interaction-count': clicks, 'duration-seconds': durationSeconds },
    relationships: objectTexts({
      trackable: { data: trackableIdentifier(session) },
      'tracking-session-slices': objectTexts({ data: slices }),
    }),
  });
}

/** The trackables first, as the vendor has them, then all slices. */
async function* included(sessions: readonly SessionState[], tracks: KeptTracks): AsyncGenerator<object> {
  yield* sessions.map(trackableResource);
  for (const { row } of sessions) for await (const track of tracks.of(row.key)) yield sliceResource(track);
}
