import type {
  Committed,
  EngagementRow,
  History,
  HistoryBatch,
  HistorySnapshot,
  HistoryTransaction,
  Restored,
  Run,
  Span,
} from '../../storage/types.ts';
import type { ScopeKey, Session } from '../live/catalogue.ts';
import type { Entry } from '../live/changes.ts';
import type { Applied, Effect, ImportEnded, MinuteClosed, SliceStarted, Undecided } from '../live/effects.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import { BatchBuilder } from './batch.ts';
import { Bubbles } from './bubbles.ts';
import { decide } from './decide.ts';
import { applyImport } from './import/apply-import.ts';
import type { ImportResult } from './import/import-result.ts';
import { settleKept } from './keep.ts';
import { Past } from './past.ts';
import { recomputePage } from './recompute-attendance.ts';
import type { Tallies } from './tallies.ts';

/** Told once it is decided and on disk: null when it counts (or counted before), else why not. */
export type Settled = (refused: ErrorCode | null) => void;

/** An applied entry, and who waits for what of it. */
export interface Recorded {
  readonly entry: Entry;
  readonly applied: Applied;
  /** One for each effect that the recorder decides, in order. */
  readonly undecided: readonly Settled[];
  /** Called when the entry is on disk. */
  readonly committed: readonly (() => void)[];
  /** The state after the entry, where it is to be kept. */
  readonly snapshot?: HistorySnapshot | undefined;
}

/** Where the file ends: entries up to its time are in it, and what it was in the midst of goes on after them. */
export type FileEnd = Pick<Restored, 'time' | 'run' | 'bubbles'>;

export interface RecorderOptions {
  readonly history: History;
  readonly tallies: Tallies;
  /** Keys of the organizations that the file knows. */
  readonly organizations: readonly ScopeKey[];
  /** Those that the file knows. */
  readonly sessions: readonly Session[];
  /** Log time up to which the file already has everything, ms. */
  readonly dataThrough: number;
  /** For a log that is read from before the end of the file. Without it, every entry that comes is a new one. */
  readonly fileEnd?: FileEnd | null;
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
const RETRY_MS = 500;
/** Engagements are refused while more effects than this wait for the disk. */
const MAX_WAITING_EFFECTS = 200_000;

interface Settlement {
  readonly settled: Settled | undefined;
  readonly refused: ErrorCode | null;
}

interface Prepared {
  readonly batch: HistoryBatch;
  readonly settlements: readonly Settlement[];
  readonly works: readonly Recorded[];
  /** Of the last entry: they come after everything else. */
  readonly imports: readonly ImportEnded[];
}

/** Writes what live produced, in log order, each batch in one transaction with the log's position. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #organizations: Set<ScopeKey>;
  readonly #sessions: Map<ScopeKey, Session>;
  readonly #bubbles: Bubbles;
  readonly #skipThrough: number;
  #waiting: Recorded[] = [];
  #waitingEffects = 0;
  #minutes: MinuteClosed[] = [];
  #run: Run | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #failing = false;
  /** Attendance may have to be computed anew: by an earlier run, too. */
  #isStale = true;
  #closed = false;
  #time: number;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#organizations = new Set(options.organizations);
    this.#sessions = new Map(options.sessions.map((session) => [session.key, session]));
    this.#bubbles = new Bubbles(options.fileEnd?.bubbles ?? []);
    this.#run = options.fileEnd?.run ?? undefined;
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
      if (this.#isStale) this.#isStale = await recomputePage(this.#options.history, this.#sessions);
    } while (this.#isStale && this.#waiting.length === 0 && !this.#closed);
  }

  /** Takes what waits; puts it back in front when the disk refuses it. */
  async #commitWaiting(): Promise<void> {
    const works = this.#takeWaiting();
    const run = this.#run;
    try {
      const prepared = await this.#prepare(works);
      const from = performance.now();
      let results: readonly ImportResult[] = [];
      const committed = await this.#options.history.commit(prepared.batch, async (file) => {
        results = await this.#applyImports(file, prepared);
      });
      this.#options.onCommitTime(performance.now() - from);
      this.#failing = false;
      this.#waitingEffects -= works.reduce((sum, { applied }) => sum + applied.effects.length, 0);
      this.#time = prepared.batch.time;
      this.#minutes = this.#minutes.slice(prepared.batch.minutes.length);
      this.#imported(results);
      this.#settle(prepared, committed);
      if (results.length > 0) this.#options.onRecounted?.(results.flatMap(({ spans }) => spans));
    } catch (error) {
      this.#waiting = [...works, ...this.#waiting];
      this.#run = run;
      throw error;
    }
  }

  /** All that waits, or as far as to the entry that ends an import, or purges: what follows must know what that has done. */
  #takeWaiting(): Recorded[] {
    const last = this.#waiting.findIndex(({ applied }) => applied.effects.some(endsCommit));
    const count = last === -1 ? this.#waiting.length : last + 1;
    const works = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return works;
  }

  async #applyImports(
    file: HistoryTransaction,
    { imports, batch }: Pick<Prepared, 'imports' | 'batch'>,
  ): Promise<ImportResult[]> {
    const { tallies } = this.#options;
    const deleted = new Set(batch.deleted.map(({ scope }) => scope));
    const results: ImportResult[] = [];
    for (const ended of imports) {
      results.push(await applyImport(file, ended, { tallies, organizations: this.#organizations, deleted }));
    }
    return results;
  }

  #imported(results: readonly ImportResult[]): void {
    const { tallies } = this.#options;
    for (const { newUniques, engagementCounts, peaks, backfilledWatch, scopes } of results) {
      tallies.addUniques(newUniques);
      tallies.addEngagement(engagementCounts);
      tallies.addPeaks(peaks);
      tallies.addBackfilled(backfilledWatch);
      for (const scope of scopes) tallies.touch(scope);
    }
  }

  async #prepare(works: readonly Recorded[]): Promise<Prepared> {
    const effects = works.flatMap(({ applied }) => applied.effects.filter(isUndecided));
    const past = await Past.of(this.#options.history, effects, this.#bubbles);
    const builder = new BatchBuilder(this.#options.tallies, this.#organizations, this.#sessions);
    const settlements: Settlement[] = [];
    const imports: ImportEnded[] = [];
    for (const { entry, applied, undecided, snapshot } of works) {
      builder.entry({
        position: entry.position,
        time: entry.time,
        run: this.#extendRun(entry.time, applied.standstill),
      });
      let index = 0;
      for (const effect of applied.effects) {
        if (isUndecided(effect)) {
          settlements.push({ settled: undecided[index++], refused: settle(builder, past, effect) });
          continue;
        }
        if (effect.kind === 'importEnded') {
          imports.push(effect);
          continue;
        }
        if (effect.kind === 'organization') this.#organizations.add(effect.organization.key);
        if (effect.kind === 'sliceEnded' && effect.gone) past.bubbles.leaveAll(effect);
        if (effect.kind === 'erased') past.erase(effect);
        builder.effect(effect.kind === 'sliceStarted' ? named(past, effect) : effect);
      }
      if (snapshot !== undefined) builder.snapshot(snapshot);
    }
    return { batch: builder.build(past.bubbles.list()), settlements, works, imports };
  }

  #extendRun(time: number, standstill: boolean): Run {
    const start = this.#run === undefined || standstill ? time : this.#run.start;
    this.#run = { start, end: time };
    return this.#run;
  }

  #settle({ batch, settlements, works }: Prepared, { newUniques }: Committed): void {
    const { tallies, onCommitted } = this.#options;
    this.#bubbles.apply(batch.bubbles);
    for (const session of batch.sessions) this.#sessions.set(session.key, session);
    this.#isStale ||= batch.stale.length > 0;
    tallies.addUniques(newUniques);
    tallies.addEngagement(batch.engagementCounts);
    for (const { scope } of batch.deleted) tallies.forget(scope);
    for (const { settled, refused } of settlements) settled?.(refused);
    for (const { committed } of works) for (const call of committed) call();
    onCommitted(batch.engagements, batch);
  }
}

/** What an import brings, and what a purge finds, must not depend on what else is written with it. */
function endsCommit({ kind }: Effect): boolean {
  return kind === 'importEnded' || kind === 'purged';
}

function isUndecided(effect: Effect): effect is Undecided {
  return effect.kind === 'engaged' || effect.kind === 'kept';
}

/** Decides it and, when it counts, has it written; gives why not. */
function settle(builder: BatchBuilder, past: Past, effect: Undecided): ErrorCode | null {
  if (effect.kind === 'kept') return settleKept(builder, past, effect);
  const decision = decide(effect, past);
  if (decision.kind === 'refused') return decision.code;
  if (decision.kind === 'repeated') return null;
  const { tenant, owners, actor } = effect;
  builder.engagement(effect, decision, past.people.name({ tenant, id: actor.attendee, owners }));
  return null;
}

/** Of one who is named within the batch, what the batch says of the organization is that of the first to do so. */
function named(past: Past, started: SliceStarted): SliceStarted {
  const { tenant, attendee, owners } = started;
  const organization = past.people.name({ tenant, id: attendee, owners });
  return organization === owners[0] ? started : { ...started, owners: [organization] };
}
