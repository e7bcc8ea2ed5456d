import type { Sample, Series, SeriesHeld, SeriesLabels, SeriesQuery, SeriesResult } from '../types.ts';
import { Expiries } from './expiries.ts';
import type { SeriesConnection } from './series-connection.ts';
import { filtersOf, HELD_KEY, keyOf } from './series-keys.ts';
import { decoded, encoded } from './thousandths.ts';

export interface TimeSeriesOptions {
  /** Closed with the series. */
  readonly connection: Pick<SeriesConnection, 'client' | 'close'>;
  /** Samples older than this before the newest of their series are forgotten, and so is a series this long after its last, ms. */
  readonly retentionMs: number;
  /** Monotonic, ms. @default performance.now */
  readonly monotonic?: () => number;
}

/** A command blocks Redis for as long as it takes. */
const BATCH = 200;
const CHUNK_BYTES = 512;
const HOUR_MS = 3_600_000;

/** Versions say it differently: the key does not exist, or is not a TSDB key. */
const MISSING = /key does not exist|not a TSDB key/;
const EXISTS = /already exists/;

const REDUCE = { sum: 'SUM', max: 'MAX', min: 'MIN' } as const;

type Samples = readonly { readonly timestamp: number; readonly value: number }[];

/** Closed steps in Redis TimeSeries. */
export class TimeSeries implements Series {
  readonly #connection: TimeSeriesOptions['connection'];
  readonly #retentionMs: number;
  readonly #monotonic: () => number;
  readonly #expiries: Expiries;

  constructor({ connection, retentionMs, monotonic = () => performance.now() }: TimeSeriesOptions) {
    this.#connection = connection;
    this.#retentionMs = retentionMs;
    this.#monotonic = monotonic;
    this.#expiries = new Expiries(this.#slackMs);
  }

  async held(): Promise<SeriesHeld | null> {
    const { since, through } = await this.#connection.client.hGetAll(HELD_KEY);
    if (since === undefined || through === undefined) return null;
    return { since: Math.max(Number(since), Number(through) - this.#retentionMs), through: Number(through) };
  }

  async hold({ since, through }: SeriesHeld): Promise<void> {
    await this.#connection.client.hSet(HELD_KEY, { since: String(since), through: String(through) });
  }

  /** @throws AggregateError when Redis refused some of them; the others are written. */
  async write(samples: readonly Sample[]): Promise<void> {
    const refused: Error[] = [];
    for (let at = 0; at < samples.length; at += BATCH) {
      refused.push(...(await this.#writeBatch(samples.slice(at, at + BATCH))));
    }
    if (refused.length > 0) throw new AggregateError(refused, `${refused.length} samples were refused`);
  }

  async remove(samples: readonly Pick<Sample, 'labels' | 'time'>[]): Promise<void> {
    for (const { labels, time } of samples) await this.#connection.client.ts.del(keyOf(labels), time, time);
  }

  async forget(where: SeriesQuery['where']): Promise<void> {
    const { client } = this.#connection;
    const keys = await client.ts.queryIndex(filtersOf(where));
    // One by one: in a cluster they lie in different slots.
    for (const key of keys) {
      this.#expiries.forget(key);
      await client.del(key);
    }
  }

  async forgetBefore(where: SeriesQuery['where'], time: number): Promise<void> {
    const { ts } = this.#connection.client;
    const keys = await ts.queryIndex(filtersOf(where));
    for (const key of keys) await ts.del(key, 0, time - 1);
  }

  async query({ where, from, to, groupBy, reduce = 'sum' }: SeriesQuery): Promise<SeriesResult[]> {
    if (from >= to) return [];
    const filters = filtersOf(where);
    const { ts } = this.#connection.client;
    const found =
      groupBy === undefined
        ? await ts.mRangeWithLabels(from, to - 1, filters)
        : await ts.mRangeSelectedLabelsGroupBy(from, to - 1, [groupBy], [...filters, `${groupBy}!=`], {
            label: groupBy,
            REDUCE: REDUCE[reduce],
          });
    return Object.values(found as Record<string, { labels: object; samples: Samples }>)
      .filter(({ samples }) => samples.length > 0)
      .map(({ labels, samples }) => ({
        labels: { ...labels } as Partial<SeriesLabels>,
        samples: samples.map(({ timestamp, value }) => [timestamp, decoded(value)] as const),
      }));
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** How much longer than their retention keys are kept, since they are not told with every sample. */
  get #slackMs(): number {
    return Math.min(HOUR_MS, this.#retentionMs);
  }

  /** Gives why samples were refused. */
  async #writeBatch(samples: readonly Sample[]): Promise<Error[]> {
    const first = await this.#add(samples);
    const missing = first.filter(({ error }) => MISSING.test(error.message)).map(({ sample }) => sample);
    const refused = first.filter(({ error }) => !MISSING.test(error.message));
    if (missing.length > 0) {
      await this.#create(missing);
      refused.push(...(await this.#add(missing)));
    }
    await this.#expire(samples);
    return refused.map(({ error }) => error);
  }

  async #add(samples: readonly Sample[]): Promise<{ sample: Sample; error: Error }[]> {
    const answers: unknown[] = await this.#connection.client.ts.mAdd(
      samples.map(({ labels, time, value }) => ({
        key: keyOf(labels),
        timestamp: time,
        value: encoded(value),
      })),
    );
    return samples.flatMap((sample, index) => {
      const error = answers[index];
      return error instanceof Error ? [{ sample, error }] : [];
    });
  }

  async #create(samples: readonly Sample[]): Promise<void> {
    const series = new Map(samples.map(({ labels }) => [keyOf(labels), labels]));
    await Promise.all([...series].map(([key, labels]) => this.#createOne(key, labels)));
  }

  async #createOne(key: string, labels: SeriesLabels): Promise<void> {
    this.#expiries.forget(key);
    try {
      await this.#connection.client.ts.create(key, {
        RETENTION: this.#retentionMs,
        CHUNK_SIZE: CHUNK_BYTES,
        DUPLICATE_POLICY: 'LAST',
        LABELS: { ...labels },
      });
    } catch (error) {
      // Another node was quicker; what is no series at all is told by the samples.
      if (!(error instanceof Error && EXISTS.test(error.message))) throw error;
    }
  }

  async #expire(samples: readonly Sample[]): Promise<void> {
    const now = this.#monotonic();
    const due = this.#expiries.due(new Set(samples.map(({ labels }) => keyOf(labels))), now);
    await Promise.all(
      due.map((key) => this.#connection.client.pExpire(key, this.#retentionMs + this.#slackMs)),
    );
    this.#expiries.told(due, now);
  }
}
