import type { HistoryOfAttendee } from '../../../storage/ports/history/of-attendee.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { SlicesQuery } from './parameters.ts';
import { isClick, readTracks, type Track, type TracksQuestion } from './tracks.ts';

export type AskedTracks = AsyncGenerator<Track>;

interface Asked {
  readonly attendee: number;
  readonly sessions: readonly ScopeKey[];
  readonly query: SlicesQuery;
  /** Log time that open slices last until, ms. */
  readonly now: number;
}

const isWithin = (time: number, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY) =>
  time >= from && time <= to;

/** Both bounds are inclusive. An open presence has no end that could fit. */
function endFits({ end }: Track, { end_time, end_from, end_to }: SlicesQuery): boolean {
  if (end_time === undefined && end_from === undefined && end_to === undefined) return true;
  return end !== null && isWithin(end, end_from, end_to) && end === (end_time ?? end);
}

function fits(track: Track, query: SlicesQuery): boolean {
  const { tracking_type, duration, click_time, start_time, start_from, start_to } = query;
  if (tracking_type !== undefined && track.type !== tracking_type) return false;
  if (duration !== undefined && track.durationSeconds !== duration) return false;
  if (isClick(track)) return track.at === (click_time ?? track.at);
  const starts = isWithin(track.at, start_from, start_to) && track.at === (start_time ?? track.at);
  return starts && endFits(track, query);
}

/** Clicks have no start and no end, presences no click time: what asks for one leaves out the others. */
function kindsOf(query: SlicesQuery): TracksQuestion['kinds'] | 'neither' {
  const { tracking_type, click_time, start_time, start_from, start_to, end_time, end_from, end_to } = query;
  const spans = [start_time, start_from, start_to, end_time, end_from, end_to];
  const noClicks = tracking_type === 'time_spent' || spans.some((time) => time !== undefined);
  const noPresences = click_time !== undefined || (tracking_type ?? 'time_spent') !== 'time_spent';
  if (noClicks) return noPresences ? 'neither' : 'presences';
  return noPresences ? 'clicks' : 'both';
}

/** The latest of lower bounds, or the earliest of upper ones; undefined without any. */
function bound(choose: (...times: number[]) => number, ...times: (number | undefined)[]): number | undefined {
  const given = times.filter((time) => time !== undefined);
  return given.length === 0 ? undefined : choose(...given);
}

/** What fits the filters, the newest first. What is too new is not read, nor anything after the first that is too old. */
export async function* askedTracks(
  history: Pick<HistoryOfAttendee, 'slicesOfAttendee' | 'engagementsOfAttendee'>,
  { attendee, sessions, query, now }: Asked,
): AskedTracks {
  const { click_time, start_time, start_from, start_to } = query;
  const kinds = kindsOf(query);
  if (kinds === 'neither') return;
  const since = bound(Math.max, start_time, start_from, click_time);
  const until = bound(Math.min, start_time, start_to, click_time);
  const question = { attendee, sessions, kinds, newestFirst: true, until, now };
  for await (const track of readTracks(history, question)) {
    if (since !== undefined && track.at < since) return;
    if (fits(track, query)) yield track;
  }
}
