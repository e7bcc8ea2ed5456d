import type { History } from '../../../storage/types.ts';
import { askedSlices } from '../attendee-in-span.ts';
import { attendeesOfSpan } from '../span-attendees.ts';
import { type SpanQuestion, within } from '../span-question.ts';
import { unpackEngaged, unpackPeople } from './packed-people.ts';
import { tellSlices } from './people-of-slices.ts';
import { Person } from './person.ts';
import { slotsOf } from './slots.ts';
import { dividedSessions, type ReadPart, type SpanParts } from './span-parts.ts';

function questionOf(question: SpanQuestion, { sessions, ...span }: ReadPart): SpanQuestion {
  return { ...within(question, span), sessions };
}

/** Tells everybody in the parts of a question's span: within each part, and within each of its events, once. */
export async function tellPeople(
  history: History,
  question: SpanQuestion,
  parts: SpanParts,
  tell: (person: Person) => void,
): Promise<void> {
  const { mode } = question;
  const slots = slotsOf(question.sessions, dividedSessions(parts));
  const person = new Person();
  for (const day of parts.kept)
    for (const { presence } of await history.keptPeople(day))
      unpackPeople(presence, { day: day.day, slots, mode, person }, tell);
  for (const part of parts.read) {
    const ofPart = questionOf(question, part);
    const asked = askedSlices(ofPart);
    for await (const slices of attendeesOfSpan(history, ofPart))
      tellSlices(slices, { asked, slots, person }, tell);
  }
}

/** Tells how often attendees engaged, perhaps one several times. */
export async function tellEngaged(
  history: History,
  question: SpanQuestion,
  { kept, read }: SpanParts,
  tell: (attendeeKey: number, count: number) => void,
): Promise<void> {
  const slots = slotsOf(question.sessions, new Set());
  for (const day of kept)
    for (const { engaged } of await history.keptPeople(day)) unpackEngaged(engaged, slots, tell);
  for (const part of read) {
    const { from, to } = questionOf(question, part);
    const rows = await history.engagedBySession({ sessions: part.sessions.map(({ key }) => key), from, to });
    for (const { attendeeKey, count } of rows) tell(attendeeKey, count);
  }
}

/** How often each action was done, by name. */
export async function actionsIn(
  history: History,
  question: SpanQuestion,
  { kept, read }: SpanParts,
): Promise<Record<string, number>> {
  const asked = new Set(question.sessions.map(({ key }) => key));
  const found = kept.flatMap(({ actions }) => actions.filter(({ session }) => asked.has(session)));
  for (const part of read) {
    const { from, to } = questionOf(question, part);
    const sessions = part.sessions.map(({ key }) => key);
    found.push(...(await history.actionsBySession({ sessions, from, to })));
  }
  const counts = new Map<string, number>();
  for (const one of found)
    for (const [action, count] of Object.entries(one.counts))
      counts.set(action, (counts.get(action) ?? 0) + count);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
