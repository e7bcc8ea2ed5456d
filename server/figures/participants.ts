import type { AttendeeRow, History } from '../../storage/types.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { type AttendeeInSpan, askedSlices, attendeeInSpan } from './attendee-in-span.ts';
import { Best } from './best.ts';
import { KeyNumbers } from './days/keys.ts';
import { tellPeople } from './days/people-in-span.ts';
import { PeopleSums } from './days/people-sums.ts';
import { spanParts } from './days/span-parts.ts';
import { EngagementCursor } from './engagement-cursor.ts';
import { byAttendee } from './slice-figures.ts';
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
function comparePlaces(a: ParticipantPlace, b: ParticipantPlace): number {
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

/** Somebody who may be listed. */
interface Named extends Pick<AttendeeRow, 'attendee' | 'attendeeKey' | 'name' | 'email'> {
  readonly minutes: number;
}

/** The most engaged minutes first, equals by name (who has none, by id). */
function compareNamed(a: Named, b: Named): number {
  const [one, other] = [a.name ?? a.attendee, b.name ?? b.attendee];
  return comparePlaces(
    { value: a.minutes, attendee: one === other ? a.attendee : one },
    { value: b.minutes, attendee: one === other ? b.attendee : other },
  );
}

export interface TopParticipants {
  /** Over all participants, not only those listed. */
  readonly totals: SpanTotals;
  readonly items: readonly NamedParticipant[];
}

/** So many people are looked up at a time. */
const PAGE = 1000;

interface Ranked {
  readonly attendeeKey: number;
  readonly minutes: number;
}

/** Those with as many minutes as the last one of the list, or more: equals come by name, so it is not known yet who is listed. */
function candidatesOf(ranked: Ranked[], limit: number): number[] {
  ranked.sort((a, b) => b.minutes - a.minutes);
  const least = ranked[limit - 1]?.minutes ?? 0;
  return ranked.filter(({ minutes }) => minutes >= least).map(({ attendeeKey }) => attendeeKey);
}

async function* namesOf(history: History, attendeeKeys: readonly number[]) {
  for (let first = 0; first < attendeeKeys.length; first += PAGE)
    yield* await history.attendees(attendeeKeys.slice(first, first + PAGE));
}

/** The participants of a span with the most engaged minutes, equals by name. */
export async function topParticipantsByName(
  history: History,
  question: SpanQuestion,
  limit: number,
): Promise<TopParticipants> {
  const parts = await spanParts(history, question);
  const sums = new PeopleSums();
  const minutes = new KeyNumbers();
  await tellPeople(history, question, parts, (person) => {
    minutes.add(person.attendeeKey, sums.add(person));
  });
  const ranked = [...sums.participants()].map((attendeeKey) => ({
    attendeeKey,
    minutes: minutes.get(attendeeKey),
  }));
  const best = new Best(limit, compareNamed);
  for await (const { attendeeKey, attendee, name, email } of namesOf(history, candidatesOf(ranked, limit)))
    best.add({ attendeeKey, attendee, name, email, minutes: minutes.get(attendeeKey) });
  const watchers = await watchersOf(history, question, best.inOrder());
  return { totals: sums.totals(), items: watchers };
}

/** What is known of those who are listed, from their slices. */
async function watchersOf(
  history: History,
  question: SpanQuestion,
  listed: readonly Named[],
): Promise<NamedParticipant[]> {
  const { from, to } = question;
  const sessions = await history.sessionsOfSpan({
    sessions: question.sessions.map(({ key }) => key),
    from,
    to,
  });
  const asked = askedSlices(question);
  const watchers: NamedParticipant[] = [];
  for (let first = 0; first < listed.length; first += PAGE) {
    const page = listed.slice(first, first + PAGE);
    const slices = await history.slicesOf({
      sessions,
      attendees: page.map(({ attendeeKey }) => attendeeKey),
    });
    const byKey = new Map(byAttendee(slices).map((own) => [own[0]?.attendeeKey, own]));
    for (const { attendeeKey, name, email } of page) {
      const figures = attendeeInSpan(byKey.get(attendeeKey) ?? [], asked);
      if (isParticipant(figures)) watchers.push({ ...watcherOf(figures), name, email });
    }
  }
  return watchers;
}
