import type { Sample, SeriesQuery, SeriesReader, SeriesResult } from '../../storage/types.ts';
import { type KeptStep, stepStart } from '../figures/steps.ts';
import type { Track } from '../live/effects.ts';
import { closedSamples, type FileParts } from './closed-samples.ts';
import { groupSamples } from './group-samples.ts';
import { SERIES_MODES, type SeriesOf } from './series-samples.ts';
import { seriesScopesWhere } from './series-scopes.ts';

export interface FileSeriesOptions extends FileParts {
  /** Log time up to which the file has everything, ms. */
  readonly dataThrough: () => number;
}

const STEPS: readonly KeptStep[] = ['minute', 'hour', 'day'];
const TRACKS: readonly Track[] = [0, 1, 2];

function isWanted(value: string, wanted: string | readonly string[] | undefined): boolean {
  return wanted === undefined || [wanted].flat().includes(value);
}

/** The time series of a server without Redis: answered from the minutes and slices of the file, so that nothing is kept twice. */
export class FileSeries implements SeriesReader {
  readonly #options: FileSeriesOptions;

  constructor(options: FileSeriesOptions) {
    this.#options = options;
  }

  async query(query: SeriesQuery): Promise<SeriesResult[]> {
    const through = this.#options.dataThrough();
    const samples: Sample[] = [];
    for (const of of this.#seriesOf(query)) samples.push(...(await this.#samples(of, query, through)));
    return groupSamples(samples, query);
  }

  #seriesOf({ where }: SeriesQuery): SeriesOf[] {
    const steps = STEPS.filter((step) => isWanted(step, where.step));
    const tracks = TRACKS.filter((track) => isWanted(SERIES_MODES[track], where.mode));
    return seriesScopesWhere(this.#options.live.registry, where).flatMap((scope) =>
      steps.flatMap((step) => tracks.map((track) => ({ scope, step, track }))),
    );
  }

  async #samples(of: SeriesOf, { where, from, to }: SeriesQuery, through: number): Promise<Sample[]> {
    const span = {
      from: stepStart(from, of.step),
      to: Math.min(to, stepStart(through, of.step)),
      uniques: isWanted('uniques', where.metric),
    };
    const samples = await closedSamples(this.#options, of, span);
    return samples.filter(
      ({ labels, time }) => time >= from && time < to && isWanted(labels.metric, where.metric),
    );
  }
}
