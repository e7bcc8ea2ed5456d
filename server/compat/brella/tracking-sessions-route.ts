import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { streamOf } from '../../api/whole-lists.ts';
import type { SessionState } from '../../live/registry.ts';
import { noteExport } from './export.ts';
import { arrayTexts } from './json-texts.ts';
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

interface Document {
  readonly attendee: number;
  readonly sessions: readonly SessionState[];
  readonly tracks: KeptTracks;
  /** What there is besides, of a page. */
  readonly more: object;
}

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
    const more = page === undefined ? {} : pageObjects(c, page, found.length);
    const texts = textsOf({ attendee: attendee.key, sessions, tracks, more });
    return c.body(streamOf(texts), 200, { 'content-type': 'application/json' });
  });
}

async function* textsOf(document: Document): AsyncGenerator<string> {
  const { sessions, tracks, more } = document;
  yield '{"data":[';
  for (const [index, session] of sessions.entries()) {
    if (index > 0) yield ',';
    yield* sessionTexts(document, session);
  }
  yield '],"included":';
  yield* arrayTexts(included(sessions, tracks), (resource) => resource);
  for (const [name, value] of Object.entries(more)) yield `,${JSON.stringify(name)}:${JSON.stringify(value)}`;
  yield '}';
}

/** A tracking session, with as many references to slices as there are. */
async function* sessionTexts({ attendee, tracks }: Document, session: SessionState): AsyncGenerator<string> {
  const { key } = session.row;
  const { clicks = 0, durationSeconds = 0 } = tracks.sumsOf(key) ?? {};
  const { id, type } = identifier('tracking-session', trackingSessionNumber(attendee, key));
  const attributes = { 'interaction-count': clicks, 'duration-seconds': durationSeconds };
  yield JSON.stringify({ id, type, attributes }).slice(0, -1);
  yield `,"relationships":{"trackable":${JSON.stringify({ data: trackableIdentifier(session) })}`;
  yield ',"tracking-session-slices":{"data":';
  yield* arrayTexts(tracks.of(key), sliceIdentifier);
  yield '}}}';
}

/** The trackables first, as the vendor has them, then all slices. */
async function* included(sessions: readonly SessionState[], tracks: KeptTracks): AsyncGenerator<object> {
  yield* sessions.map(trackableResource);
  for (const { row } of sessions) for await (const track of tracks.of(row.key)) yield sliceResource(track);
}
