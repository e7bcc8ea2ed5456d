import fc from 'fast-check';

/** What happens to nodes, as opposed to people. */
export type NodeCommand =
  /** The next changes are written by this one. */
  | { readonly do: 'turn'; readonly node: number }
  /** It writes no more, but may come back. */
  | { readonly do: 'hush'; readonly node: number }
  | { readonly do: 'wake'; readonly node: number }
  /** A new incarnation, with the people that it holds. */
  | { readonly do: 'restart'; readonly node: number; readonly window: number }
  | { readonly do: 'stop'; readonly node: number; readonly window: number; readonly after: boolean }
  /** Everybody who is connected to a node that is silent connects to another one. */
  | { readonly do: 'flee' }
  | { readonly do: 'halt'; readonly ms: number }
  | { readonly do: 'raise'; readonly by: number }
  /** An entry from before, once more. */
  | { readonly do: 'repeat'; readonly back: number }
  /** An entry of an incarnation that is over. */
  | { readonly do: 'late'; readonly which: number }
  /** A number is left out. */
  | { readonly do: 'leap'; readonly node: number }
  /** A start that is perhaps of an old generation or of other rules. */
  | { readonly do: 'odd'; readonly node: number; readonly generation: number; readonly rules: number };

export const NODES = ['n', 'o', 'p'] as const;

const HOUR = 3_600_000;

const kind = <K extends string>(value: K) => fc.constant<K>(value);
const node = fc.nat({ max: 5 });
const window = fc.constantFrom(0, 1, 1_000, 5_000, 10_000);

export const NODE_COMMANDS: {
  readonly [K in NodeCommand['do']]: fc.Arbitrary<Extract<NodeCommand, { do: K }>>;
} = {
  turn: fc.record({ do: kind('turn'), node }),
  hush: fc.record({ do: kind('hush'), node }),
  wake: fc.record({ do: kind('wake'), node }),
  restart: fc.record({ do: kind('restart'), node, window }),
  stop: fc.record({ do: kind('stop'), node, window, after: fc.boolean() }),
  flee: fc.record({ do: kind('flee') }),
  halt: fc.record({ do: kind('halt'), ms: fc.constantFrom(2_001, 30_000, HOUR - 1, HOUR, HOUR + 1) }),
  raise: fc.record({ do: kind('raise'), by: fc.constantFrom(0, 1, 1, 2) }),
  repeat: fc.record({ do: kind('repeat'), back: fc.nat({ max: 6 }) }),
  late: fc.record({ do: kind('late'), which: node }),
  leap: fc.record({ do: kind('leap'), node }),
  odd: fc.record({
    ...{ do: kind('odd'), node },
    ...{ generation: fc.constantFrom(-1, 0, 1), rules: fc.constantFrom(-1, 0, 0, 1) },
  }),
};
