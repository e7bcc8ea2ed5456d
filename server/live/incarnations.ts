import type { Entry, StartChange } from './changes.ts';
import type { Applied } from './effects.ts';
import { provesDeath, type Signs } from './signs.ts';

/** How long the generation of a node is known after its end, ms of log time: nothing of it is under way so much later. */
const GENERATION_KEPT_MS = 3_600_000;

/** A node's process that takes part in the log. */
export interface Incarnation {
  readonly name: string;
  readonly node: string;
  readonly generation: number;
  readonly windowMs: number;
  /** Number and log time of its last entry. */
  number: number;
  time: number;
  /** What others have logged since. */
  readonly signs: Map<string, Signs>;
}

/** A node of which no incarnation runs. */
interface Absent {
  readonly generation: number;
  readonly since: number;
}

interface Ending {
  readonly incarnation: Incarnation;
  readonly windowMs: number;
}

const NONE: readonly Ending[] = [];

/** Who takes part in the log, and which entries count. */
export class Incarnations {
  /** In the order in which they began. */
  readonly running = new Map<string, Incarnation>();
  /** In the order in which they ended. */
  readonly absent = new Map<string, Absent>();
  rules: number | null = null;
  #ending: Ending[] = [];

  get leader(): string | null {
    return this.running.keys().next().value ?? null;
  }

  generationOf(node: string): number {
    return (this.#runningOf(node) ?? this.absent.get(node))?.generation ?? 0;
  }

  /** Whether anybody but this node takes part. */
  othersRun(node: string): boolean {
    for (const one of this.running.values()) if (one.node !== node) return true;
    return false;
  }

  forgetAbsent(time: number): void {
    for (const [node, { since }] of this.absent) {
      if (time - since < GENERATION_KEPT_MS) return;
      this.absent.delete(node);
    }
  }

  whySkipped({ incarnation, number, changes }: Entry): Applied['skipped'] {
    const known = this.running.get(incarnation);
    if (known !== undefined) return number === known.number + 1 ? null : 'repeated';
    const [first] = changes;
    return number === 1 && first?.kind === 'start' && this.#mayBegin(first) ? null : 'ended';
  }

  /** Takes an entry that counts, and marks whose end it is. */
  take({ incarnation, time, changes }: Entry): void {
    const [first] = changes;
    if (first?.kind === 'start' && !this.running.has(incarnation)) this.#begin(incarnation, first);
    const own = this.running.get(incarnation);
    if (own === undefined) return;
    own.number++;
    own.time = time;
    if (this.running.size === 1) return;
    own.signs.clear();
    for (const other of this.running.values()) {
      if (other !== own && provesDeath(other.signs, incarnation, time)) this.#end(other, other.windowMs);
    }
  }

  stop(incarnation: string, windowMs: number): void {
    const own = this.running.get(incarnation);
    if (own !== undefined) this.#end(own, windowMs);
  }

  raiseRules(rules: number): void {
    if (this.rules !== null && rules <= this.rules) return;
    this.rules = rules;
    for (const one of this.running.values()) this.#end(one, one.windowMs);
  }

  /** Of the time of a standstill nothing is known, so it proves nothing. */
  forgetSigns(): void {
    for (const { signs } of this.running.values()) signs.clear();
  }

  /** Those that were marked run no more. */
  takeEnding(time: number): readonly Ending[] {
    if (this.#ending.length === 0) return NONE;
    const ending = this.#ending;
    this.#ending = [];
    for (const { incarnation } of ending) this.#remove(incarnation, time);
    return ending;
  }

  #mayBegin({ node, generation, rules }: StartChange): boolean {
    if (generation <= this.generationOf(node)) return false;
    return this.rules === null || rules === this.rules || (rules > this.rules && !this.othersRun(node));
  }

  #begin(name: string, { node, generation, windowMs, rules }: StartChange): void {
    const before = this.#runningOf(node);
    if (before !== undefined) this.#end(before, before.windowMs);
    this.rules = rules;
    this.absent.delete(node);
    this.running.set(name, { name, node, generation, windowMs, number: 0, time: 0, signs: new Map() });
  }

  #end(incarnation: Incarnation, windowMs: number): void {
    if (this.#ending.every((ending) => ending.incarnation !== incarnation))
      this.#ending.push({ incarnation, windowMs });
  }

  #remove({ name, node, generation }: Incarnation, since: number): void {
    this.running.delete(name);
    if (this.#runningOf(node) === undefined) this.absent.set(node, { generation, since });
  }

  #runningOf(node: string): Incarnation | undefined {
    for (const one of this.running.values()) if (one.node === node) return one;
    return undefined;
  }
}
