import { type Markup, markup } from '../page/markup.ts';
import { linear, roundTicks, type Scale } from './scale.ts';

/** Size of a chart in the units of its drawing, and where its plot lies. */
export const CHART = { width: 720, height: 230, left: 64, right: 696, top: 22, bottom: 200 } as const;

export interface ChartWords {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** Says what is to be seen. */
  readonly description: string;
}

export interface Axis {
  readonly at: number;
  readonly label: string;
}

/** A chart that says in words what it shows; `content` lies over its axes. */
export function chart(
  { id, title, description }: ChartWords,
  {
    rows,
    columns,
    content,
  }: { readonly rows: readonly Axis[]; readonly columns: readonly Axis[]; readonly content: Markup },
): Markup {
  const { width, height, left, right, top, bottom } = CHART;
  return markup`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-description">
<title id="${id}-title">${title}</title>
<desc id="${id}-description">${description}</desc>
<g class="grid">${rows.map(({ at }) => markup`<path d="M${left} ${at}H${right}"/>`)}</g>
<g class="ticks">${columns.map(({ at }) => markup`<path d="M${at} ${bottom}v5"/>`)}</g>
${content}
<g class="labels labels-left">${rows.map(({ at, label }) => markup`<text x="${left - 7}" y="${at + 4}">${label}</text>`)}</g>
<g class="labels labels-below">${columns.map(({ at, label }) => markup`<text x="${at}" y="${bottom + 20}">${label}</text>`)}</g>
<path class="base" d="M${left} ${bottom}H${right}V${top}"/>
</svg>`;
}

/** Values from 0 up to a round one. */
export function upwards(most: number, write: (value: number) => string): { y: Scale; rows: Axis[] } {
  const ticks = roundTicks(most);
  const y = linear([0, ticks.at(-1) ?? 1], [CHART.bottom, CHART.top]);
  return { y, rows: ticks.map((tick) => ({ at: y(tick), label: write(tick) })) };
}

/** Where nothing is known: a hatched stretch for each gap. `ends`: places of its begin and end. */
export function gapMarks(ends: readonly (readonly [from: number, to: number])[]): Markup[] {
  const { top, bottom } = CHART;
  return ends.map(
    ([from, to]) =>
      markup`<rect class="gap" x="${from}" y="${top}" width="${Math.max(1, to - from)}" height="${bottom - top}"/>`,
  );
}
