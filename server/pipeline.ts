import type { Log } from '../storage/types.ts';
import type { Organization } from './live/catalogue.ts';
import type { Change, EngageChange, Entry } from './live/changes.ts';
import type { Applied, Expelled } from './live/effects.ts';
import type { Live } from './live/live.ts';
import { RULES } from './live/rules.ts';
import { type ChangeApplied, NOBODY, Pending, type PendingChange, type Waiter } from './pending.ts';
import { NOT_READY, type PipelineState } from './pipeline-state.ts';
import type { ErrorCode } from './protocol/error-codes.ts';
import type { Recorded, Settled } from './recorder/recorded.ts';

/** A change of presence or of the catalogue. */
export type PlainChange = Exclude<Change, EngageChange>;

export interface PipelineOptions {
  readonly log: Log;
  readonly live: Live;
  /** Name of this node, the same after every restart. */
  readonly node: string;
  /** Resume window of this node's people should it die, ms. */
  readonly windowMs: number;
  /** A name that no incarnation has had. */
  readonly newIncarnation: () => string;
  /** Who is here now: what a new incarnation begins with. */
  readonly people: () => Iterable<PendingChange>;
  /** Whether a connection of this node is still open. */
  readonly isOpen: (connection: number) => boolean;
  readonly record: (recorded: Recorded) => void;
  /** Before those who wait for changes of the entry are told. */
  readonly onExpelled?: (expelled: Expelled) => void;
  /** An organization is new or has changed; at the same moment. */
  readonly onOrganization?: (organization: Organization) => void;
  /** The state, or something that depends on it, has changed. */
  readonly onState?: (state: PipelineState, reason?: string) => void;
  /** @default RULES */
  readonly rules?: number;
}

/** So many changes wait for the log at most while it is away; presence beyond that comes back with the people. */
const MAX_PENDING = 100_000;

/** The one way of the data: what is submitted goes into the log, and what comes out of the log into live and the recorder. */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #rules: number;
  readonly #pending = new Pending();
  #incarnation: string | undefined;
  #state: PipelineState = 'reading';
  #reason: string | undefined;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#rules = options.rules ?? RULES;
  }

  get state(): PipelineState {
    return this.#state;
  }

  /** Figures stand: nothing comes from the log. */
  get isDegraded(): boolean {
    return this.#state !== 'following';
  }

  /** This node writes what one alone must write. */
  get isLeader(): boolean {
    return this.#state === 'following' && this.#options.live.leader === this.#incarnation;
  }

  /** Why this node should get no traffic; empty when it should. */
  get notReady(): readonly string[] {
    return this.isDegraded ? [this.#reason ?? NOT_READY[this.#state]] : [];
  }

  /** More waits for the log than may. */
  get isFull(): boolean {
    return this.#pending.size >= MAX_PENDING;
  }

  get pendingChanges(): number {
    return this.#pending.size;
  }

  /** Reads the log after a position and takes part in it. */
  start(after: string | null): void {
    this.#options.log.read(
      {
        entry: (entry) => this.#apply(entry),
        caughtUp: () => this.#begin(),
        away: () => this.#away(),
        lost: (reason) => this.#become('lost', reason),
      },
      after,
    );
  }

  /** Log time, ms. */
  now(): number {
    return this.#options.log.now();
  }

  /** A change of presence. Throws after `close`. */
  submit(change: PlainChange, applied?: ChangeApplied, delayed?: () => void): void {
    if (applied === undefined) this.#append(change, NOBODY);
    else this.#append(change, delayed === undefined ? { applied } : { applied, delayed });
  }

  engage(change: EngageChange, engagement: Settled): void {
    if (this.isFull) engagement('unavailable');
    else this.#append(change, { engagement });
  }

  /** A change of the catalogue. Resolves when it is refused, or on disk. While the log is away, it is refused. */
  write(change: PlainChange): Promise<ErrorCode | null> {
    if (this.isDegraded) return Promise.resolve('unavailable');
    return new Promise((resolve) => this.#append(change, { committed: resolve }));
  }

  /** Ends this node's incarnation: whom it still holds has `windowMs` to come back elsewhere. Resolves when it is in the log. */
  async close(windowMs: number): Promise<void> {
    if (this.#state === 'following') this.#append({ kind: 'stop', windowMs }, NOBODY);
    this.#become('closed');
    await this.#options.log.close();
  }

  /** Ends the nodes of older rules for which this one waits, and begins. False when it waits for none. */
  raiseRules(): boolean {
    const { log, live, node, windowMs, newIncarnation } = this.#options;
    if (this.#state !== 'waiting') return false;
    // Who raises the rules must take part by the old ones first.
    log.begin(newIncarnation());
    log.append({
      kind: 'start',
      node,
      generation: live.generationOf(node) + 1,
      windowMs,
      rules: live.rules ?? 0,
    });
    log.append({ kind: 'raiseRules', rules: this.#rules });
    return true;
  }

  #append(change: Change, waiter: Waiter): void {
    if (this.#state === 'closed') throw new Error('the pipeline is closed');
    if (this.isFull && waiter.engagement === undefined) {
      waiter.delayed?.();
      return;
    }
    this.#pending.push({ change, waiter });
    if (this.#state === 'following') this.#options.log.append(change);
  }

  #apply(entry: Entry): void {
    const { live, record, onExpelled, onOrganization } = this.#options;
    const applied = live.apply(entry);
    for (const effect of applied.effects) {
      if (effect.kind === 'expelled') onExpelled?.(effect);
      if (effect.kind === 'organization') onOrganization?.(effect.organization);
    }
    const isOwn = entry.incarnation === this.#incarnation && applied.skipped === null;
    record(isOwn ? this.#settle(entry, applied) : { entry, applied, undecided: [], committed: [] });
    const isRefused = entry.incarnation === this.#incarnation && applied.skipped === 'ended';
    const ended = isRefused ? [entry.incarnation, ...applied.ended] : applied.ended;
    if (ended.length > 0) this.#afterEnd(ended);
  }

  #settle(entry: Entry, applied: Applied): Recorded {
    const undecided: Settled[] = [];
    const committed: (() => void)[] = [];
    for (const [index, change] of entry.changes.entries()) {
      const { waiter } = this.#pending.take() ?? { waiter: NOBODY };
      const refused = applied.outcomes[index] ?? null;
      waiter.applied?.(refused);
      const done = waiter.engagement ?? waiter.committed ?? (() => {});
      if (refused !== null) done(refused);
      else if (isDecidedByRecorder(change)) undecided.push(done);
      else committed.push(() => done(null));
    }
    return { entry, applied, undecided, committed };
  }

  #afterEnd(ended: readonly string[]): void {
    const isOwn = this.#incarnation !== undefined && ended.includes(this.#incarnation);
    if ((isOwn && this.#state === 'following') || this.#state === 'waiting') this.#begin();
  }

  #away(): void {
    if (this.#state === 'following' || this.#state === 'reading') this.#become('away');
    if (this.#state === 'away') this.#pending.delay();
  }

  /** A new incarnation: who is here, then what the last one did not get into the log. */
  #begin(): void {
    const { log, live, node, windowMs, newIncarnation, people } = this.#options;
    if (this.#state === 'closed') return;
    const { rules } = live;
    if (rules !== null && rules > this.#rules) {
      this.#become('outdated', `the log has rules ${rules}`);
      return;
    }
    if (rules !== null && rules < this.#rules && live.othersRun(node)) {
      this.#become('waiting', `nodes of rules ${rules} run still`);
      return;
    }
    const unapplied = this.#pending.takeAll();
    this.#incarnation = newIncarnation();
    log.begin(this.#incarnation);
    this.#become('following');
    const generation = live.generationOf(node) + 1;
    this.#append({ kind: 'start', node, generation, windowMs, rules: this.#rules }, NOBODY);
    for (const { change, waiter } of people()) this.#append(change, waiter);
    for (const { change, waiter } of unapplied) if (this.#isStillMeant(change)) this.#append(change, waiter);
  }

  /** What a connection that is gone did is over: the end of the last incarnation has dropped its people. A leave is for good. */
  #isStillMeant(change: Change): boolean {
    switch (change.kind) {
      case 'start':
      case 'stop':
      case 'drop':
      case 'silent':
        return false;
      case 'join':
      case 'visibility':
      case 'played':
        return this.#options.isOpen(change.connection);
      default:
        return true;
    }
  }

  #become(state: PipelineState, reason?: string): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#reason = reason;
    this.#options.onState?.(state, reason);
  }
}

/** Live has accepted it, but whether it stands depends on all history. */
function isDecidedByRecorder({ kind }: Change): boolean {
  return kind === 'engage' || kind === 'keep';
}
