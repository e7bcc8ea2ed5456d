import fc from 'fast-check';
import type { Change } from '../../server/live/changes.ts';
import { RULES } from '../../server/live/rules.ts';
import type { KeptLog } from './kept-log.ts';
import { changes } from './replica-changes.ts';

/** What comes into the log next, and what happens to the replica afterwards. */
export interface Step {
  readonly change: Change;
  readonly node: 'a' | 'b';
  /** Log time until the next step, ms. */
  readonly pass: number;
  /** Whether nothing at all is written meanwhile. */
  readonly isSilent: boolean;
  readonly fate: 'goesOn' | 'isKilled' | 'isCopied';
  readonly commits: boolean;
}

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    change: changes,
    node: fc.constantFrom('a', 'b'),
    pass: fc.oneof(fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 3000, max: 70_000 })),
    isSilent: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
    fate: fc.constantFrom('goesOn', 'goesOn', 'isKilled', 'isCopied'),
    commits: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25 },
);

/** Two nodes that write into a log: the steps, and signs of life between them. */
export class Writers {
  readonly #log: KeptLog;
  #time: number;

  constructor(log: KeptLog, time: number) {
    this.#log = log;
    this.#time = time;
    for (const node of ['a', 'b']) {
      this.#write(node, [{ kind: 'start', node, generation: 1, windowMs: 10_000, rules: RULES }]);
    }
  }

  step({ node, change, pass, isSilent }: Step): void {
    this.#write(node, [change]);
    const until = this.#time + pass;
    while (!isSilent && this.#time + 500 < until) {
      this.#time += 500;
      this.#write('a', []);
      this.#write('b', []);
    }
    this.#time = Math.max(until, this.#time);
  }

  #write(incarnation: string, changes: readonly Change[]): void {
    this.#time += 1;
    this.#log.write(this.#time, incarnation, changes);
  }
}
