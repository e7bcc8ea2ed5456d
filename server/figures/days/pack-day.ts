import type { DayWritten, History, PackedPeople, SessionEngaged } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { dayOf } from '../../live/watch.ts';
import { askedSlices } from '../attendee-in-span.ts';
import { attendeesOfSpan } from '../span-attendees.ts';
import type { AskedSession, Span } from '../span-question.ts';
import { PeoplePacker, packEngaged } from './packed-people.ts';
import { tellSlices } from './people-of-slices.ts';
import { Person } from './person.ts';
import { slotsOf } from './slots.ts';

/** So many people are packed together: reading them takes some milliseconds. */
const PEOPLE_A_PART = 8192;

type PackHistory = Pick<
  History,
  | 'sessionsOfSpan'
  | 'engagedSessions'
  | 'nextAttendee'
  | 'slicesOfSpan'
  | 'slices'
  | 'engagedBySession'
  | 'actionsBySession'
  | 'engagementTimes'
>;

export type PackedDay = Pick<DayWritten, 'from' | 'to' | 'sessions' | 'actions' | 'people'>;

/** The first and last instant that something is about, both included. */
class Extent {
  #from: number;
  #to: number;
  readonly #day: Span;

  constructor(day: Span) {
    this.#day = day;
    this.#from = day.to;
    this.#to = day.from;
  }

  add(from: number, to: number): void {
    this.#from = Math.min(this.#from, Math.max(from, this.#day.from));
    this.#to = Math.max(this.#to, Math.min(to, this.#day.to - 1));
  }

  /** All of the day where it is nothing. */
  get span(): Span {
    return this.#from <= this.#to
      ? { from: this.#from, to: this.#to }
      : { from: this.#day.from, to: this.#day.to - 1 };
  }
}

/**
 * What is to be kept of a UTC day of an event, which is over: somebody who is still there goes on until after it. Undefined while
 * that cannot be said: of a slice that is watched later only its end says how what was played is spread over it.
 * @param sessions All those of the event.
 */
export async function packDay(
  history: PackHistory,
  sessions: readonly AskedSession[],
  day: Span,
): Promise<PackedDay | undefined> {
  const filter = { sessions: sessions.map(({ key }) => key), ...day };
  const attended = await history.sessionsOfSpan(filter);
  const engaged = await history.engagedSessions(filter);
  const used = [...new Set([...attended, ...engaged])].sort((a, b) => a - b);
  const extent = new Extent(day);
  const packing = { sessions: sessions.filter(({ key }) => used.includes(key)), used, day, extent };
  const presence = await packPresence(history, packing);
  if (presence === undefined) return undefined;
  const rows = await history.engagedBySession(filter);
  const times = await history.engagementTimes(filter);
  if (times !== null) extent.add(...times);
  return {
    ...extent.span,
    sessions: used,
    actions: await history.actionsBySession(filter),
    people: together(presence, partsOf(rows, used)),
  };
}

interface Packing {
  readonly sessions: readonly AskedSession[];
  readonly used: readonly ScopeKey[];
  readonly day: Span;
  readonly extent: Extent;
}

async function packPresence(
  history: PackHistory,
  { sessions, used, day, extent }: Packing,
): Promise<Uint8Array[] | undefined> {
  const parts: Uint8Array[] = [];
  const packer = new PeoplePacker(dayOf(day.from), used);
  const question = { sessions, ...day, through: day.to };
  const asked = askedSlices({ ...question, mode: undefined });
  const telling = { asked, slots: slotsOf(sessions, new Set()), person: new Person() };
  for await (const slices of attendeesOfSpan(history, question)) {
    for (const { mode, start, end, countedUntil } of slices) {
      if (end === null && mode === 'onDemand') return undefined;
      extent.add(start, Math.max(end ?? day.to, countedUntil ?? day.to));
    }
    tellSlices(slices, telling, (person) => packer.add(person));
    if (packer.count >= PEOPLE_A_PART) parts.push(packer.take());
  }
  if (packer.count > 0) parts.push(packer.take());
  return parts;
}

function partsOf(rows: readonly SessionEngaged[], used: readonly ScopeKey[]): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let first = 0; first < rows.length; first += PEOPLE_A_PART)
    parts.push(packEngaged(used, rows.slice(first, first + PEOPLE_A_PART)));
  return parts;
}

const NOTHING = new Uint8Array();

/** Which of them stand in one row does not matter. */
function together(presence: readonly Uint8Array[], engaged: readonly Uint8Array[]): PackedPeople[] {
  return Array.from({ length: Math.max(presence.length, engaged.length) }, (_, part) => {
    return { presence: presence[part] ?? NOTHING, engaged: engaged[part] ?? NOTHING };
  });
}
