import type { AttendeeRow, History } from '../../storage/types.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { type AttendeeInSpan, askedSlices, attendeeInSpan } from './attendee-in-span.ts';
import { Best } from './best.ts';
import { EngagementCursor } from './engagement-cursor.ts';
import { attendeesOfSpan } from './span-attendees.ts';
import type { SpanQuestion } from './span-question.ts';
import { SpanSums, type SpanTotals, seconds } from './span-totals.ts';

type PerMode = Readonly<Record<Mode | 'total', number>>;

export interface Participant {
  readonly attendee: string;
  readonly attendeeKey: number;
  readonly country: string;
  readonly engagedMinutes: PerMode;
  readonly watchSeconds: PerMode;
  /** Sessions in which the attendee was counted. */
  readonly sessions: number;
  readonly events: number;
  /** How often the attendee engaged in the span, in whatever mode. */
  readonly engagement: number;
}

export type ParticipantOrder = 'engagedMinutes' | 'watchSeconds' | 'engagement';

/** A place in the list: what it is ordered by, and the attendee's id. */
export interface ParticipantPlace {
  readonly value: number;
  readonly attendee: string;
}

export interface ParticipantsQuestion {
  readonly order: ParticipantOrder;
  /** Those behind this place. */
  readonly after?: ParticipantPlace | undefined;
  readonly limit: number;
}

export interface Participants {
  /** Over all participants, not only those listed. */
  readonly totals: SpanTotals;
  readonly items: readonly Participant[];
}

/** Whether somebody is among the participants: all that they have in the span may be slices that counted nowhere. */
function isParticipant(figures: AttendeeInSpan | undefined): figures is AttendeeInSpan {
  if (figures === undefined) return false;
  const { live, onDemand } = figures.byMode;
  return figures.attended || live.engagedMinutes + onDemand.engagedMinutes > 0;
}

/** Without what they did: who does not show it need not count it. */
type Watcher = Omit<Participant, 'engagement'>;

function watcherOf(figures: AttendeeInSpan): Watcher {
  const { attendee, attendeeKey, country, sessions, byMode } = figures;
  const { live, onDemand } = byMode;
  return {
    attendee,
    attendeeKey,
    country,
    engagedMinutes: {
      live: live.engagedMinutes,
      onDemand: onDemand.engagedMinutes,
      total: live.engagedMinutes + onDemand.engagedMinutes,
    },
    watchSeconds: {
      live: seconds(live.watchMs),
      onDemand: seconds(onDemand.watchMs),
      total: seconds(live.watchMs + onDemand.watchMs),
    },
    sessions: sessions.length,
    events: new Set(sessions.map(({ event }) => event)).size,
  };
}

export function placeOf(participant: Participant, order: ParticipantOrder): ParticipantPlace {
  const figure = participant[order];
  const value = typeof figure === 'number' ? figure : figure.total;
  return { value, attendee: participant.attendee };
}

/** The highest first, equals by id. */
export function comparePlaces(a: ParticipantPlace, b: ParticipantPlace): number {
  if (a.value !== b.value) return b.value - a.value;
  return a.attendee < b.attendee ? -1 : Number(a.attendee > b.attendee);
}

/** The top participants of a span; what is not listed is not kept. */
export async function topParticipants(
  history: History,
  question: SpanQuestion,
  { order, after, limit }: ParticipantsQuestion,
): Promise<Participants> {
  const asked = askedSlices(question);
  const sums = new SpanSums();
  const engaged = new EngagementCursor(history, question);
  const best = new Best<Participant>(limit, (a, b) => comparePlaces(placeOf(a, order), placeOf(b, order)));
  for await (const slices of attendeesOfSpan(history, question)) {
    const figures = attendeeInSpan(slices, asked);
    if (!isParticipant(figures)) continue;
    sums.add(figures);
    const engagement = await engaged.countOf(figures.attendeeKey);
    const participant = { ...watcherOf(figures), engagement };
    if (after === undefined || comparePlaces(after, placeOf(participant, order)) < 0) best.add(participant);
  }
  return { totals: sums.totals(), items: best.inOrder() };
}

export interface NamedParticipant extends Watcher {
  readonly name: string | null;
  readonly email: string | null;
}

/** The most engaged minutes first, equals by name (who has none, by id). */
function compareNamed(a: NamedParticipant, b: NamedParticipant): number {
  const [one, other] = [a.name ?? a.attendee, b.name ?? b.attendee];
  return comparePlaces(
    { value: a.engagedMinutes.total, attendee: one === other ? a.attendee : one },
    { value: b.engagedMinutes.total, attendee: one === other ? b.attendee : other },
  );
}

export interface TopParticipants {
  /** Over all participants, not only those listed. */
  readonly totals: SpanTotals;
  readonly items: readonly NamedParticipant[];
}

/** So many names are looked up at a time. */
const NAMES = 1000;

/** The participants of a span with the most engaged minutes, equals by name. */
export async function topParticipantsByName(
  history: History,
  question: SpanQuestion,
  limit: number,
): Promise<TopParticipants> {
  const asked = askedSlices(question);
  const sums = new SpanSums();
  const best = new Best(limit, compareNamed);
  let unnamed: Watcher[] = [];
  const nameThem = async () => {
    const rows = await history.attendees(unnamed.map(({ attendeeKey }) => attendeeKey));
    const known = new Map<number, AttendeeRow>(rows.map((row) => [row.attendeeKey, row]));
    for (const watcher of unnamed) {
      const { name = null, email = null } = known.get(watcher.attendeeKey) ?? {};
      best.add({ ...watcher, name, email });
    }
    unnamed = [];
  };
  for await (const slices of attendeesOfSpan(history, question)) {
    const figures = attendeeInSpan(slices, asked);
    if (!isParticipant(figures)) continue;
    sums.add(figures);
    const watcher = watcherOf(figures);
    // Nobody's name brings them up to those who have more minutes.
    if (watcher.engagedMinutes.total < (best.bound?.engagedMinutes.total ?? 0)) continue;
    unnamed.push(watcher);
    if (unnamed.length === NAMES) await nameThem();
  }
  await nameThem();
  return { totals: sums.totals(), items: best.inOrder() };
}
