import { startOfPeriod } from '../../../figures/calendar.ts';
import { arrivalsChart, type Movement, movementsOf } from '../chart/arrivals-chart.ts';
import { concurrencyChart } from '../chart/concurrency-chart.ts';
import { grouped, mostOf, sumOf } from '../chart/grouped.ts';
import { niceStep } from '../chart/time-ticks.ts';
import type { ConcurrencyCurve } from '../concurrency.ts';
import type { EventReport } from '../event-report.ts';
import type { RetentionCurves } from '../retention-curves.ts';
import type { ReportFormats } from './formats.ts';
import { type Markup, markup } from './markup.ts';
import { colorKey, goneSection, section, table } from './parts.ts';
import { texts } from './texts.ts';

/** Rows of a table beside a chart. */
const ROWS = 16;

function concurrencyTable(curve: ConcurrencyCurve, formats: ReportFormats): Markup {
  const step = (curve.to - curve.from) / Math.max(1, curve.points.length);
  const length = Math.max(step, niceStep(curve.to - curve.from, ROWS - 1));
  const origin = startOfPeriod(curve.from, 'day', formats.timeZone);
  const write = (value: number | null) => (value === null ? texts.noData : formats.count(value));
  const least = (values: readonly (number | null)[]) => {
    const most = mostOf(values.map((value) => (value === null ? null : -value)));
    return most === null ? null : -most;
  };
  const rows = grouped(curve.points, { length, origin }).map(({ start, points }) => [
    formats.row(Math.max(start, curve.from), curve),
    write(mostOf(points.map(({ peak }) => peak))),
    write(least(points.map(({ minimum }) => minimum))),
    write(sumOf(points.map(({ joins }) => joins))),
    write(sumOf(points.map(({ leaves }) => leaves))),
  ]);
  const { columns, table: caption } = texts.concurrency;
  return table({ caption: caption(formats.step(length)), columns, rows });
}

export function concurrencySection(report: EventReport, formats: ReportFormats): Markup {
  const { concurrency: curve, span, summary } = report;
  const { title, caption, steps, ...words } = texts.concurrency;
  if (curve === null || span === null) return goneSection(title);
  const { value, at } = summary.peak;
  const peak = at === null ? words.noPeak : words.peak(formats.count(value), formats.instant(at));
  const description = words.description(peak, formats.instant(span.from), formats.instant(span.to));
  const drawn = concurrencyChart(curve, {
    ...{ peak: summary.peak, formats },
    words: { id: 'concurrency', title, description },
  });
  const content = markup`<figure><figcaption>${caption(steps[curve.step])}</figcaption>${drawn}</figure>
${concurrencyTable(curve, formats)}`;
  return section(title, curve.dataThrough, content, formats);
}

const byArrivals = (a: Movement, b: Movement) => b.arrivals - a.arrivals || a.start - b.start;

function movementsTable(retention: RetentionCurves, formats: ReportFormats): Markup {
  const { length, movements } = movementsOf(retention, formats.timeZone, ROWS - 1);
  const span = { from: movements[0]?.start ?? 0, to: (movements.at(-1)?.start ?? 0) + length };
  const rows = movements.map(({ start, arrivals, departures }) => [
    formats.row(start, span),
    ...[arrivals, departures].map(formats.count),
  ]);
  const { columns, table: caption } = texts.movements;
  return table({ caption: caption(formats.step(length)), columns, rows });
}

export function movementsSection({ retention }: EventReport, formats: ReportFormats): Markup {
  const { title, caption, arrivals, departures, description } = texts.movements;
  if (retention === null) return goneSection(title);
  const bars = movementsOf(retention, formats.timeZone);
  const [most] = [...bars.movements].sort(byArrivals);
  const words = {
    ...{ id: 'movements', title },
    description: description(
      formats.count(retention.attendees),
      formats.count(most?.arrivals ?? 0),
      formats.instant(most?.start ?? 0),
    ),
  };
  const content = markup`<figure><figcaption>${caption(formats.step(bars.length))}<br>
${colorKey('arrivals', arrivals)}${colorKey('departures', departures)}</figcaption>
${arrivalsChart(bars, { words, formats })}</figure>
${movementsTable(retention, formats)}`;
  return section(title, retention.dataThrough, content, formats);
}
