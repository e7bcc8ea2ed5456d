import type { HistoryBatch, Series } from '../../storage/types.ts';
import { DAY_MS, HOUR_MS } from '../durations.ts';
import { type KeptStep, stepEnd, stepStart } from '../figures/steps.ts';
import { within } from '../within.ts';
import { checkSeries, type SeriesDifferences } from './check-series.ts';
import { closedSamplesOfModes, type FileParts } from './closed-samples.ts';
import { FileSeries } from './file-series.ts';
import { GoneSeries } from './gone-series.ts';
import { allSeriesScopes, type ScopeLabels, type SeriesScope } from './series-scopes.ts';
import { minuteOf, ToldMinutes } from './told-minutes.ts';
import { toldSamples } from './told-samples.ts';

export interface SeriesWriterOptions extends FileParts {
  readonly series: Series;
  /** Whether it is up to this node to write. */
  readonly isLeader: () => boolean;
  /** They could not be written; it is tried again with a commit a second later. */
  readonly onError: (error: unknown) => void;
  /** The self-check has found a difference, and repaired it. */
  readonly onRepaired?: (scope: ScopeLabels, differences: SeriesDifferences) => void;
  /** How far back it writes at most when the time series have lost something, ms. @default a day */
  readonly backfillMs?: number;
  /** How many closed minutes wait in memory at most while Redis is away. @default 100,000 */
  readonly maxWaiting?: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const RETRY_MS = 1000;
const CLOSE_MS = 2000;
const LONGER: readonly KeptStep[] = ['hour', 'day'];

/**
 * Writes closed minutes, hours and days into the time series while this node leads. What is there already is asked each
 * time, so a node that begins to lead, and one whose Redis comes back, with or without its data, goes on where it stands,
 * with the last hour written again from the file.
 */
export class SeriesWriter {
  readonly #options: SeriesWriterOptions;
  readonly #file: FileSeries;
  readonly #told: ToldMinutes;
  readonly #gone: GoneSeries;
  #recomputed: Span[] = [];
  /** Log time up to which everything is on disk. */
  #time = 0;
  /** Up to which this node has written since it leads; null: it must write the last hour again. */
  #through: number | null = null;
  /** Log time before which nothing is tried again. */
  #pausedUntil = 0;
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(options: SeriesWriterOptions) {
    this.#options = options;
    this.#file = new FileSeries({ ...options, dataThrough: () => this.#time });
    this.#told = new ToldMinutes(options.maxWaiting ?? 100_000);
    this.#gone = new GoneSeries(options.live.registry);
  }

  /** To be told of every commit, also while this node does not lead. */
  committed(
    batch: Pick<HistoryBatch, 'time' | 'minutes' | 'engagementMinutes' | 'deleted' | 'purges'>,
  ): void {
    this.#time = batch.time;
    this.#told.take(batch);
    if (!this.#options.isLeader()) {
      this.#through = null;
      this.#recomputed = [];
      this.#gone.drop();
      this.#told.forgetBefore(minuteOf(batch.time));
      return;
    }
    this.#gone.take(batch);
    const isDue = this.#through === null || minuteOf(batch.time) > this.#through;
    const isPaused = this.#closed || batch.time < this.#pausedUntil;
    const isOwed = this.#recomputed.length > 0 || !this.#gone.isEmpty;
    if ((isDue || isOwed) && !isPaused) this.#running ??= this.#run();
  }

  /** What lies in a span has been computed anew: it is written again with the next commit. */
  recomputed(span: Span): void {
    this.#recomputed.push(span);
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Ends what it is writing soon; waits for no Redis that is away. The series stay open. */
  async close(): Promise<void> {
    this.#closed = true;
    await within(CLOSE_MS, this.settled()).catch(this.#options.onError);
  }

  get #mayWrite(): boolean {
    return !this.#closed && this.#options.isLeader();
  }

  async #run(): Promise<void> {
    try {
      await this.#writeClosed();
    } catch (error) {
      // What became of it is not known.
      this.#through = null;
      this.#pausedUntil = this.#time + RETRY_MS;
      this.#options.onError(error);
    } finally {
      this.#running = undefined;
    }
  }

  async #writeClosed(): Promise<void> {
    const { series, backfillMs = DAY_MS } = this.#options;
    // Before anything is written: something new may have the same id.
    await this.#gone.forgetIn(series);
    const to = minuteOf(this.#time);
    const held = await series.held();
    const oldest = to - backfillMs;
    const reached = Math.max(held?.through ?? oldest, oldest);
    const goesOn = reached === this.#through && this.#told.isWholeFrom(reached);
    const span = { from: goesOn ? reached : Math.min(reached, to - HOUR_MS), to };
    if (goesOn) await series.write(await toldSamples(this.#options, this.#told, to));
    else await this.#rewrite('minute', span);
    await this.#rewriteLonger(span);
    await this.#rewriteRecomputed(to);
    if (!this.#mayWrite) return;
    const since = held === null || held.through < oldest ? span.from : Math.min(held.since, span.from);
    await series.hold({ since, through: to });
    this.#told.forgetBefore(to);
    this.#through = to;
    await this.#checkHours(goesOn ? span : { from: to, to });
  }

  /** Minutes that begin in the span, hours and days that end in it. */
  async #rewrite(step: KeptStep, span: Span): Promise<void> {
    const { series } = this.#options;
    const from = step === 'minute' ? span.from : stepStart(span.from, step);
    const to = stepStart(span.to, step);
    if (from >= to) return;
    for (const scope of allSeriesScopes(this.#options.live.registry)) {
      if (!this.#mayWrite) return;
      await series.write(await closedSamplesOfModes(this.#options, { scope, step }, { from, to }));
    }
  }

  async #rewriteLonger(span: Span): Promise<void> {
    for (const step of LONGER) await this.#rewrite(step, span);
  }

  async #rewriteRecomputed(to: number): Promise<void> {
    const spans = [...this.#recomputed];
    for (const span of spans) {
      const from = minuteOf(span.from);
      await this.#rewrite('minute', { from, to: Math.min(span.to, to) });
      // The hours and days that it touches, as far as they have closed.
      for (const step of LONGER)
        await this.#rewrite(step, { from, to: Math.min(stepEnd(span.to, step), to) });
    }
    this.#recomputed = this.#recomputed.filter((span) => !spans.includes(span));
  }

  /** The hours that closed in a span are compared with the file once more, with all that lies in them. */
  async #checkHours({ from, to }: Span): Promise<void> {
    const hours = { from: stepStart(from, 'hour'), to: stepStart(to, 'hour') };
    if (hours.from >= hours.to) return;
    for (const scope of allSeriesScopes(this.#options.live.registry)) {
      if (!this.#mayWrite) return;
      await this.#check(scope, hours);
    }
  }

  async #check({ labels }: SeriesScope, span: Span): Promise<void> {
    const { series, onRepaired } = this.#options;
    const differences = await checkSeries({ series, file: this.#file, scope: labels, ...span, repair: true });
    if (Object.values(differences).some((count) => count > 0)) onRepaired?.(labels, differences);
  }
}
