import type { EngagementRow, History, HistoryBatch, Span } from '../../storage/types.ts';
import type { Effect, MinuteClosed } from '../live/effects.ts';
import { applyImports } from './import/apply-imports.ts';
import type { ImportResult } from './import/import-result.ts';
import { Known, type KnownAtStart } from './known.ts';
import { type Prepared, prepare } from './prepare.ts';
import { recomputePage } from './recompute-attendance.ts';
import type { Recorded } from './recorded.ts';
import { learnImports, settleCommit } from './settle.ts';

export interface RecorderOptions extends KnownAtStart {
  readonly history: History;
  /** Log time up to which the file already has everything, ms. */
  readonly dataThrough: number;
  /** Called after each commit with the engagements that came to count, in log order, and all that was written. */
  readonly onCommitted: (engagements: readonly EngagementRow[], batch: HistoryBatch) => void;
  /** Called after it when an import was in it, with the spans of the past that it has counted anew. */
  readonly onRecounted?: (spans: readonly Span[]) => void;
  /** How long a commit took, ms. */
  readonly onCommitTime: (ms: number) => void;
  /** A commit failed and will be tried again. */
  readonly onError: (error: unknown) => void;
}

/** A commit takes what came within this time, ms, or these many effects. */
const BATCH_MS = 25;
const BATCH_EFFECTS = 1000;
/** A commit takes no more than this and the rest of an entry, however much waits. The more at once, the fewer pages for each. */
const MAX_COMMIT_EFFECTS = 60_000;
/** The same after one that failed: it is all prepared anew for as long as the disk refuses it. */
const MAX_RETRIED_EFFECTS = 4000;
const RETRY_MS = 500;
/** Engagements are refused while more effects than this wait for the disk. */
const MAX_WAITING_EFFECTS = 200_000;

/** Writes what live produced, in log order, each batch in one transaction with the log's position. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #known: Known;
  readonly #skipThrough: number;
  #waiting: Recorded[] = [];
  #waitingEffects = 0;
  #minutes: MinuteClosed[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #failing = false;
  /** Attendance may have to be computed anew: by an earlier run, too. */
  #isStale = true;
  #closed = false;
  #time: number;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#known = new Known(options);
    this.#time = options.dataThrough;
    this.#skipThrough = options.fileEnd?.time ?? 0;
  }

  /** Time of the last entry on disk, ms: what `dataThrough` says. */
  get dataThrough(): number {
    return this.#time;
  }

  /** The last commit failed. */
  get isFailing(): boolean {
    return this.#failing;
  }

  /** Whether engagements must be refused as `unavailable`: the disk is too far behind. */
  get isOverloaded(): boolean {
    return this.#waitingEffects > MAX_WAITING_EFFECTS;
  }

  get waitingEffects(): number {
    return this.#waitingEffects;
  }

  /** Minutes that have closed but are not on disk yet. */
  get uncommittedMinutes(): readonly MinuteClosed[] {
    return this.#minutes;
  }

  take(recorded: Recorded): void {
    if (recorded.entry.time <= this.#skipThrough) return;
    this.#waiting.push(recorded);
    this.#waitingEffects += recorded.applied.effects.length;
    for (const effect of recorded.applied.effects) if (effect.kind === 'minute') this.#minutes.push(effect);
    if (this.#running !== undefined) return;
    if (this.#waitingEffects >= BATCH_EFFECTS) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), BATCH_MS);
  }

  /** Resolves when nothing is being written; what waits for its time may wait still. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Writes all that was taken. Resolves when it is on disk; rejects when that fails. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
    while (this.#waiting.length > 0) await this.#commitWaiting();
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running = this.#drain().finally(() => {
      this.#running = undefined;
      if (this.#waiting.length > 0 && !this.#closed)
        this.#timer = setTimeout(() => this.#start(), this.#pauseMs());
    });
  }

  #pauseMs(): number {
    if (this.#failing) return RETRY_MS;
    return this.#waitingEffects >= BATCH_EFFECTS ? 0 : BATCH_MS;
  }

  async #drain(): Promise<void> {
    try {
      await this.#commitWaiting();
      await this.#recompute();
    } catch (error) {
      this.#failing = true;
      this.#options.onError(error);
    }
  }

  /** A page after every commit at least, and more while nothing waits. */
  async #recompute(): Promise<void> {
    do {
      if (this.#isStale) this.#isStale = await recomputePage(this.#options.history, this.#known.sessions);
    } while (this.#isStale && this.#waiting.length === 0 && !this.#closed);
  }

  /** Takes what waits; puts it back in front when the disk refuses it. */
  async #commitWaiting(): Promise<void> {
    const works = this.#takeWaiting();
    try {
      const prepared = await prepare(this.#options.history, this.#known, works);
      await this.#commit(prepared);
      this.#known.run = prepared.run;
    } catch (error) {
      this.#waiting = [...works, ...this.#waiting];
      throw error;
    }
  }

  async #commit(prepared: Prepared): Promise<void> {
    const { history, onCommitTime, onCommitted, onRecounted } = this.#options;
    const { batch } = prepared;
    const from = performance.now();
    let results: readonly ImportResult[] = [];
    const committed = await history.commit(batch, async (file) => {
      results = await applyImports(file, this.#known, prepared);
    });
    onCommitTime(performance.now() - from);
    this.#committed(prepared);
    learnImports(this.#known, results);
    settleCommit(this.#known, prepared, committed);
    onCommitted(batch.engagements, batch);
    if (results.length > 0) onRecounted?.(results.flatMap(({ spans }) => spans));
  }

  #committed({ batch, works }: Prepared): void {
    this.#failing = false;
    this.#waitingEffects -= works.reduce((sum, { applied }) => sum + applied.effects.length, 0);
    this.#time = batch.time;
    this.#minutes = this.#minutes.slice(batch.minutes.length);
    this.#isStale ||= batch.stale.length > 0;
  }

  /** What waits, as far as to the entry that ends an import, or purges: what follows must know what that has done. */
  #takeWaiting(): Recorded[] {
    const most = this.#failing ? MAX_RETRIED_EFFECTS : MAX_COMMIT_EFFECTS;
    let effects = 0;
    const last = this.#waiting.findIndex(({ applied }) => {
      effects += applied.effects.length;
      return effects >= most || applied.effects.some(endsCommit);
    });
    const count = last === -1 ? this.#waiting.length : last + 1;
    const works = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return works;
  }
}

/** What an import brings, and what a purge finds, must not depend on what else is written with it. */
function endsCommit({ kind }: Effect): boolean {
  return kind === 'importEnded' || kind === 'purged';
}
