import { scopeNumber } from '../../../server/compat/numbers.ts';
import type { SessionState } from '../../../server/live/registry.ts';
import type { AskedEvent, Json } from './asked-event.ts';
import { type Answer, ofSessions, type Pair, summaryOf, sumOf } from './pair.ts';

const isUnavailable = ({ row }: SessionState) =>
  ['zoom', 'facebook', 'wistia'].includes(String(row.details.more.videoProvider));

/** Where the vendor cannot know, nobody gets a figure. */
const unlessUnavailable =
  (ours: Answer): Answer =>
  async (asked, id, session) =>
    isUnavailable(session) ? null : ours(asked, id, session);

const peopleOfSession = (asked: AskedEvent, id: string) => asked.all(`/sessions/${id}/attendees`);

async function accelRow(asked: AskedEvent, session: SessionState): Promise<Json> {
  const path = `/session/analytics?eventId=${scopeNumber(asked.event)}&expand=Duration,Watch%20Time`;
  const { data } = await asked.accelevents(path);
  return data.find((row: Json) => row.sessionId === scopeNumber(session));
}

const accel = async (asked: AskedEvent, session: SessionState, what: string): Promise<Json> =>
  asked.accelevents(`/session/${scopeNumber(session)}/${what}`);

const accelRowPair = (figure: string, theirs: (row: Json) => unknown, ours: Answer): Pair =>
  ofSessions(
    `Accelevents ${figure}`,
    async (asked, _id, session) => theirs(await accelRow(asked, session)),
    ours,
  );

const videoPair = (field: string, ours: Answer): Pair =>
  ofSessions(
    `Accelevents video ${field}`,
    async (asked, _id, session) => (await accel(asked, session, 'video/analytics'))[field],
    ours,
  );

/** Of the video, in seconds: as it was told, else for how long it was live; rooms for working and meeting have none. */
function lengthOf({ row: { details, windows } }: SessionState): number | null {
  if (['networking', 'workshop'].includes(details.kind)) return null;
  const parts = windows.map(([from, to]) => (from === null || to === null ? Number.NaN : to - from));
  const length = details.videoDurationSeconds ?? sumOf(parts) / 1000;
  return length > 0 ? length : null;
}

/** In percent of the video, at most 100. */
function percentOf({ watchSeconds }: Json, length: number | null): number | null {
  if (length === null) return null;
  const watchMs = Math.round((watchSeconds.live + watchSeconds.onDemand) * 1000);
  return Math.min(100, Math.round((watchMs * 10_000) / Math.round(length * 1000)) / 100);
}

export const ACCELEVENTS: readonly Pair[] = [
  accelRowPair(
    'attendeeCount',
    ({ attendeeCount }) => attendeeCount,
    async (asked, id) => (await summaryOf(asked, id)).attendees,
  ),
  accelRowPair(
    'registeredUserCount',
    ({ registeredUserCount }) => registeredUserCount,
    async (asked, id) => (await peopleOfSession(asked, id)).filter(({ registered }) => registered).length,
  ),
  accelRowPair(
    'liveViews',
    ({ liveViews }) => liveViews,
    unlessUnavailable(async (asked, id) => (await summaryOf(asked, id)).byMode.live.views),
  ),
  accelRowPair(
    'recordingViews',
    ({ recordingViews }) => recordingViews,
    unlessUnavailable(async (asked, id) => (await summaryOf(asked, id)).byMode.onDemand.views),
  ),
  accelRowPair(
    'watchTime',
    ({ watchTime }) => watchTime && [watchTime.live, watchTime.recorded],
    unlessUnavailable(async (asked, id) => {
      const { live, onDemand } = (await summaryOf(asked, id)).byMode;
      return [live.watchSeconds, onDemand.watchSeconds];
    }),
  ),
  accelRowPair(
    'avgAttendedDuration',
    ({ avgAttendedDuration }) => avgAttendedDuration,
    unlessUnavailable(async (asked, id) => {
      const { totals } = await asked.own(`/sessions/${id}/participants`);
      return totals.averageWatchSeconds;
    }),
  ),
  videoPair('attendeeCount', async (asked, id) => (await summaryOf(asked, id)).attendees),
  videoPair(
    'avgRecordingDuration',
    unlessUnavailable(async (asked, id) => (await summaryOf(asked, id)).byMode.onDemand.averageWatchSeconds),
  ),
  videoPair(
    'totalChatCount',
    async (asked, id) => (await summaryOf(asked, id)).engagement['chat.message'] ?? 0,
  ),
  ofSessions(
    'Accelevents sessionStats',
    async (asked, _id, session) => (await accel(asked, session, 'analytics?expand=Stats')).sessionStats,
    async (asked, id) => {
      const { attendees, interested, registered } = await summaryOf(asked, id);
      return { attendeeCount: attendees, interestedUserCount: interested, registeredUserCount: registered };
    },
  ),
  ofSessions(
    'Accelevents attended and engagement of a person',
    async (asked, _id, session) => {
      const { data } = await accel(asked, session, 'attendee');
      return data.map(({ attended, engagement }: Json) => [attended, engagement]);
    },
    async (asked, id, session) => {
      const length = isUnavailable(session) ? null : lengthOf(session);
      return (await peopleOfSession(asked, id)).map((one) => [one.attended, percentOf(one, length)]);
    },
  ),
];
