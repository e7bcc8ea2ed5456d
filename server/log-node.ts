import type { TimeSource } from '../storage/memory/log-clock.ts';
import type { EngagementRow, HistoryBatch } from '../storage/types.ts';
import type { RunningBackend } from './backend/backend.ts';
import type { OpenedHistory } from './backend/open-history.ts';
import { markLost } from './bootstrap/await-history.ts';
import type { Config } from './config.ts';
import { dismissNamed, expel } from './gateway/expulsion.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { Entry } from './live/changes.ts';
import type { Live } from './live/live.ts';
import type { Logger } from './logger.ts';
import { observePipeline } from './metrics/log.ts';
import type { Metrics } from './metrics/metrics.ts';
import { Pipeline } from './pipeline.ts';
import type { PipelineState } from './pipeline-state.ts';
import type { ErrorCode } from './protocol/error-codes.ts';
import type { Recorded } from './recorder/recorded.ts';
import { Recorder } from './recorder/recorder.ts';
import { Upkeep } from './upkeep.ts';

export interface LogNodeOptions {
  readonly config: Config;
  readonly opened: OpenedHistory;
  readonly time: TimeSource;
  readonly newIncarnation: () => string;
  /** Whom this node serves; asked for when the log has begun. */
  readonly gateway: () => Pick<Gateway, 'connections' | 'broadcast'>;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly onError: (error: unknown) => void;
  /** Told every commit when it is on disk. */
  readonly onCommitted: (batch: HistoryBatch) => void;
  /** Told every entry of the log as it was applied. */
  readonly onEntry?: ((entry: Entry, live: Live) => void) | undefined;
  /** The log has gone on without this node, and the next start copies the history of another. */
  readonly onLost?: (() => void) | undefined;
}

/** This node's part in the log: the pipeline, the recorder behind it, and what goes on beside them. */
export class LogNode {
  readonly pipeline: Pipeline;
  readonly recorder: Recorder;
  readonly running: RunningBackend;
  /** Resolves when it takes part in the log for the first time. */
  readonly ready: Promise<void>;
  readonly #options: LogNodeOptions;
  readonly #upkeep: Upkeep;
  #begun: () => void = () => {};

  constructor(options: LogNodeOptions) {
    this.#options = options;
    this.ready = new Promise((resolve) => {
      this.#begun = resolve;
    });
    this.running = options.opened.backend.run({
      isLeader: () => this.pipeline.isLeader,
      dataThrough: this.dataThrough,
    });
    this.#upkeep = this.#keepUp();
    this.recorder = this.#record();
    this.pipeline = this.#follow();
    observePipeline(options.metrics.scraped, this.pipeline);
  }

  get live(): Live {
    return this.#options.opened.backend.recovered.live;
  }

  /** Log time up to which the file has everything, ms. */
  readonly dataThrough = (): number => this.recorder.dataThrough;

  /** Why nothing can be answered now, whoever asks; null while it can. */
  readonly unavailable = (): ErrorCode | null =>
    this.pipeline.state === 'lost' || this.#upkeep.isBehind ? 'history_incomplete' : null;

  /** Whether engagements must be refused: the disk or the log is too far behind. */
  readonly isOverloaded = (): boolean => this.recorder.isOverloaded || this.pipeline.isFull;

  start(): void {
    this.pipeline.start(this.#options.opened.backend.recovered.readAfter);
    this.#upkeep.start(this.ready);
  }

  /** Says goodbye in the log and writes everything. `windowMs`: how long its people count still. */
  async close(windowMs: number): Promise<void> {
    await this.#upkeep.ending();
    this.running.ending();
    await this.pipeline.close(windowMs);
    await this.recorder.close();
    await this.running.close();
    await this.#upkeep.close();
  }

  #keepUp(): Upkeep {
    const { config, opened, metrics, logger, onError } = this.#options;
    return new Upkeep({
      ...{ live: this.live, history: opened.history, folder: config.dataDir },
      ...{ series: this.running.series, dataThrough: this.dataThrough },
      ...{ metrics, logger, onError },
      pipeline: () => this.pipeline,
    });
  }

  #record(): Recorder {
    const { opened, metrics, logger } = this.#options;
    const { history, backend } = opened;
    const { tallies, restored, fileEnd } = backend.recovered;
    return new Recorder({
      ...{ history, tallies, fileEnd },
      organizations: restored.organizations.map(({ key }) => key),
      sessions: restored.sessions,
      dataThrough: restored.time ?? backend.log.now(),
      onCommitted: (engagements, batch) => this.#committed(engagements, batch),
      onRecounted: (spans) => this.running.recounted(spans),
      onCommitTime: (ms) => metrics.commitSeconds.observe(ms / 1000),
      onError: (error) => {
        metrics.commitFailures.inc();
        logger.error({ err: error }, 'the file could not be written; trying again');
      },
    });
  }

  #follow(): Pipeline {
    const { config, opened, newIncarnation, gateway } = this.#options;
    const { live } = this;
    return new Pipeline({
      ...{ log: opened.backend.log, live, node: opened.backend.node },
      windowMs: config.resumeMs,
      newIncarnation,
      people: () => gateway().connections.people(),
      isOpen: (number) => gateway().connections.isOpen(number),
      record: (recorded) => this.#applied(recorded),
      onExpelled: (expelled) => expel(gateway().connections, live, expelled),
      onOrganization: (organization) => dismissNamed(gateway().connections, live, organization),
      onState: (state, reason) => this.#turned(state, reason),
    });
  }

  #applied(recorded: Recorded): void {
    const { metrics, onEntry } = this.#options;
    const { entry } = recorded;
    metrics.logEntries.inc();
    metrics.logChanges.inc(entry.changes.length);
    this.recorder.take({ ...recorded, snapshot: this.running.snapshotAfter(entry) });
    onEntry?.(entry, this.live);
  }

  #committed(engagements: readonly EngagementRow[], batch: HistoryBatch): void {
    const { gateway, time, onCommitted } = this.#options;
    gateway().broadcast.feed(engagements, time.monotonic());
    this.#upkeep.committed(batch);
    this.running.committed(batch);
    onCommitted(batch);
  }

  #turned(state: PipelineState, reason: string | undefined): void {
    const { config, opened, logger, onError, onLost } = this.#options;
    logger.info({ state, reason }, 'log');
    if (state === 'following') this.#upkeep.restore().then(this.#begun, onError);
    if (state !== 'lost' || config.redis?.bootstrapUrl === undefined) return;
    markLost(opened.file);
    onLost?.();
  }
}
