import type { History, HistoryBatch, SeriesReader } from '../storage/types.ts';
import { NightlyCheck } from './check/nightly-check.ts';
import { Erasures } from './erasure/erasures.ts';
import { ErasuresFile } from './erasure/erasures-file.ts';
import { newSalt } from './erasure/pseudonym.ts';
import type { Live } from './live/live.ts';
import type { Logger } from './logger.ts';
import { observeCheck } from './metrics/check.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Pipeline } from './pipeline.ts';
import { KeepDays } from './recorder/keep-days.ts';
import { RollUps } from './recorder/roll-ups.ts';
import { DailyPurge } from './retention/daily-purge.ts';

export interface UpkeepOptions {
  readonly live: Live;
  readonly history: History;
  /** Where erasures are kept outside the history. */
  readonly folder: string;
  readonly pipeline: () => Pick<Pipeline, 'write' | 'now' | 'isLeader'>;
  readonly series: SeriesReader;
  /** Log time up to which the file has everything, ms. */
  readonly dataThrough: () => number;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly onError: (error: unknown) => void;
}

const PURGE_TICK_MS = 60_000;
/** So many differences of a scope are logged. */
const LOGGED_DIFFERENCES = 5;
const LOGGED_CHARACTERS = 500;
const NOT_SOUND =
  'the file of the history is damaged; stop the server and put a backup in place with npm run restore';

/** What is done beside the log: erasures kept, hours and days rolled up, days of events kept, the nightly check, the daily purge. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #erasures: Erasures;
  readonly #rollUps: RollUps;
  readonly #keepDays: KeepDays;
  readonly #nightly: NightlyCheck;
  readonly #dailyPurge: DailyPurge;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: UpkeepOptions) {
    this.#options = options;
    this.#erasures = this.#keepErasures();
    this.#rollUps = new RollUps(options);
    this.#keepDays = new KeepDays(options);
    this.#nightly = this.#checkNightly();
    this.#dailyPurge = this.#purgeDaily();
    observeCheck(options.metrics.scraped, this.#nightly);
  }

  /** Somebody who was erased may still be in the history: nothing is to be served. */
  get isBehind(): boolean {
    return this.#erasures.isBehind;
  }

  /** To be called whenever this node takes part in the log. Resolves when everybody is erased who was, and on disk. */
  restore(): Promise<void> {
    return this.#erasures.restore();
  }

  /** To be told of every commit. */
  committed(batch: HistoryBatch): void {
    this.#erasures.committed(batch);
    this.#rollUps.committed(batch);
    this.#keepDays.committed(batch);
    this.#nightly.committed(batch);
  }

  /** `ready`: resolves when this node takes part in the log for the first time. */
  start(ready: Promise<void>): void {
    const tick = () => void this.#dailyPurge.tick();
    void ready.then(tick);
    this.#timer = setInterval(tick, PURGE_TICK_MS);
  }

  /** This process is about to say goodbye in the log: nothing more is written into it. */
  async ending(): Promise<void> {
    clearInterval(this.#timer);
    await this.#dailyPurge.close();
  }

  /** After the last commit. */
  async close(): Promise<void> {
    await this.#rollUps.close();
    await this.#keepDays.close();
    await this.#nightly.close();
  }

  #keepErasures(): Erasures {
    const { live, history, folder, pipeline, logger, onError } = this.#options;
    return new Erasures({
      ...{ live, history, file: new ErasuresFile(folder), onError },
      write: (change) => pipeline().write(change),
      onRestored: (count) =>
        logger.warn({ erasures: count }, 'erased again whom an older history brought back'),
    });
  }

  #checkNightly(): NightlyCheck {
    const { live, history, pipeline, series, dataThrough, logger, onError } = this.#options;
    return new NightlyCheck({
      ...{ live, history, series, dataThrough, onError },
      isLeader: () => pipeline().isLeader,
      onDifferences: (scope, { count, differences }) =>
        logger.error(
          { scope, count, differences: differences.slice(0, LOGGED_DIFFERENCES) },
          'the self-check found differences',
        ),
      onDamage: (integrity) => logger.error({ integrity: integrity.slice(0, LOGGED_CHARACTERS) }, NOT_SOUND),
    });
  }

  #purgeDaily(): DailyPurge {
    const { live, history, pipeline, onError } = this.#options;
    return new DailyPurge({
      ...{ live, history, newSalt, onError },
      now: () => pipeline().now(),
      write: (change) => pipeline().write(change),
      isLeader: () => pipeline().isLeader,
    });
  }
}
