import type { Peak } from '../../../figures/span-peak.ts';
import type { ConcurrencyCurve } from '../concurrency.ts';
import type { ReportFormats } from '../page/formats.ts';
import { type Markup, markup } from '../page/markup.ts';
import { CHART, type ChartWords, chart, gapMarks, upwards } from './chart.ts';
import { grouped, mostOf } from './grouped.ts';
import { areaPath, linePath, type Place } from './path.ts';
import { linear } from './scale.ts';
import { timeTicks } from './time-ticks.ts';

/** More places than this cannot be told apart. */
const MAX_PLACES = 660;

/** A peak over a stretch of the chart, ms. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly peak: number | null;
}

function stretchesOf({ points, from, to }: ConcurrencyCurve): Stretch[] {
  const step = points.length === 0 ? 1 : (to - from) / points.length;
  const length = Math.ceil(points.length / MAX_PLACES) * step;
  return grouped(points, { length, origin: from }).map((group) => ({
    from: group.start,
    to: Math.min(to, group.start + length),
    peak: mostOf(group.points.map(({ peak }) => peak)),
  }));
}

/** Stretches of which nothing is known, as long as they go on. */
function gapsOf(parts: readonly Stretch[]): Stretch[] {
  const gaps: Stretch[] = [];
  for (const part of parts) {
    if (part.peak !== null) continue;
    const last = gaps.at(-1);
    if (last?.to === part.from) gaps[gaps.length - 1] = { ...last, to: part.to };
    else gaps.push(part);
  }
  return gaps;
}

const middle = ({ from, to }: Stretch) => (from + to) / 2;

/** A label at the peak that stays within the drawing. */
function peakMark({
  x,
  y,
  label,
}: {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}): Markup {
  const { left, right } = CHART;
  const third = (right - left) / 4;
  const anchor = x < left + third ? 'start' : x > right - third ? 'end' : 'middle';
  return markup`<g class="peak"><path d="M${x} ${CHART.bottom}V${y}"/><circle cx="${x}" cy="${y}" r="4"/>
<text x="${x}" y="${y - 9}" text-anchor="${anchor}">${label}</text></g>`;
}

/** How many were there at the same time, with the peak where it was reached. */
export function concurrencyChart(
  curve: ConcurrencyCurve,
  {
    peak,
    words,
    formats,
  }: { readonly peak: Peak; readonly words: ChartWords; readonly formats: ReportFormats },
): Markup {
  const parts = stretchesOf(curve);
  const x = linear([curve.from, curve.to], [CHART.left, CHART.right]);
  const { y, rows } = upwards(
    Math.max(peak.value, mostOf(parts.map((part) => part.peak)) ?? 0),
    formats.count,
  );
  const places = parts.map((part): Place => (part.peak === null ? null : [x(middle(part)), y(part.peak)]));
  const gaps = gapsOf(parts).map(({ from, to }) => [x(from), x(to)] as const);
  const columns = timeTicks(curve.from, curve.to, formats.timeZone).map((time) => {
    return { at: x(time), label: formats.tick(time, curve) };
  });
  const isInside = peak.at !== null && peak.at >= curve.from && peak.at < curve.to;
  const label = `${formats.count(peak.value)} · ${isInside ? formats.row(peak.at ?? 0, curve) : ''}`;
  return chart(words, {
    ...{ rows, columns },
    content: markup`${gapMarks(gaps)}
<path class="area" d="${areaPath(places, CHART.bottom)}"/>
<path class="line" d="${linePath(places)}"/>
${isInside ? peakMark({ x: x(peak.at ?? 0), y: y(peak.value), label }) : ''}`,
  });
}
