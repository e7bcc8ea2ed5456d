import { DAY_MS } from '../../durations.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { Mode } from '../../protocol/client-messages.ts';
import type { Person } from './person.ts';
import type { Slot, Slots } from './slots.ts';
import { VarintReader, VarintWriter } from './varints.ts';

const MINUTES_A_DAY = 1440;
/** What a visit's first number says; above these the session's place. */
const COUNTED = 1;
const LIVE = 2;
const OTHER_COUNTRY = 4;
const PLACE = 8;

/**
 * People of an event's day as bytes: after the sessions, each attendee (by how far the key lies behind the one before) with
 * their visits; of a visit its session's place and what is true of it, its country where that is not the one before's, how long
 * before the day's end it began, the watch time and the ranges of minutes (how far each lies behind the one before, and how long
 * it goes on).
 */
export class PeoplePacker {
  readonly #day: number;
  readonly #places: ReadonlyMap<ScopeKey, number>;
  readonly #writer = new VarintWriter();
  #last = 0;
  #country = 0;
  #count = 0;

  constructor(day: number, sessions: readonly ScopeKey[]) {
    this.#day = day;
    this.#places = new Map(sessions.map((session, place) => [session, place]));
    this.#begin();
  }

  /** How many people there are since the last `take`. */
  get count(): number {
    return this.#count;
  }

  /** In order of key. */
  add(person: Person): void {
    this.#writer.write(person.attendeeKey - this.#last);
    this.#writer.write(person.count);
    for (let visit = 0; visit < person.count; visit++) this.#visit(person, visit);
    this.#last = person.attendeeKey;
    this.#count++;
  }

  take(): Uint8Array {
    const taken = this.#writer.take();
    this.#begin();
    return taken;
  }

  #begin(): void {
    this.#last = 0;
    this.#country = 0;
    this.#count = 0;
    this.#writer.write(this.#places.size);
    for (const session of this.#places.keys()) this.#writer.write(session);
  }

  #visit(person: Person, index: number): void {
    const visit = person.visits[index];
    const place = visit && this.#places.get(visit.slot.session.key);
    if (visit === undefined || place === undefined)
      throw new Error('a visit of none of the sessions of the day');
    const { country, start, isLive, isCounted, watchMs } = visit;
    const isOther = country !== this.#country;
    const flags = (isCounted ? COUNTED : 0) + (isLive ? LIVE : 0) + (isOther ? OTHER_COUNTRY : 0);
    this.#writer.write(place * PLACE + flags);
    if (isOther) this.#writer.write(country);
    this.#country = country;
    this.#writer.write((this.#day + 1) * DAY_MS - start);
    this.#writer.write(watchMs);
    const minutes = person.rangesOf(index);
    this.#writer.write(minutes.length / 2);
    let behind = this.#day * MINUTES_A_DAY;
    for (let at = 0; at < minutes.length; at += 2) {
      const [first = 0, last = 0] = [minutes[at], minutes[at + 1]];
      this.#writer.write(first - behind);
      this.#writer.write(last - first);
      behind = last;
    }
  }
}

interface Unpacked {
  readonly day: number;
  /** Those that are asked about. */
  readonly slots: Slots;
  /** Undefined: both. */
  readonly mode: Mode | undefined;
  /** Tells of everybody. */
  readonly person: Person;
}

function slotsIn(reader: VarintReader, slots: Slots): (Slot | undefined)[] {
  return Array.from({ length: reader.read() }, () => slots.get(reader.read()));
}

/** Tells each of the people that packed bytes hold, as far as they are asked about. */
export function unpackPeople(
  bytes: Uint8Array,
  { day, slots: asked, mode, person }: Unpacked,
  tell: (person: Person) => void,
): void {
  const reader = new VarintReader(bytes);
  const slots = slotsIn(reader, asked);
  const firstMinute = day * MINUTES_A_DAY;
  const dayEnd = (day + 1) * DAY_MS;
  let country = 0;
  for (let attendeeKey = 0; !reader.isAtEnd; ) {
    attendeeKey += reader.read();
    person.begin(attendeeKey);
    for (let rest = reader.read(); rest > 0; rest--) {
      const what = reader.read();
      if ((what & OTHER_COUNTRY) !== 0) country = reader.read();
      const start = dayEnd - reader.read();
      const watchMs = reader.read();
      const slot = slots[Math.floor(what / PLACE)];
      const isLive = (what & LIVE) !== 0;
      const isAsked = slot !== undefined && (mode === undefined || (mode === 'live') === isLive);
      const isCounted = (what & COUNTED) !== 0;
      if (isAsked) person.visit({ slot, isLive, isCounted, watchMs, start, country });
      let behind = firstMinute;
      for (let ranges = reader.read(); ranges > 0; ranges--) {
        const first = behind + reader.read();
        behind = first + reader.read();
        if (isAsked) person.range(first, behind);
      }
    }
    if (person.count > 0) tell(person);
  }
}

/** How often people engaged: after the sessions, each attendee, session's place and count, in order of key. */
export function packEngaged(
  sessions: readonly ScopeKey[],
  rows: readonly { readonly attendeeKey: number; readonly session: ScopeKey; readonly count: number }[],
): Uint8Array {
  const writer = new VarintWriter();
  const places = new Map(sessions.map((session, place) => [session, place]));
  writer.write(sessions.length);
  for (const session of sessions) writer.write(session);
  let last = 0;
  for (const { attendeeKey, session, count } of rows) {
    writer.write(attendeeKey - last);
    writer.write(places.get(session) ?? 0);
    writer.write(count);
    last = attendeeKey;
  }
  return writer.take();
}

/** Tells each row again; an attendee may come several times. */
export function unpackEngaged(
  bytes: Uint8Array,
  asked: Slots,
  tell: (attendeeKey: number, count: number) => void,
): void {
  const reader = new VarintReader(bytes);
  const slots = slotsIn(reader, asked);
  for (let attendeeKey = 0; !reader.isAtEnd; ) {
    attendeeKey += reader.read();
    const slot = slots[reader.read()];
    const count = reader.read();
    if (slot !== undefined) tell(attendeeKey, count);
  }
}
