import type { History, Sample } from '../../storage/types.ts';
import { pointsOf, seriesOf } from '../figures/series.ts';
import type { SeriesPoint, SeriesQuestion } from '../figures/series-point.ts';
import type { Track } from '../live/effects.ts';
import type { Live } from '../live/live.ts';
import { type SeriesOf, samplesOf } from './series-samples.ts';

export interface FileParts {
  readonly history: History;
  readonly live: Live;
}

export interface ClosedSpan {
  /** Whole steps (UTC) that are on disk, ms. */
  readonly from: number;
  readonly to: number;
  /** Those of hours and days are dear. @default true */
  readonly uniques?: boolean;
}

/** The samples of a scope, mode and step in a closed span, from the file. */
export async function closedSamples(
  parts: FileParts,
  of: SeriesOf,
  { from, to, uniques = true }: ClosedSpan,
): Promise<Sample[]> {
  if (from >= to) return [];
  const { scope, track, step } = of;
  const question = { scope: scope.key, track, step, from, to, timeZone: 'UTC' };
  return (await closedPoints(parts, question, uniques)).flatMap((point) => samplesOf(of, point));
}

function closedPoints(
  { history, live }: FileParts,
  question: SeriesQuestion,
  uniques: boolean,
): Promise<SeriesPoint[]> {
  const parts = { history, live, uncommitted: () => [], now: () => live.time ?? 0 };
  return uniques ? seriesOf(parts, question) : pointsOf(parts, question);
}

/** Those of all modes; a scope in which nothing was is not asked for each of them. */
export async function closedSamplesOfModes(
  parts: FileParts,
  of: Omit<SeriesOf, 'track'>,
  span: ClosedSpan,
): Promise<Sample[]> {
  const samples = await closedSamples(parts, { ...of, track: 0 }, span);
  if (samples.length === 0) return samples;
  const modes: readonly Track[] = [1, 2];
  for (const track of modes) samples.push(...(await closedSamples(parts, { ...of, track }, span)));
  return samples;
}
