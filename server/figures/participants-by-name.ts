import type { AttendeeRow, History } from '../../storage/types.ts';
import { askedSlices, attendeeInSpan } from './attendee-in-span.ts';
import { Best } from './best.ts';
import { KeyNumbers } from './days/keys.ts';
import { tellPeople } from './days/people-in-span.ts';
import { PeopleSums } from './days/people-sums.ts';
import { spanParts } from './days/span-parts.ts';
import { byAttendee } from './slice-figures.ts';
import type { SpanQuestion } from './span-question.ts';
import type { SpanTotals } from './span-totals.ts';
import { comparePlaces, isParticipant, type Watcher, watcherOf } from './watcher.ts';

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
