import { numberOfId, scopeNumber } from '../../../server/compat/numbers.ts';
import type { SessionState } from '../../../server/live/registry.ts';
import type { AskedEvent, Json } from './asked-event.ts';
import { stagePeaks, type ToldSlice } from './stage-peaks.ts';

export interface Pair {
  readonly figure: string;
  readonly theirs: (asked: AskedEvent) => Promise<unknown>;
  readonly ours: (asked: AskedEvent) => Promise<unknown>;
}

type Answer = (asked: AskedEvent, id: string, session: SessionState) => Promise<unknown>;

/** A figure of every session of the event. */
const ofSessions = (figure: string, theirs: Answer, ours: Answer): Pair => ({
  figure,
  theirs: (asked) => asked.bySession((id, session) => theirs(asked, id, session)),
  ours: (asked) => asked.bySession((id, session) => ours(asked, id, session)),
});

/** A figure of some people of the event. */
const ofPeople = (
  figure: string,
  theirs: (asked: AskedEvent, id: string) => Promise<unknown>,
  ours: (asked: AskedEvent, id: string) => Promise<unknown>,
): Pair => ({
  figure,
  theirs: (asked) => asked.byPerson((id) => theirs(asked, id)),
  ours: (asked) => asked.byPerson((id) => ours(asked, id)),
});

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

const isUnavailable = ({ row }: SessionState) =>
  ['zoom', 'facebook', 'wistia'].includes(String(row.details.more.videoProvider));

/** Where the vendor cannot know, nobody gets a figure. */
const unlessUnavailable =
  (ours: Answer): Answer =>
  async (asked, id, session) =>
    isUnavailable(session) ? null : ours(asked, id, session);

const summary = (asked: AskedEvent, id: string): Promise<Json> => asked.own(`/sessions/${id}/summary`);
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
  return Math.min(100, Math.round((watchMs * 10) / length) / 100);
}

const ACCELEVENTS: readonly Pair[] = [
  accelRowPair(
    'attendeeCount',
    ({ attendeeCount }) => attendeeCount,
    async (asked, id) => (await summary(asked, id)).attendees,
  ),
  accelRowPair(
    'registeredUserCount',
    ({ registeredUserCount }) => registeredUserCount,
    async (asked, id) => (await peopleOfSession(asked, id)).filter(({ registered }) => registered).length,
  ),
  accelRowPair(
    'liveViews',
    ({ liveViews }) => liveViews,
    unlessUnavailable(async (asked, id) => (await summary(asked, id)).byMode.live.views),
  ),
  accelRowPair(
    'recordingViews',
    ({ recordingViews }) => recordingViews,
    unlessUnavailable(async (asked, id) => (await summary(asked, id)).byMode.onDemand.views),
  ),
  accelRowPair(
    'watchTime',
    ({ watchTime }) => watchTime && [watchTime.live, watchTime.recorded],
    unlessUnavailable(async (asked, id) => {
      const { live, onDemand } = (await summary(asked, id)).byMode;
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
  videoPair('attendeeCount', async (asked, id) => (await summary(asked, id)).attendees),
  videoPair(
    'avgRecordingDuration',
    unlessUnavailable(async (asked, id) => (await summary(asked, id)).byMode.onDemand.averageWatchSeconds),
  ),
  videoPair(
    'totalChatCount',
    async (asked, id) => (await summary(asked, id)).engagement['chat.message'] ?? 0,
  ),
  ofSessions(
    'Accelevents sessionStats',
    async (asked, _id, session) => (await accel(asked, session, 'analytics?expand=Stats')).sessionStats,
    async (asked, id) => {
      const { attendees, interested, registered } = await summary(asked, id);
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

const STAGE = 'mainStage,breakout,workshop,expo';
const BOTH = `${STAGE},networking`;

const participants = (asked: AskedEvent, query: string): Promise<Json> =>
  asked.own(`/events/${asked.id}/participants?limit=10&${query}`);

/** Engaged minutes and users, as a component and a mode are asked for. */
const sequelParticipants = (query: string, own: string): Pair => ({
  figure: `Sequel participants ${query}`,
  theirs: async (asked) => {
    const path = `/analytics/user-engagement/events/${asked.id}/top-participants?${query}`;
    const { numberOfUsers, totalEngagedMinutes, averageEngagedMinutesByUser, topParticipants } =
      await asked.sequel(path);
    const minutes = topParticipants.map(({ engagedMinutes }: Json) => engagedMinutes);
    return [numberOfUsers, totalEngagedMinutes, averageEngagedMinutesByUser, minutes];
  },
  ours: async (asked) => {
    const { totals, items } = await participants(asked, own);
    const minutes = items.map(({ engagedMinutes }: Json) => engagedMinutes.total);
    return [totals.attendees, totals.engagedMinutes, totals.averageEngagedMinutes ?? 0, minutes];
  },
});

const statistics = (figure: string, pick: (statistics: Json) => unknown, ours: Pair['ours']): Pair => ({
  figure: `Sequel statistics ${figure}`,
  theirs: async (asked) => pick(await asked.sequel(`/analytics/events/${asked.id}/statistics`)),
  ours,
});

async function slicesOf(asked: AskedEvent, sessions: readonly SessionState[]): Promise<ToldSlice[]> {
  const lists = sessions.map(async ({ row }) => {
    const items = await asked.all(`/sessions/${row.id}/slices`);
    return items.map((slice: Json) => ({ ...slice, windows: row.windows }));
  });
  return (await Promise.all(lists)).flat();
}

const stageOf = ({ sessions }: AskedEvent) =>
  sessions.filter(({ row }) => STAGE.split(',').includes(row.details.kind));

const peaksOf = async (asked: AskedEvent) =>
  stagePeaks(
    stageOf(asked).flatMap(({ row }) => row.windows),
    await slicesOf(asked, stageOf(asked)),
    asked.through,
  );

/** Engagement of an action in those sessions that are a component. */
const countOf =
  (action: string): Pair['ours'] =>
  async (asked) => {
    const sessions = asked.sessions.filter(({ row }) => row.details.kind !== 'lobby');
    const summaries = await Promise.all(sessions.map(({ row }) => summary(asked, row.id)));
    return summaries.reduce((sum, { engagement }) => sum + (engagement[action] ?? 0), 0);
  };

const minutesOf = ({ id }: AskedEvent) => `/events/${id}/minutes?mode=live&kind=${BOTH}`;

/** Those in which somebody was active, from minute zero on: what was before that, our own list leaves out. */
async function activeMinutes(asked: AskedEvent, minutes: readonly Json[]) {
  const { minuteZero } = await asked.own(minutesOf(asked));
  return minutes.flatMap(({ start, attendees }) =>
    attendees > 0 && start >= (minuteZero ?? '') ? [[start, attendees]] : [],
  );
}

const SEQUEL: readonly Pair[] = [
  sequelParticipants('', `kind=${BOTH}`),
  sequelParticipants('engagementType=live', `kind=${BOTH}&mode=live`),
  sequelParticipants('engagementType=onDemand', `kind=${BOTH}&mode=onDemand`),
  sequelParticipants('eventType=networkingHubEvent', 'kind=networking'),
  sequelParticipants('eventType=virtualStageEvent', `kind=${STAGE}`),
  statistics(
    'of participants',
    ({ numberOfParticipants, numberOfUsers, liveMinutes, onDemandMinutes }) => [
      ...[numberOfParticipants, numberOfUsers, liveMinutes, onDemandMinutes],
    ],
    async (asked) => {
      const { attendees, byMode } = (await participants(asked, `kind=${BOTH}`)).totals;
      return [attendees, attendees, byMode.live.engagedMinutes, byMode.onDemand.engagedMinutes];
    },
  ),
  statistics(
    'numberOfRegistered',
    ({ numberOfRegistered }) => numberOfRegistered,
    async (asked) => (await asked.own(`/events/${asked.id}/summary`)).registered,
  ),
  statistics('chatMessages', ({ chatMessages }) => chatMessages, countOf('chat.message')),
  statistics('questions', ({ questions }) => questions, countOf('question.ask')),
  statistics('pollAnswers', ({ pollAnswers }) => pollAnswers, countOf('poll.answer')),
  statistics(
    'peakConcurrent',
    ({ peakConcurrent }) => peakConcurrent.count,
    async (asked) => Math.max(0, ...(await peaksOf(asked)).map(([, peak]) => peak)),
  ),
  {
    figure: 'Sequel peak of each minute',
    theirs: async (asked) => (await asked.sequel(`/analytics/getVideoWatchOverTime/${asked.id}`)).VideoViews,
    ours: peaksOf,
  },
  {
    figure: 'Sequel minutes of users',
    theirs: async (asked) => {
      const { minutes } = await asked.sequel(`/analytics/user-engagement/events/${asked.id}/minutes`);
      const listed = minutes.map(({ time, count }: Json) => ({ start: time, attendees: count }));
      return activeMinutes(asked, listed);
    },
    ours: async (asked) => activeMinutes(asked, await asked.all(minutesOf(asked))),
  },
  {
    figure: 'Sequel reactions',
    theirs: async (asked) => {
      const { total, uniqueUsers } = await asked.sequel(`/analytics/events/${asked.id}/reactions`);
      return [total, uniqueUsers];
    },
    ours: async (asked) => {
      const { total, users } = await asked.own(`/events/${asked.id}/reactions`);
      return [total, users];
    },
  },
];

const durationOf = ({ start, end }: Json, through: number) =>
  Math.round((Date.parse(end ?? new Date(through).toISOString()) - Date.parse(start)) / 1000);

async function ownSlices(asked: AskedEvent, person: string): Promise<Json[]> {
  const sessions = new Set(asked.sessions.map(({ row }) => row.id));
  const items = await asked.all(`/attendees/${person}/slices`);
  return items.filter(({ session }: Json) => sessions.has(session));
}

async function ownClicks(asked: AskedEvent, person: string): Promise<Json[]> {
  const sessions = new Set(asked.sessions.map(({ row }) => row.id));
  const items = await asked.all(`/attendees/${person}/engagements?action=click`);
  return items.filter(({ session }: Json) => sessions.has(session));
}

const BRELLA: readonly Pair[] = [
  ofPeople(
    'Brella slices',
    async (asked, person) => {
      const answer = await asked.brella(person, 'tracking_session_slices?tracking_type=time_spent');
      return (answer?.data ?? []).map(({ id, attributes }: Json) => [
        ...[id, attributes['start-time'], attributes['end-time'], attributes['duration-seconds']],
      ]);
    },
    async (asked, person) =>
      (await ownSlices(asked, person))
        .map((slice) => [slice.start, Number(slice.id), slice] as const)
        .sort(([a, first], [b, second]) => b.localeCompare(a) || second - first)
        .map(([start, number, slice]) => {
          const id = String(numberOfId('', number));
          return [id, start, slice.end, durationOf(slice, asked.through)];
        }),
  ),
  ofPeople(
    'Brella durations and interactions',
    async (asked, person) => {
      const answer = await asked.brella(person, 'tracking_sessions');
      const attributes = (answer?.data ?? []).map((one: Json) => one.attributes);
      return [
        sumOf(attributes.map((one: Json) => one['duration-seconds'])),
        sumOf(attributes.map((one: Json) => one['interaction-count'])),
      ];
    },
    async (asked, person) => [
      sumOf((await ownSlices(asked, person)).map((slice) => durationOf(slice, asked.through))),
      (await ownClicks(asked, person)).length,
    ],
  ),
];

/** Figures of vendors that mean the same as one of our own, or as what our own slices say. */
export const PAIRS: readonly Pair[] = [...ACCELEVENTS, ...SEQUEL, ...BRELLA];
