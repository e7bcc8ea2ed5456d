import fc from 'fast-check';
import type { SessionAction } from '../../../server/live/changes.ts';
import type { Mode, VisibilityState } from '../../../server/protocol/client-messages.ts';
import { NODE_COMMANDS, type NodeCommand } from './node-commands.ts';

/** Choices are numbers that `buildTrace` reduces to what there is to choose from, so that a trace shrinks well. */
export type Command =
  | NodeCommand
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
  | {
      readonly do: 'kick';
      readonly who: number;
      /** Null: one where they are, -1: out of everything. */
      readonly session: number | null;
      readonly org: number;
      readonly block: number;
      /** By a moderator of one event. */
      readonly limited: boolean;
    }
  | { readonly do: 'erase'; readonly who: number; readonly org: number }
  | { readonly do: 'key'; readonly org: number; readonly key: number; readonly made: boolean }
  | { readonly do: 'act'; readonly org: number; readonly session: number; readonly action: SessionAction }
  | { readonly do: 'desk'; readonly org: number; readonly session: number }
  | { readonly do: 'finish'; readonly org: number; readonly event: number }
  | {
      readonly do: 'delete';
      readonly what: 'session' | 'event' | 'organization';
      readonly which: number;
      readonly by: number;
      readonly asAdmin: boolean;
      readonly purge: boolean;
    }
  | {
      readonly do: 'found';
      readonly org: number;
      readonly by: number;
      /** Undefined: not said; null: a root. */
      readonly below: number | null | undefined;
      readonly asAdmin: boolean;
      readonly pseudonymous: boolean | undefined;
    }
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
  /** Whether the first tenant has organizations below its root from the first entry on. */
  readonly parts: boolean;
  readonly nodes: number;
  /** How often each of several nodes gives a sign of life, ms. */
  readonly period: number;
  readonly commands: readonly Command[];
}

/** A window that ends at the next turn of a minute, to the millisecond. */
export const TO_MINUTE = -1;

/** Out of every session. */
export const EVERYTHING = -1;

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
const block = fc.constantFrom(0, 0, 1, 700, 2_000, 10_000, 60_000);
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

const oneInTen = fc.nat(9).map((n) => n === 0);
const size = fc.integer({ min: 2, max: 14 });
const state = fc.constantFrom<VisibilityState>('active', 'idle', 'hidden', 'hidden');
const action = fc.constantFrom<SessionAction>('goLive', 'goLive', 'end', 'end', 'replayOn', 'replayOff');
const what = fc.constantFrom<'deadline' | 'minute'>('deadline', 'deadline', 'minute');
const advance = fc.constantFrom(0, 1, 200, 1_999.5, 2_000, 20_000);
const limits = { capacity: fc.option(fc.integer({ min: 0, max: 2 })), enforce: oneInTen.map((no) => !no) };

type Kind = Command['do'];

const COMMANDS: { readonly [K in Kind]: fc.Arbitrary<Extract<Command, { do: K }>> } = {
  ...NODE_COMMANDS,
  wait: fc.record({ do: kind('wait'), ms: gap }),
  until: fc.record({ do: kind('until'), what, offset }),
  stand: fc.record({ do: kind('stand'), ms: standstill }),
  join: fc.record({ do: kind('join'), tab: choice, strict: oneInTen, ...place }),
  crowd: fc.record({ do: kind('crowd'), size, ...place }),
  scatter: fc.record({ do: kind('scatter'), size, window }),
  resume: fc.record({ do: kind('resume'), tab: choice }),
  again: fc.record({ do: kind('again'), tab: choice, mode }),
  leave: fc.record({ do: kind('leave'), tab: choice, session: anySession }),
  drop: fc.record({ do: kind('drop'), tab: choice, age, window }),
  silent: fc.record({ do: kind('silent'), tab: choice, age }),
  see: fc.record({ do: kind('see'), tab: choice, session: anySession, state }),
  play: fc.record({ do: kind('play'), tab: choice, session: anySession, advance }),
  engage: fc.record({ do: kind('engage'), tab: choice, session: anySession }),
  act: fc.record({ do: kind('act'), org: choice, session: choice, action }),
  desk: fc.record({ do: kind('desk'), org: choice, session: choice }),
  finish: fc.record({ do: kind('finish'), org: choice, event: choice }),
  delete: fc.record({
    ...{
      do: kind('delete'),
      which: choice,
      by: fc.oneof(fc.constant(0), choice),
      asAdmin: oneInTen.map((no) => !no),
    },
    what: fc.constantFrom('session', 'session', 'event', 'organization', 'organization'),
    purge: fc.boolean(),
  }),
  found: fc.record({
    ...{ do: kind('found'), org: choice, by: choice, asAdmin: oneInTen.map((no) => !no) },
    below: fc.oneof(choice, choice, fc.constantFrom(null, undefined, undefined)),
    pseudonymous: fc.constantFrom(true, undefined, undefined),
  }),
  erase: fc.record({ do: kind('erase'), who: choice, org: choice }),
  kick: fc.record({
    ...{ do: kind('kick'), who: choice, org: choice, limited: oneInTen, block },
    session: fc.oneof(
      { weight: 6, arbitrary: fc.constant(null) },
      { weight: 3, arbitrary: fc.constant(EVERYTHING) },
      { weight: 1, arbitrary: choice },
    ),
  }),
  key: fc.record({ do: kind('key'), org: choice, key: fc.nat({ max: 4 }), made: fc.boolean() }),
  put: fc.record({
    ...{ do: kind('put'), org: choice, session: choice, ...limits },
    ...{ wrongEvent: oneInTen, wrongKind: oneInTen },
  }),
};

function commands(weights: Partial<Record<Kind, number>>, maxLength = 90): fc.Arbitrary<Command[]> {
  const chosen = Object.entries(weights) as [Kind, number][];
  const weighted = chosen.map(([name, weight]) => ({ weight, arbitrary: COMMANDS[name] }));
  const command: fc.Arbitrary<Command> = fc.oneof(...weighted);
  return fc.array(command, { minLength: 1, maxLength, size: 'max' });
}

/** One node, whose period means nothing. */
const alone = { nodes: fc.constant(1), period: fc.constant(1_000) };

const beforeMidnight = fc.integer({ min: 0, max: 20_000 }).map((ms) => MIDNIGHT - ms);

/** People who come and go, by all ways there are. */
const coming: fc.Arbitrary<Script> = fc.record({
  start: fc.oneof(
    fc.integer({ min: 0, max: 60_000 }).map((ms) => NOON + ms),
    fc.constantFrom(NOON, NOON + 59_999),
    beforeMidnight,
  ),
  attendees: fc.integer({ min: 1, max: 5 }),
  parts: fc.boolean(),
  sessions: fc.integer({ min: 1, max: 7 }),
  ...alone,
  commands: commands({
    ...{ wait: 24, until: 12, stand: 3, join: 18, crowd: 1, scatter: 2, resume: 8, again: 6, leave: 9 },
    ...{ drop: 12, silent: 4, see: 5, play: 3, engage: 3, act: 6, put: 4, found: 3, kick: 4, key: 4 },
    ...{ erase: 3, desk: 1, finish: 2, delete: 5 },
  }),
});

/** Few people whose watch time is cut, capped and parted by days. */
const watching: fc.Arbitrary<Script> = fc.record({
  start: beforeMidnight,
  attendees: fc.integer({ min: 1, max: 3 }),
  parts: fc.boolean(),
  sessions: fc.integer({ min: 1, max: 2 }),
  ...alone,
  commands: commands({
    ...{ wait: 24, until: 6, join: 10, again: 6, resume: 4, leave: 4, drop: 4, silent: 3, play: 16, act: 10 },
  }),
});

/** Nodes that come and go, and their people with them. */
export const together: fc.Arbitrary<Script> = fc.record({
  start: fc.oneof(
    fc.integer({ min: 0, max: 60_000 }).map((ms) => NOON + ms),
    beforeMidnight,
  ),
  attendees: fc.integer({ min: 1, max: 4 }),
  parts: fc.boolean(),
  sessions: fc.integer({ min: 1, max: 3 }),
  nodes: fc.constantFrom(2, 3, 3),
  period: fc.constantFrom(450, 899, 900, 901, 1_000),
  commands: commands(
    {
      ...{ wait: 16, until: 6, stand: 1, join: 14, resume: 6, again: 3, leave: 3, drop: 4, see: 3, play: 2 },
      ...{
        engage: 2,
        act: 2,
        kick: 3,
        erase: 2,
        turn: 10,
        hush: 6,
        wake: 3,
        restart: 4,
        stop: 3,
        flee: 4,
        halt: 1,
        raise: 1,
      },
      ...{ repeat: 3, late: 2, leap: 1, odd: 3 },
    },
    50,
  ),
});

/** Scripts of a few minutes, half of them around a UTC midnight. */
export const script: fc.Arbitrary<Script> = fc.oneof(
  { weight: 3, arbitrary: coming },
  { weight: 1, arbitrary: watching },
  { weight: 2, arbitrary: together },
);
