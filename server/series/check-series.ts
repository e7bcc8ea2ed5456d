import type {
  Sample,
  Series,
  SeriesLabels,
  SeriesQuery,
  SeriesReader,
  SeriesResult,
} from '../../storage/types.ts';
import { stepStart } from '../figures/steps.ts';
import { keyOf } from './group-samples.ts';
import { type ScopeLabels, whereScope } from './series-scopes.ts';

export interface SeriesCheck {
  readonly series: Series;
  /** What they must say. */
  readonly file: SeriesReader;
  readonly scope: ScopeLabels;
  /** Minutes that begin in it are compared, and hours and days that end in it, ms. */
  readonly from: number;
  readonly to: number;
  /** Whether to set right what differs. */
  readonly repair: boolean;
}

/** How many samples of a scope the time series lacked, had with another value, or had without reason. */
export interface SeriesDifferences {
  readonly missing: number;
  readonly different: number;
  readonly needless: number;
}

const STEPS: readonly SeriesLabels['step'][] = ['minute', 'hour', 'day'];

/** Compares the time series of a scope with the file, and repairs them. */
export async function checkSeries(check: SeriesCheck): Promise<SeriesDifferences> {
  const { series, file, scope, from, to, repair } = check;
  const where = whereScope(scope);
  const missing: Sample[] = [];
  const different: Sample[] = [];
  const needless: Sample[] = [];
  for (const step of STEPS) {
    const span = step === 'minute' ? { from, to } : { from: stepStart(from, step), to: stepStart(to, step) };
    const query: SeriesQuery = { where: { ...where, step }, ...span };
    const wanted = byKey(await file.query(query));
    const found = byKey(await series.query(query));
    for (const [key, sample] of wanted) {
      const value = found.get(key)?.value;
      if (value === undefined) missing.push(sample);
      else if (value !== sample.value) different.push(sample);
    }
    for (const [key, sample] of found) if (!wanted.has(key)) needless.push(sample);
  }
  if (repair) {
    await series.write([...missing, ...different]);
    await series.remove(needless);
  }
  return { missing: missing.length, different: different.length, needless: needless.length };
}

function byKey(results: readonly SeriesResult[]): Map<string, Sample> {
  return new Map(
    results.flatMap(({ labels, samples }) =>
      // Nothing was grouped, so the labels are whole.
      samples.map(([time, value]) => [
        `${keyOf(labels)},${time}`,
        { labels: labels as SeriesLabels, time, value },
      ]),
    ),
  );
}
