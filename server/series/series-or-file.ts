import type { Series, SeriesQuery, SeriesReader, SeriesResult } from '../../storage/types.ts';
import { within } from '../within.ts';

export interface SeriesOrFileOptions {
  readonly series: Series;
  readonly file: SeriesReader;
  /** How long an answer of the time series is waited for, ms. @default 2000 */
  readonly patienceMs?: number;
  readonly onError: (error: unknown) => void;
}

/** Asks the time series where they hold the whole span, and the file where they do not or cannot be reached. */
export class SeriesOrFile implements SeriesReader {
  readonly #options: SeriesOrFileOptions;

  constructor(options: SeriesOrFileOptions) {
    this.#options = options;
  }

  async query(query: SeriesQuery): Promise<SeriesResult[]> {
    return (await this.#fromSeries(query)) ?? this.#options.file.query(query);
  }

  async #fromSeries(query: SeriesQuery): Promise<SeriesResult[] | undefined> {
    const { series, patienceMs = 2000, onError } = this.#options;
    try {
      return await within(patienceMs, answer(series, query));
    } catch (error) {
      onError(error);
      return undefined;
    }
  }
}

async function answer(series: Series, query: SeriesQuery): Promise<SeriesResult[] | undefined> {
  const held = await series.held();
  const isHeld = held !== null && held.since <= query.from && query.to <= held.through;
  return isHeld ? series.query(query) : undefined;
}
