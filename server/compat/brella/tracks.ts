import type { HistoryOfAttendee } from '../../../storage/ports/history/of-attendee.ts';
import type { SliceRow, StoredEngagement } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { sliceNumber } from '../numbers.ts';

export const TRACKING_TYPES = ['time_spent', 'sponsor', 'streamlink'] as const;

export type TrackingType = (typeof TRACKING_TYPES)[number];

/** What the vendor calls a slice: a presence, or a click. */
export interface Track {
  readonly number: number;
  /** Of its row, among those of its kind. */
  readonly key: number;
  readonly session: ScopeKey;
  readonly type: TrackingType;
  /** When it began, or was clicked, ms. */
  readonly at: number;
  /** Null while the presence goes on, and of a click. */
  readonly end: number | null;
  /** Whole, so far while the presence goes on; 0 of a click. */
  readonly durationSeconds: number;
}

/** Of one attendee (a key) in some sessions. */
export interface TracksQuestion {
  readonly attendee: number;
  readonly sessions: readonly ScopeKey[];
  readonly kinds: 'presences' | 'clicks' | 'both';
  readonly newestFirst?: boolean;
  /** With `newestFirst`: nothing that is later, ms. */
  readonly until?: number | undefined;
  /** Log time that open slices last until, ms. */
  readonly now: number;
}

type History = Pick<HistoryOfAttendee, 'slicesOfAttendee' | 'engagementsOfAttendee'>;

export const isClick = ({ type }: Track): boolean => type !== 'time_spent';

/** Slices have the numbers below, so that both are apart. */
const FIRST_CLICK = 2e12;
const PAGE = 500;

function presenceOf(row: SliceRow, now: number): Track {
  const { session, start, end } = row;
  const durationSeconds = Math.round(Math.max(0, (end ?? now) - start) / 1000);
  return {
    number: sliceNumber(row),
    key: row.slice,
    session,
    type: 'time_spent',
    at: start,
    end,
    durationSeconds,
  };
}

function isOfSponsor(data: unknown): boolean {
  return (
    typeof data === 'object' && data !== null && 'trackableType' in data && data.trackableType === 'Sponsor'
  );
}

function clickOf({ key, session, data, at }: StoredEngagement): Track {
  const type = isOfSponsor(data) ? 'sponsor' : 'streamlink';
  return { number: FIRST_CLICK + key, key, session, type, at, end: null, durationSeconds: 0 };
}

async function* presences(history: History, { now, until, ...asked }: TracksQuestion): AsyncGenerator<Track> {
  const { attendee, sessions, newestFirst } = asked;
  let after = until === undefined ? undefined : { start: until + 1, slice: 0 };
  for (;;) {
    const rows = await history.slicesOfAttendee({ attendee, sessions, newestFirst, after, limit: PAGE });
    for (const row of rows) yield presenceOf(row, now);
    if (rows.length < PAGE) return;
    after = rows.at(-1);
  }
}

async function* clicks(history: History, { until, ...asked }: TracksQuestion): AsyncGenerator<Track> {
  const { attendee, sessions, newestFirst } = asked;
  const filter = { attendee, sessions, newestFirst, action: 'click', limit: PAGE };
  let after = until === undefined ? undefined : { at: until + 1, key: 0 };
  for (;;) {
    const rows = await history.engagementsOfAttendee({ ...filter, after });
    for (const row of rows) yield clickOf(row);
    if (rows.length < PAGE) return;
    after = rows.at(-1);
  }
}

type Compare = (a: Track, b: Track) => number;

/** Two that are in order each, in order; those of one instant in order of their numbers. */
async function* merged(
  first: AsyncGenerator<Track>,
  second: AsyncGenerator<Track>,
  compare: Compare,
): AsyncGenerator<Track> {
  let [a, b] = [await first.next(), await second.next()];
  let instant: Track[] = [];
  while (!a.done || !b.done) {
    const takesFirst = !a.done && (b.done || compare(a.value, b.value) <= 0);
    const next = takesFirst ? a : b;
    if (next.done) return;
    if (instant[0] !== undefined && instant[0].at !== next.value.at) {
      yield* instant.sort(compare);
      instant = [];
    }
    instant.push(next.value);
    if (takesFirst) a = await first.next();
    else b = await second.next();
  }
  yield* instant.sort(compare);
}

async function* none(): AsyncGenerator<Track> {}

/** What an attendee did, in order of time and number; it is read as it is taken. */
export function readTracks(history: History, question: TracksQuestion): AsyncGenerator<Track> {
  const { kinds, newestFirst = false } = question;
  const sign = newestFirst ? -1 : 1;
  return merged(
    kinds === 'clicks' ? none() : presences(history, question),
    kinds === 'presences' ? none() : clicks(history, question),
    (a, b) => sign * (a.at - b.at || a.number - b.number),
  );
}
