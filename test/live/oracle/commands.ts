import fc from 'fast-check';
import type { SessionAction } from '../../../server/live/changes.ts';
import type { Mode, VisibilityState } from '../../../server/protocol/client-messages.ts';

/** Choices are numbers that `buildTrace` reduces to what there is to choose from, so that a trace shrinks well. */
export type Command =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'until'; readonly what: 'deadline' | 'minute'; readonly offset: number }
  | { readonly do: 'stand'; readonly ms: number }
  | ({ readonly do: 'join'; readonly tab: number; readonly strict: boolean } & Place)
  | ({ readonly do: 'crowd'; readonly size: number } & Place)
  | { readonly do: 'scatter'; readonly size: number; readonly window: number }
  | { readonly do: 'resume'; readonly tab: number }
  | { readonly do: 'again'; readonly tab: number; readonly mode: Mode }
  | { readonly do: 'leave'; readonly tab: number; readonly session: number | null }
  | { readonly do: 'drop'; readonly tab: number; readonly age: number; readonly window: number }
  | { readonly do: 'silent'; readonly tab: number; readonly age: number }
  | {
      readonly do: 'see';
      readonly tab: number;
      readonly session: number | null;
      readonly state: VisibilityState;
    }
  | { readonly do: 'play'; readonly tab: number; readonly session: number | null; readonly advance: number }
  | { readonly do: 'engage'; readonly tab: number; readonly session: number | null }
  | { readonly do: 'act'; readonly org: number; readonly session: number; readonly action: SessionAction }
  | {
      readonly do: 'put';
      readonly org: number;
      readonly session: number;
      readonly capacity: number | null;
      readonly enforce: boolean;
      readonly wrongEvent: boolean;
      readonly wrongKind: boolean;
    };

interface Place {
  readonly who: number;
  readonly session: number;
  readonly mode: Mode;
  readonly country: number;
}

export interface Script {
  /** ms since the epoch of the first entry. */
  readonly start: number;
  readonly attendees: number;
  readonly sessions: number;
  readonly commands: readonly Command[];
}

/** A window that ends at the next turn of a minute, to the millisecond. */
export const TO_MINUTE = -1;

const NOON = Date.UTC(2026, 1, 28, 12);
const MIDNIGHT = Date.UTC(2026, 2, 1);

const choice = fc.nat({ max: 30 });
const mode = fc.constantFrom<Mode>('live', 'live', 'onDemand');
/** Null: one where it makes sense. */
const anySession = fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: choice });
const place = { who: choice, session: choice, mode, country: fc.nat({ max: 14 }) };
const age = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 60 }),
  fc.integer({ min: 60, max: 4_000 }),
  fc.constant(46_000),
);
const window = fc.oneof(
  fc.constantFrom(0, 1, 500, 1_000, 2_000, 10_000, TO_MINUTE, TO_MINUTE),
  fc.integer({ min: 1, max: 5_000 }),
);
const gap = fc.oneof(
  fc.constantFrom(1, 500, 1_000, 1_999, 2_000),
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: 2_000 }),
  fc.integer({ min: 2_000, max: 15_000 }),
);
const standstill = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(2_001, 2_500) },
  { weight: 6, arbitrary: fc.integer({ min: 2_001, max: 150_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 150_000, max: 200_000_000 }) },
);
const offset = fc.constantFrom(-1, 0, 0, 1);
const kind = <K extends string>(value: K) => fc.constant<K>(value);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 24, arbitrary: fc.record({ do: kind('wait'), ms: gap }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: kind('until'),
      what: fc.constantFrom('deadline', 'deadline', 'minute'),
      offset,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: kind('stand'), ms: standstill }) },
  {
    weight: 18,
    arbitrary: fc.record({ do: kind('join'), tab: choice, strict: fc.nat(9).map((n) => n === 0), ...place }),
  },
  { weight: 1, arbitrary: fc.record({ do: kind('crowd'), size: fc.integer({ min: 2, max: 14 }), ...place }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: kind('scatter'), size: fc.integer({ min: 2, max: 14 }), window }),
  },
  { weight: 8, arbitrary: fc.record({ do: kind('resume'), tab: choice }) },
  { weight: 6, arbitrary: fc.record({ do: kind('again'), tab: choice, mode }) },
  { weight: 9, arbitrary: fc.record({ do: kind('leave'), tab: choice, session: anySession }) },
  { weight: 12, arbitrary: fc.record({ do: kind('drop'), tab: choice, age, window }) },
  { weight: 4, arbitrary: fc.record({ do: kind('silent'), tab: choice, age }) },
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ do: kind('see'), tab: choice, session: anySession },
      state: fc.constantFrom<VisibilityState>('active', 'idle', 'hidden', 'hidden'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ do: kind('play'), tab: choice, session: anySession },
      advance: fc.constantFrom(0, 1, 200, 2_000, 20_000),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: kind('engage'), tab: choice, session: anySession }) },
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ do: kind('act'), org: choice, session: choice },
      action: fc.constantFrom<SessionAction>('goLive', 'end', 'end', 'replayOn', 'replayOff'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ do: kind('put'), org: choice, session: choice },
      capacity: fc.option(fc.integer({ min: 0, max: 2 })),
      enforce: fc.nat(3).map((n) => n > 0),
      wrongEvent: fc.nat(7).map((n) => n === 0),
      wrongKind: fc.nat(7).map((n) => n === 0),
    }),
  },
);

/** Scripts of a few minutes, one in three around a UTC midnight. */
export const script: fc.Arbitrary<Script> = fc.record({
  start: fc.oneof(
    fc.integer({ min: 0, max: 60_000 }).map((ms) => NOON + ms),
    fc.constantFrom(NOON, NOON + 59_999),
    fc.integer({ min: 0, max: 20_000 }).map((ms) => MIDNIGHT - ms),
  ),
  attendees: fc.integer({ min: 1, max: 5 }),
  sessions: fc.integer({ min: 1, max: 7 }),
  commands: fc.array(command, { minLength: 1, maxLength: 90, size: 'max' }),
});
