import type { Change, Entry, StartChange } from '../../../server/live/changes.ts';
import { START } from './entries.ts';
import { STANDSTILL } from './model.ts';
import { NODES } from './node-commands.ts';
import { OracleNodes } from './nodes.ts';

/** A node that writes. */
export interface Writer {
  readonly node: string;
  incarnation: string;
  /** Of its last entry. */
  number: number;
  awake: boolean;
  /** How often it began, and how much it wrote since it was ended. */
  begun: number;
  late: number;
  /** Time of its last entry, or of the one that it is writing. */
  lastEntry: number;
  connections: number;
}

interface TraceLogOptions {
  readonly start: number;
  readonly nodes: number;
  /** How often each of several nodes gives a sign of life, ms. */
  readonly period: number;
  readonly people: (writer: Writer) => Change[];
}

const LONGEST_TOGETHER = 4_000;
const WINDOWS = [10_000, 1_000, 4_000, 0] as const;

function newWriter(node: string): Writer {
  return {
    ...{ node, incarnation: `${node}-1`, number: 0, awake: false },
    ...{ begun: 0, late: 0, lastEntry: 0, connections: 0 },
  };
}

/** The entries of a log as one or several nodes write it. There is always one entry open, unless nobody is awake. */
export class TraceLog {
  readonly entries: Entry[] = [];
  /** What became of the entries so far: nodes read the log, too. */
  readonly truth = new OracleNodes();
  readonly writers: readonly Writer[];
  writer: Writer | undefined;
  changes: Change[] = [];
  deadlines: number[] = [];
  time: number;
  readonly #options: TraceLogOptions;

  constructor(options: TraceLogOptions) {
    this.#options = options;
    this.time = options.start;
    this.writers = NODES.slice(0, options.nodes).map(newWriter);
    this.writer = this.writers[0];
    if (this.writer) this.#begin(this.writer, START.windowMs);
  }

  get isShared(): boolean {
    return this.#options.nodes > 1;
  }

  get awake(): Writer[] {
    return this.writers.filter((writer) => writer.awake);
  }

  /** Writes the open entry, and opens one of a writer at a later time. */
  at(time: number, writer: Writer | undefined): void {
    const { changes, writer: before } = this;
    this.changes = [];
    if (before) {
      before.number += 1;
      const { incarnation, number } = before;
      if (this.push({ incarnation, number, changes }) === 'ended') before.late += 1;
    }
    this.writer = writer;
    this.time = time;
    if (!writer) return;
    writer.lastEntry = time;
    if (writer.number > 0 && !this.truth.runs(writer.incarnation) && writer.late > this.entries.length % 3) {
      this.#begin(writer, WINDOWS[this.entries.length % WINDOWS.length] ?? 0);
    }
  }

  /** Writes an entry at the time of the open one, beside it. */
  push(written: Pick<Entry, 'incarnation' | 'number' | 'changes'>) {
    const { incarnation, number, changes } = written;
    const entry = { position: String(this.entries.length), time: this.time, incarnation, number, changes };
    this.entries.push(entry);
    const { skipped, standstill, before, after } = this.truth.apply(entry);
    for (const { windowMs } of [...before, ...after]) this.deadlines.push(this.time + windowMs);
    if (standstill) this.deadlines = this.deadlines.filter((at) => at > this.time);
    return skipped;
  }

  /** An entry that comes between: of nobody who writes now. */
  insert(written: Pick<Entry, 'incarnation' | 'number' | 'changes'>): void {
    this.at(this.time + 1, undefined);
    this.push(written);
    this.at(this.time + 1, this.awake[0]);
  }

  turn(writer: Writer): void {
    if (writer.awake && writer !== this.writer) this.at(this.time + 1, writer);
  }

  restart(writer: Writer, windowMs: number): void {
    this.at(this.time + 1, writer);
    if (writer.number > 0 || writer.begun === 0) this.#begin(writer, windowMs);
  }

  wake(writer: Writer): void {
    writer.awake = true;
    this.turn(writer);
  }

  /** The writer writes no more. */
  hush(writer: Writer): void {
    writer.awake = false;
    this.at(this.time + 1, this.awake[this.entries.length % Math.max(1, this.awake.length)]);
  }

  /** Time passes with signs of life. */
  passAlive(ms: number): void {
    // Several nodes write much more in the same time, and the oracle is slow.
    const target = this.time + (this.isShared ? Math.min(ms, LONGEST_TOGETHER) : ms);
    if (this.isShared) this.#passTogether(target);
    while (target - this.time > STANDSTILL && !this.isShared) {
      this.at(this.time + STANDSTILL - (this.entries.length % 7), this.writer);
    }
    this.at(target, this.writer);
  }

  jump(target: number): void {
    const gap = target - this.time;
    this.deadlines = this.deadlines.map((at) => (at > this.time ? at + gap : at));
    this.at(target, this.writer);
  }

  #passTogether(target: number): void {
    for (;;) {
      const [next] = this.awake.toSorted((a, b) => a.lastEntry - b.lastEntry);
      const due = Math.max((next?.lastEntry ?? target) + this.#options.period, this.time + 1);
      if (!next || due >= target) return;
      this.at(due, next);
    }
  }

  #begin(writer: Writer, windowMs: number): void {
    const { node } = writer;
    writer.begun += 1;
    Object.assign(writer, { incarnation: `${node}-${writer.begun}`, number: 0, late: 0, awake: true });
    writer.lastEntry = this.time;
    const generation = this.truth.generationOf(node, this.time) + 1;
    // Who begins when nobody else is there may be of a newer release.
    const isNewer = this.truth.running.length === 0 && this.entries.length % 3 !== 0;
    const rules = (this.truth.rules ?? START.rules) + (isNewer ? 1 : 0);
    const start: StartChange = { ...START, node, generation, windowMs, rules };
    this.changes = [start, ...this.#options.people(writer)];
  }
}
