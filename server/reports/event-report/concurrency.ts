import { MINUTE_MS } from '../../durations.ts';
import { pointsOf } from '../../figures/series.ts';
import type { SeriesPoint } from '../../figures/series-point.ts';
import { countSteps, type KeptStep, maxPoints, stepEnd, stepStart } from '../../figures/steps.ts';
import type { Dated, EventReportParts } from './event-report.ts';
import type { ReportScope } from './report-scope.ts';

/** The curve of all sessions together. Times in ms. */
export interface ConcurrencyCurve {
  readonly step: KeptStep;
  readonly timeZone: 'UTC';
  readonly from: number;
  readonly to: number;
  /** One for every step; nulls where the server was not there. */
  readonly points: readonly Omit<SeriesPoint, 'uniques' | 'connections' | 'engagement'>[];
}

/** Three days by the minute. */
const MAX_MINUTES = 4320;

function stepOf(from: number, to: number): KeptStep {
  if (to - from <= MAX_MINUTES * MINUTE_MS) return 'minute';
  return countSteps(from, to, 'hour') < maxPoints('hour') ? 'hour' : 'day';
}

/** Null while nobody was there, and when its minutes have gone. */
export async function concurrencyOf(
  parts: EventReportParts,
  { key, span, hasMinutes }: ReportScope,
): Promise<Dated<ConcurrencyCurve> | null> {
  if (span === null || !hasMinutes) return null;
  const dataThrough = parts.dataThrough();
  const step = stepOf(span.from, span.to);
  const bounds = { from: stepStart(span.from, step), to: stepEnd(span.to, step) };
  const question = { scope: key, track: 0, step, timeZone: 'UTC', ...bounds } as const;
  const points = await pointsOf(parts, question);
  return {
    ...{ dataThrough, step, timeZone: 'UTC', ...bounds },
    points: points.map(({ uniques: _, connections: __, engagement: ___, ...point }) => point),
  };
}
