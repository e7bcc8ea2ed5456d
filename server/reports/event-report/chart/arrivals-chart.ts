import { startOfPeriod } from '../../../figures/calendar.ts';
import type { ReportFormats } from '../page/formats.ts';
import { type Markup, markup } from '../page/markup.ts';
import type { RetentionCurves } from '../retention-curves.ts';
import { type Axis, CHART, type ChartWords, chart } from './chart.ts';
import { grouped } from './grouped.ts';
import { linear, roundTicks, type Scale } from './scale.ts';
import { niceStep, timeTicks } from './time-ticks.ts';

const MAX_BARS = 96;

/** Who came and went in a stretch of time, ms. */
export interface Movement {
  readonly start: number;
  readonly arrivals: number;
  readonly departures: number;
}

export interface Movements {
  /** Length of each, ms. */
  readonly length: number;
  readonly movements: readonly Movement[];
}

/** No more than `most`, each as long as whole steps of the curve. */
export function movementsOf(
  { sinceStart: points, stepMs }: Pick<RetentionCurves, 'sinceStart' | 'stepMs'>,
  timeZone: string,
  most = MAX_BARS,
): Movements {
  const [first] = points;
  if (first === undefined) return { length: stepMs, movements: [] };
  const nice = niceStep(points.length * stepMs, most);
  const length = Math.ceil(Math.max(nice, stepMs) / stepMs) * stepMs;
  const origin = startOfPeriod(first.start, 'day', timeZone);
  const movements = grouped(points, { length, origin }).map((group) => ({
    start: group.start,
    arrivals: group.points.reduce((sum, { arrivals }) => sum + arrivals, 0),
    departures: group.points.reduce((sum, { departures }) => sum + departures, 0),
  }));
  return { length, movements };
}

/** An axis from the most departures up to the most arrivals, both in the same steps. */
function bothWays(movements: readonly Movement[], formats: ReportFormats): { y: Scale; rows: Axis[] } {
  const up = movements.reduce((most, { arrivals }) => Math.max(most, arrivals), 1);
  const down = movements.reduce((most, { departures }) => Math.max(most, departures), 1);
  const [, step = 1] = roundTicks(up + down);
  const [first, last] = [-Math.ceil(down / step), Math.ceil(up / step)];
  const y = linear([first * step, last * step], [CHART.bottom, CHART.top]);
  const rows = Array.from({ length: last - first + 1 }, (_, index) => {
    const value = (first + index) * step;
    return { at: y(value), label: formats.count(Math.abs(value)) };
  });
  return { y, rows };
}

/** Bars upwards for who came, downwards for who went. */
export function arrivalsChart(
  { length, movements }: Movements,
  { words, formats }: { readonly words: ChartWords; readonly formats: ReportFormats },
): Markup {
  const { left, right } = CHART;
  const span = { from: movements[0]?.start ?? 0, to: (movements.at(-1)?.start ?? 0) + length };
  const x = linear([span.from, span.to], [left, right]);
  const { y, rows } = bothWays(movements, formats);
  const columns = timeTicks(span.from, span.to, formats.timeZone).map((time) => {
    return { at: x(time), label: formats.tick(time, span) };
  });
  const bar = (kind: string, start: number, [from, to]: readonly [number, number]) => {
    const width = Math.max(0.5, x(start + length) - x(start) - 1);
    return markup`<rect class="${kind}" x="${x(start)}" y="${y(to)}" width="${width}" height="${y(from) - y(to)}"/>`;
  };
  return chart(words, {
    ...{ rows, columns },
    content: markup`${movements.map(({ start, arrivals, departures }) => [
      arrivals > 0 && bar('arrivals', start, [0, arrivals]),
      departures > 0 && bar('departures', start, [-departures, 0]),
    ])}<path class="zero" d="M${left} ${y(0)}H${right}"/>`,
  });
}
