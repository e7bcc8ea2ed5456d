import type { Mode } from '../../../protocol/client-messages.ts';
import type { EngagementAnswer, SliceAnswer } from '../../rest/replay-answers.ts';
import { Flow } from './flow.ts';
import { countWithin } from './instants.ts';

export interface WindowData {
  /** ms, whole minutes. */
  readonly from: number;
  readonly to: number;
  /** Of all sessions of the scope, those that touch the window. */
  readonly slices: readonly SliceAnswer[];
  readonly engagements: readonly EngagementAnswer[];
  /** Seconds (ms) of which nothing is known. */
  readonly unknown: ReadonlySet<number>;
}

interface Slice {
  readonly attendeeKey: number;
  readonly start: number;
  readonly countedUntil: number | null;
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Reads slices with numbers for attendees, in order of their start. */
function readSlices(slices: readonly SliceAnswer[]) {
  const keys = new Map<string, number>();
  const keyOf = (attendee: string) => {
    const key = keys.get(attendee) ?? keys.size;
    keys.set(attendee, key);
    return key;
  };
  return slices
    .map((said) => {
      const until = said.countedUntil === null ? null : Date.parse(said.countedUntil);
      const slice: Slice = {
        attendeeKey: keyOf(said.attendee),
        start: Date.parse(said.start),
        countedUntil: until,
      };
      return { said, slice };
    })
    .sort((a, b) => a.slice.start - b.slice.start);
}

const NOBODY = new Flow([], 0);
const SECOND_MS = 1000;

/** What happened in an hour or so, kept as prefix figures: the answers it was made of need not be kept. */
export class ReplayWindow {
  readonly from: number;
  readonly to: number;
  readonly total: Flow;
  readonly #byMode: ReadonlyMap<string, Flow>;
  readonly #byCountry: ReadonlyMap<string, Flow>;
  readonly #bySession: ReadonlyMap<string, Flow>;
  readonly #actions: ReadonlyMap<string, Float64Array>;
  readonly #unknown: ReadonlySet<number>;

  constructor({ from, to, slices, engagements, unknown }: WindowData) {
    this.from = from;
    this.to = to;
    const read = readSlices(slices);
    const flowsBy = (keyOf: (said: SliceAnswer) => string) =>
      new Map(
        [...grouped(read, ({ said }) => keyOf(said))].map(([key, group]) => [
          key,
          new Flow(
            group.map(({ slice }) => slice),
            from,
          ),
        ]),
      );
    this.total = new Flow(
      read.map(({ slice }) => slice),
      from,
    );
    this.#byMode = flowsBy(({ mode }) => mode);
    this.#byCountry = flowsBy(({ country }) => country);
    this.#bySession = flowsBy(({ session }) => session);
    const acts = grouped(engagements, ({ action }) => action);
    this.#actions = new Map(
      [...acts].map(([action, done]) => [action, Float64Array.from(done, ({ at }) => Date.parse(at)).sort()]),
    );
    this.#unknown = unknown;
  }

  holds(at: number): boolean {
    return at >= this.from && at < this.to;
  }

  /** Whether it is known who was there in the second of an instant. */
  isKnown(at: number): boolean {
    return !this.#unknown.has(Math.floor(at / SECOND_MS) * SECOND_MS);
  }

  inMode(mode: Mode): Flow {
    return this.#byMode.get(mode) ?? NOBODY;
  }

  inSession(session: string): Flow {
    return this.#bySession.get(session) ?? NOBODY;
  }

  byCountry(at: number): Record<string, number> {
    return Object.fromEntries([...this.#byCountry].map(([country, flow]) => [country, flow.at(at)]));
  }

  /** Engagements from the window's beginning until `at`. */
  actionsUntil(at: number): Map<string, number> {
    return new Map(
      [...this.#actions].map(([action, times]) => [action, countWithin(times, this.from, at + 1)]),
    );
  }
}
