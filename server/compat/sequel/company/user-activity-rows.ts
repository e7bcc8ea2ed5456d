import type { AttendeeRow, RegisteredAttendee, SliceRow } from '../../../../storage/types.ts';
import type { ApiParts } from '../../../api/context.ts';
import { MINUTE_MS } from '../../../durations.ts';
import { askedSlices, attendeeInSpan, slicesAsked } from '../../../figures/attendee-in-span.ts';
import { type ContentLength, contentLength } from '../../../figures/content-length.ts';
import type { SpanQuestion } from '../../../figures/span-question.ts';
import { average } from '../../../figures/span-totals.ts';
import type { EventState } from '../../../live/registry.ts';
import type { Mode } from '../../../protocol/client-messages.ts';
import { iso, isoOrNull } from '../../../protocol/iso-time.ts';

/** Of one person. */
const MOST_QUESTIONS = 100;
const NEVER = { attended: false, watchMs: 0, engagedMinutes: 0 };

/** The formulas of these are not public. */
const UNKNOWN_SCORES = {
  ...{ engagementScore: null, leadScore: null, rawLeadScore: null },
  ...{ leadScoreDetails: null, leadStatus: null },
};

/** All that is known of one person. */
interface Known {
  readonly event: EventState;
  readonly question: SpanQuestion;
  readonly length: ContentLength;
  readonly row: AttendeeRow;
  readonly slices: readonly SliceRow[];
  readonly registered: RegisteredAttendee | undefined;
  readonly actions: Readonly<Record<string, number>>;
  readonly questions: readonly string[];
}

/** The vendor's id of a person in an event. */
function userIdIn(attendee: string, event: EventState): string {
  return `${attendee}|||${event.row.id}`;
}

function share(watchMs: number, length: number | null): number | null {
  return length === null ? null : Math.min(100, average(watchMs * 100, length) ?? 0);
}

/** Minutes are engaged minutes, the mean per visit is of watch time. */
function timesOf({ question, slices, length }: Known) {
  const asked = askedSlices(question);
  const touching = slicesAsked(slices, asked).map(([slice]) => slice);
  const { live = NEVER, onDemand = NEVER } = attendeeInSpan(slices, asked)?.byMode ?? {};
  const perVisit = (mode: Mode, watchMs: number) => {
    const visits = touching.filter((slice) => slice.mode === mode).length;
    return average(watchMs, visits * MINUTE_MS) ?? 0;
  };
  return {
    attended: live.attended,
    viewedReplay: onDemand.attended,
    liveTime: live.engagedMinutes,
    onDemandTime: onDemand.engagedMinutes,
    liveTimeSpentPercentage: share(live.watchMs, length.live),
    onDemandTimeSpentPercentage: share(onDemand.watchMs, length.onDemand),
    averageLiveViewTime: perVisit('live', live.watchMs),
    averageOnDemandViewTime: perVisit('onDemand', onDemand.watchMs),
  };
}

function activityObject(known: Known) {
  const { event, question, row, slices, registered, actions, questions } = known;
  const registeredAt = registered?.registeredAt;
  const times = [
    ...(registeredAt === undefined ? [] : [registeredAt]),
    ...slices.flatMap(({ start, end }) => [start, end ?? question.through]),
  ];
  return {
    uid: row.attendee,
    userId: userIdIn(row.attendee, event),
    companyId: event.organization.row.id,
    eventId: event.row.id,
    name: row.name,
    email: row.email,
    registrationDate: isoOrNull(registeredAt),
    createdOn: times.length === 0 ? null : iso(Math.min(...times)),
    updatedOn: times.length === 0 ? null : iso(Math.max(...times)),
    ...timesOf(known),
    circlesNumber: actions['bubble.join'] ?? 0,
    comments: actions['chat.message'] ?? 0,
    pollsNumber: actions['poll.answer'] ?? 0,
    questionsNumber: actions['question.ask'] ?? 0,
    questions,
    messagesReactionsCount: actions['chat.reaction'] ?? 0,
    ...UNKNOWN_SCORES,
  };
}

type UserActivity = ReturnType<typeof activityObject>;

async function questionsOf(
  { history }: Pick<ApiParts, 'history'>,
  sessions: readonly number[],
  attendee: number,
) {
  const filter = { sessions, attendee, action: 'question.ask', limit: MOST_QUESTIONS };
  const asked = await history.engagementsOfAttendee(filter);
  // Of who was erased, or after a purge, the text is empty.
  return asked.flatMap(({ data }) => (data as { readonly text?: string }).text || []);
}

/** What these people (keys) did in an event, in their order. `question`: of its components, or one of them. */
export async function userActivities(
  parts: Pick<ApiParts, 'history'>,
  { event, question }: Pick<Known, 'event' | 'question'>,
  keys: readonly number[],
): Promise<UserActivity[]> {
  const { history } = parts;
  const sessions = question.sessions.map(({ key }) => key);
  const [people, slices, registered, counts] = await Promise.all([
    history.attendees(keys),
    history.slicesOf({ sessions, attendees: keys }),
    history.registered({ kind: 'event', key: event.row.key }, keys),
    history.engagementsByAttendee({ sessions, attendees: keys }),
  ]);
  const length = contentLength(question.sessions, question.through);
  const activities: UserActivity[] = [];
  for (const key of keys) {
    const row = people.find(({ attendeeKey }) => attendeeKey === key);
    if (row === undefined) continue;
    const done = counts.filter(({ attendeeKey }) => attendeeKey === key);
    const actions = Object.fromEntries(done.map(({ action, count }) => [action, count]));
    activities.push(
      activityObject({
        ...{ event, question, length, row, actions },
        slices: slices.filter(({ attendeeKey }) => attendeeKey === key),
        registered: registered.find(({ attendeeKey }) => attendeeKey === key),
        questions: 'question.ask' in actions ? await questionsOf(parts, sessions, key) : [],
      }),
    );
  }
  return activities;
}
