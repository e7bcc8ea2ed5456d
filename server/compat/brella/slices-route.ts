import type { Context, Hono } from 'hono';
import { answerTexts } from '../../api/answer-texts.ts';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { listTexts, objectTexts, pagesOf } from '../../api/json-texts.ts';
import { type AskedTracks, askedTracks } from './asked-tracks.ts';
import { noteExport } from './export.ts';
import { pageObjects } from './pages.ts';
import { type Page, readPage, readQuery, SlicesQuery } from './parameters.ts';
import { serveOfAttendee } from './place.ts';
import { identifier, sliceResource } from './resources.ts';
import { trackablesOf, trackingSessionNumber } from './trackables.ts';
import type { Track } from './tracks.ts';

const LIST = 'tracking_session_slices';

const resourceOf =
  (attendee: number) =>
  (track: Track): object => {
    const number = trackingSessionNumber(attendee, track.session);
    const data = identifier('tracking-session', number);
    return { ...sliceResource(track), relationships: { 'tracking-session': { data } } };
  };

/** B1, "Get tracking session slices by attendee id": presences and clicks, the newest first. */
export function serveSlices(app: Hono<ApiEnv>, parts: ApiParts): void {
  const { history, dataThrough } = parts;
  serveOfAttendee(app, parts, LIST, async (c, { event, attendee }) => {
    const query = readQuery(c, SlicesQuery);
    const page = readPage(c);
    const sessions = trackablesOf(event, query.trackable_type).map(({ row }) => row.key);
    const tracks = askedTracks(history, { attendee: attendee.key, sessions, query, now: dataThrough() });
    const resource = resourceOf(attendee.key);
    if (page !== undefined) return answerPage(c, tracks, { page, resource });
    const first = await tracks.next();
    if (first.done) return c.body(null, 204);
    noteExport(c, { list: LIST, event, attendee });
    const data = listTexts(pagesOf(startingWith(first.value, tracks), resource));
    return answerTexts(c, objectTexts({ data }));
  });
}

async function* startingWith(first: Track, rest: AskedTracks): AsyncGenerator<Track> {
  yield first;
  yield* rest;
}

/** Counts everything, and keeps the page alone. */
async function answerPage(
  c: Context,
  tracks: AskedTracks,
  { page, resource }: { page: Page; resource: (track: Track) => object },
): Promise<Response> {
  const from = (page.number - 1) * page.size;
  const data: object[] = [];
  let total = 0;
  for await (const track of tracks) {
    if (total >= from && data.length < page.size) data.push(resource(track));
    total++;
  }
  return total === 0 ? c.body(null, 204) : c.json({ data, ...pageObjects(c, page, total) });
}
