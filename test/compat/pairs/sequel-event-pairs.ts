import type { SessionState } from '../../../server/live/registry.ts';
import type { AskedEvent, Json } from './asked-event.ts';
import { BOTH, type Pair, STAGE, summaryOf } from './pair.ts';
import { stagePeaks, type ToldSlice } from './stage-peaks.ts';

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
    const summaries = await Promise.all(sessions.map(({ row }) => summaryOf(asked, row.id)));
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

export const SEQUEL_EVENTS: readonly Pair[] = [
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
