import { expect, onTestFinished, test } from 'vitest';
import { KeptTracks } from '../../../server/compat/brella/kept-tracks.ts';
import { readTracks, type Track } from '../../../server/compat/brella/tracks.ts';
import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import type { History } from '../../../storage/types.ts';
import {
  batchAt,
  catalogue,
  ended,
  engagement,
  ROOM,
  STREAM,
  started,
  T0,
} from '../../storage/history/batches.ts';
import { temporaryFile } from '../../storage/sqlite/temporary-file.ts';

/** More than are kept, in groups of the same start; every seventh in the other session, the first still open. */
const SLICES = Array.from({ length: 5200 }, (_, index) => ({
  slice: index + 1,
  session: index % 7 === 0 ? STREAM : ROOM,
  attendee: 'ann',
  start: T0 + Math.floor(index / 3) * 1000,
}));
const CLICKS = Array.from({ length: 600 }, (_, index) =>
  engagement({
    id: `e${index}`,
    at: T0 + index * 1000,
    action: 'click',
    data: { trackableType: index % 2 === 0 ? 'Sponsor' : 'StreamLink', trackable: 'x' },
  }),
);
const OPEN = { ...SLICES[0], slice: 1 };
const NOW = T0 + 90_000_000;
const LATER = NOW + 1000;

const question = { attendee: 1, sessions: [ROOM, STREAM], now: NOW };

async function filled(): Promise<History> {
  const history = createSqliteHistory({ file: await temporaryFile() });
  onTestFinished(() => history.close());
  await history.open();
  const slicesStarted = SLICES.map(started);
  const slicesEnded = SLICES.filter(({ slice }) => slice !== OPEN.slice).map((slice) =>
    ended({ ...slice, end: slice.start + 1500 + slice.slice }),
  );
  await history.commit(batchAt(NOW, { ...catalogue(), slicesStarted, slicesEnded, engagements: CLICKS }));
  return history;
}

async function all(tracks: AsyncIterable<Track>): Promise<Track[]> {
  const list: Track[] = [];
  for await (const track of tracks) list.push(track);
  return list;
}

test('all pages of presences and clicks come in order of time and number, either way round', async () => {
  const history = await filled();
  const oldest = await all(readTracks(history, { ...question, kinds: 'both' }));
  expect(oldest).toHaveLength(SLICES.length + CLICKS.length);
  expect(oldest).toEqual([...oldest].sort((a, b) => a.at - b.at || a.number - b.number));
  const newest = await all(readTracks(history, { ...question, kinds: 'both', newestFirst: true }));
  expect(newest).toEqual([...oldest].reverse());
  const until = T0 + 300_000;
  expect(await all(readTracks(history, { ...question, kinds: 'both', newestFirst: true, until }))).toEqual(
    newest.filter(({ at }) => at <= until),
  );
  const presences = await all(readTracks(history, { ...question, kinds: 'presences' }));
  expect(presences).toEqual(oldest.filter(({ type }) => type === 'time_spent'));
  const clicks = await all(readTracks(history, { ...question, kinds: 'clicks' }));
  expect(clicks).toEqual(oldest.filter(({ type }) => type !== 'time_spent'));
});

test('what is too much to be kept is read again as it was at first', async () => {
  const history = await filled();
  const before = await all(readTracks(history, { ...question, kinds: 'both' }));
  const kept = await KeptTracks.read(history, question);
  const next = { slice: SLICES.length + 1, session: ROOM, attendee: 'ann', start: T0 - 5 };
  await history.commit(
    batchAt(LATER, {
      slicesStarted: [started(next)],
      slicesEnded: [ended({ ...OPEN, attendee: 'ann', end: LATER }), ended({ ...next, end: T0 })],
      engagements: [engagement({ id: 'new', at: LATER, action: 'click', data: {} })],
    }),
  );
  for (const session of [ROOM, STREAM]) {
    const tracks = await all(kept.of(session));
    expect(tracks).toEqual(before.filter((track) => track.session === session));
    expect(kept.sumsOf(session)).toEqual({
      clicks: tracks.filter(({ type }) => type !== 'time_spent').length,
      durationSeconds: tracks.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0),
    });
  }
  expect(kept.sumsOf(99)).toBeUndefined();
});
