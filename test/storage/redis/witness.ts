import type { Change, Entry } from '../../../server/live/changes.ts';
import type { LogAlarm, LogStage } from '../../../storage/redis/log-errors.ts';
import type { RedisLogOptions } from '../../../storage/redis/options.ts';
import { RedisLog } from '../../../storage/redis/redis-log.ts';

/** Shorter than in production, so that nothing takes long; long enough for a busy machine. */
const TIMINGS = { signOfLifeMs: 200, awayMs: 1000, announceMs: 700 };

type Condition = () => boolean;

/**
 * A node reduced to what the log is for: it appends numbers, takes entries as live does (each once, those of ended incarnations not at all)
 * and begins again with what has not come back.
 */
export class Witness {
  readonly log: RedisLog;
  readonly name: string;
  readonly entries: Entry[] = [];
  /** What counts, in the order of the log: whose number. */
  readonly applied: string[] = [];
  readonly errors: { readonly message: string; readonly stage: LogStage }[] = [];
  readonly alarms: LogAlarm[] = [];
  aways = 0;
  caughtUps = 0;
  lost: string | undefined;
  /** How many it has submitted. */
  submitted = 0;
  #pending: Change[] = [];
  #isFollowing = false;
  #isFromStart = true;
  #generation = 0;
  /** Of each incarnation that runs. */
  readonly #numbers = new Map<string, number>();
  #left = 0;
  #waiters: { readonly condition: Condition; readonly done: () => void }[] = [];

  constructor(name: string, options: Omit<RedisLogOptions, 'node'>) {
    this.name = name;
    this.log = new RedisLog({
      node: name,
      ...options,
      url: options.url,
      timings: { ...TIMINGS, ...options.timings },
      onError: (error, { stage }) => this.#told(() => this.errors.push({ message: error.message, stage })),
      onAlarm: (alarm) => this.#told(() => this.alarms.push(alarm)),
    });
  }

  get position(): string | null {
    return this.entries.at(-1)?.position ?? null;
  }

  start(after: string | null = null, generation = 0): this {
    this.#generation = generation;
    this.#isFromStart = after === null;
    this.log.read(
      {
        entry: (entry) => this.#told(() => this.#apply(entry)),
        caughtUp: () => this.#told(() => this.#begin()),
        away: () =>
          this.#told(() => {
            this.aways += 1;
            this.#isFollowing = false;
          }),
        lost: (reason) =>
          this.#told(() => {
            this.lost = reason;
            this.#isFollowing = false;
          }),
      },
      after,
    );
    return this;
  }

  submit(times = 1, session = ''): void {
    for (let time = 0; time < times; time++) {
      const change: Change = { kind: 'visibility', connection: ++this.submitted, session, state: 'idle' };
      this.#pending.push(change);
      if (this.#isFollowing) this.log.append(change);
    }
  }

  /** Submits something at each entry that it reads from now on. */
  keepBusy(entries: number): void {
    this.#left = entries;
  }

  /** Resolves when it is so, looked at after all that the log tells. */
  until(condition: Condition): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((done) => this.#waiters.push({ condition, done }));
  }

  #told(work: () => void): void {
    work();
    const ready = this.#waiters.filter(({ condition }) => condition());
    this.#waiters = this.#waiters.filter((waiter) => !ready.includes(waiter));
    for (const { done } of ready) done();
  }

  #begin(): void {
    this.caughtUps += 1;
    this.#generation += 1;
    this.log.begin(`${this.name}:${this.#generation}`);
    this.#isFollowing = true;
    for (const change of this.#pending) this.log.append(change);
  }

  #apply(entry: Entry): void {
    this.entries.push(entry);
    if (this.#left > 0) {
      this.#left -= 1;
      this.submit();
    }
    const { incarnation, number, changes } = entry;
    const [node = '', generation] = incarnation.split(':');
    for (const other of this.#numbers.keys()) {
      const [otherNode, otherGeneration] = other.split(':');
      if (otherNode === node && Number(otherGeneration) > Number(generation)) return;
    }
    const last = this.#numbers.get(incarnation) ?? (this.#isFromStart ? 0 : number - 1);
    if (number !== last + 1) return;
    this.#numbers.set(incarnation, number);
    for (const change of changes) if (change.kind === 'visibility') this.#count(node, change.connection);
  }

  #count(node: string, number: number): void {
    this.applied.push(`${node}${number}`);
    if (node === this.name) this.#pending.shift();
  }
}
