import type { Entry, StartChange } from '../../../server/live/changes.ts';
import type { Applied } from '../../../server/live/effects.ts';
import { STANDSTILL } from './model.ts';

const SIGNS = 3;
const SPACING = 900;
const HOUR = 3_600_000;

export interface OracleIncarnation {
  readonly name: string;
  readonly node: string;
  readonly generation: number;
  readonly windowMs: number;
  /** Of its entries that counted. */
  readonly times: number[];
  /** When it ended; null while it runs. */
  over: number | null;
}

export interface OracleEnding {
  readonly incarnation: OracleIncarnation;
  readonly windowMs: number;
  readonly why: 'dead' | 'stopped' | 'followed' | 'rules';
}

export interface OracleTurn {
  readonly skipped: Applied['skipped'];
  readonly standstill: boolean;
  /** Those that end before the changes of the entry, and after them. */
  readonly before: readonly OracleEnding[];
  readonly after: readonly OracleEnding[];
}

/** Which nodes take part in the log: every answer is found anew from all entries that ever counted. */
export class OracleNodes {
  readonly all: OracleIncarnation[] = [];
  rules: number | null = null;
  #last: number | null = null;
  /** Time of the first entry since the last standstill. */
  #since = 0;

  get running(): OracleIncarnation[] {
    return this.all.filter(({ over }) => over === null);
  }

  /** Somebody runs still who would be dead without the last standstill. */
  get isSpared(): boolean {
    return this.running.some((one) =>
      this.running.some(
        (witness) => witness !== one && signsOf(witness, (one.times.at(-1) ?? 0) + 1) >= SIGNS,
      ),
    );
  }

  runs(name: string): boolean {
    return this.running.some((one) => one.name === name);
  }

  generationOf(node: string, now = this.#last ?? 0): number {
    const known = this.all.filter((one) => one.node === node && (one.over === null || now < one.over + HOUR));
    return Math.max(0, ...known.map(({ generation }) => generation));
  }

  apply(entry: Entry): OracleTurn {
    const { time } = entry;
    const skipped = this.#skip(entry);
    const isFirst = skipped === null && this.running.length === 0;
    const standstill = this.#last === null || time - this.#last > STANDSTILL || isFirst;
    if (standstill) this.#since = time;
    this.#last = time;
    if (skipped !== null) return { skipped, standstill, before: [], after: [] };
    const before = [...this.#enter(entry), ...this.#deaths()];
    for (const { incarnation } of before) incarnation.over = time;
    const after = this.#endedBy(entry);
    for (const { incarnation } of after) incarnation.over = time;
    return { skipped, standstill, before, after };
  }

  #skip({ incarnation, number, time, changes }: Entry): Applied['skipped'] {
    const own = this.running.find(({ name }) => name === incarnation);
    if (own) return number === own.times.length + 1 ? null : 'repeated';
    const start = changes[0];
    if (number !== 1 || start?.kind !== 'start') return 'ended';
    return this.#isWelcome(start, time) ? null : 'ended';
  }

  #isWelcome({ node, generation, rules }: StartChange, now: number): boolean {
    if (generation <= this.generationOf(node, now)) return false;
    if (this.rules === null || this.rules === rules) return true;
    return rules > this.rules && this.running.every((one) => one.node === node);
  }

  /** The incarnation that its first entry ends. */
  #enter({ incarnation, number, time, changes }: Entry): OracleEnding[] {
    const start = changes[0];
    const own = this.running.find(({ name }) => name === incarnation);
    own?.times.push(time);
    if (number > 1 || start?.kind !== 'start') return [];
    const { node, generation, windowMs, rules } = start;
    const older = this.running.filter((one) => one.node === node);
    this.all.push({ name: incarnation, node, generation, windowMs, times: [time], over: null });
    this.rules = rules;
    return older.map((one) => ({ incarnation: one, windowMs: one.windowMs, why: 'followed' }));
  }

  #deaths(): OracleEnding[] {
    const dead = this.running.filter((one) => this.running.some((witness) => this.#proves(witness, one)));
    return dead.map((one) => ({ incarnation: one, windowMs: one.windowMs, why: 'dead' }));
  }

  #proves(witness: OracleIncarnation, one: OracleIncarnation): boolean {
    return witness !== one && signsOf(witness, Math.max((one.times.at(-1) ?? 0) + 1, this.#since)) >= SIGNS;
  }

  #endedBy({ incarnation, changes }: Entry): OracleEnding[] {
    const ended: OracleEnding[] = [];
    const end = (ending: OracleEnding): void => {
      if (!ended.some((other) => other.incarnation === ending.incarnation)) ended.push(ending);
    };
    for (const change of changes) {
      if (change.kind === 'stop') {
        const own = this.running.find(({ name }) => name === incarnation);
        if (own) end({ incarnation: own, windowMs: change.windowMs, why: 'stopped' });
      } else if (change.kind === 'raiseRules' && change.rules > (this.rules ?? 0)) {
        this.rules = change.rules;
        for (const one of this.running) end({ incarnation: one, windowMs: one.windowMs, why: 'rules' });
      }
    }
    return ended;
  }
}

/** How many of its entries from a time on are signs of life. */
function signsOf({ times }: OracleIncarnation, from: number): number {
  const signs: number[] = [];
  for (const time of times) {
    if (time >= from && time - (signs.at(-1) ?? 0) >= SPACING) signs.push(time);
  }
  return signs.length;
}
