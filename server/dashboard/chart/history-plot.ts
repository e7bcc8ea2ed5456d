import uPlot from 'uplot';
import type { Formats } from '../format/formats.ts';
import type { Times } from '../format/times.ts';
import { drawGaps, drawPeak } from './draw-marks.ts';
import { type HistoryColumns, stepUnder } from './history-columns.ts';
import type { Palette } from './plot-colors.ts';
import { AXIS_FONT, countAxis } from './plot-options.ts';

export interface HistoryPlotContext {
  readonly formats: Formats;
  readonly times: Times;
  readonly palette: Palette;
  readonly columns: HistoryColumns;
  readonly onCursor: (index: number | null) => void;
  readonly onZoom: (isZoomed: boolean) => void;
}

const DAY = 86_400;
const STEPS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200];
const INCREMENTS = [...STEPS, ...[1, 2, 3, 5, 7, 14, 28, 56, 112, 182, 364].map((days) => days * DAY)];
const NARROW = 600;

function heightFor(width: number): number {
  return width < NARROW ? 220 : 300;
}

function repeatLast(column: readonly (number | null)[]): (number | null)[] {
  return [...column, column.at(-1) ?? null];
}

/** The last step is drawn for as long as it lasts. */
function dataOf({ x, minimum, peak, average, other, step }: HistoryColumns): uPlot.AlignedData {
  const last = x.at(-1);
  const columns = [peak, minimum, average, ...(other ? [other] : [])];
  if (last === undefined) return [[], ...columns] as uPlot.AlignedData;
  return [[...x, last + step], ...columns.map(repeatLast)] as uPlot.AlignedData;
}

/** Average with its band, and the average of another span laid over it, over any range. */
export class HistoryPlot {
  readonly #host: HTMLElement;
  readonly #context: HistoryPlotContext;
  readonly #plot: uPlot;
  readonly #resizes: ResizeObserver;

  constructor(host: HTMLElement, context: HistoryPlotContext) {
    this.#host = host;
    this.#context = context;
    const width = host.clientWidth;
    this.#plot = new uPlot(this.#options(width), [[], [], [], [], []] as uPlot.AlignedData, host);
    this.#plot.batch(() => {
      this.#plot.setData(dataOf(context.columns), false);
      this.#plot.setScale('x', this.#axis());
    });
    this.#resizes = new ResizeObserver(() => this.#resize());
    this.#resizes.observe(host);
  }

  /** Puts the cursor on a step; null takes it away. */
  point(index: number | null): void {
    const { x, step } = this.#context.columns;
    const start = index === null ? undefined : x[index];
    if (start === undefined) this.#plot.setCursor({ left: -10, top: -10 });
    else this.#plot.setCursor({ left: this.#plot.valToPos(start + step / 2, 'x'), top: 1 });
  }

  resetZoom(): void {
    this.#plot.setScale('x', this.#axis());
    this.#context.onZoom(false);
  }

  recolor(): void {
    this.#context.palette.forget();
    this.#plot.redraw();
  }

  destroy(): void {
    this.#resizes.disconnect();
    this.#plot.destroy();
  }

  #axis(): { min: number; max: number } {
    const { x, step } = this.#context.columns;
    return { min: x[0] ?? 0, max: (x.at(-1) ?? 0) + step };
  }

  #options(width: number): uPlot.Options {
    const { columns, times, palette } = this.#context;
    const { colors } = palette;
    const paths = uPlot.paths.stepped?.({ align: 1, alignGaps: 1 });
    const steps = { points: { show: false }, ...(paths && { paths }) };
    const edge = { ...steps, stroke: () => colors().edge, width: 1 };
    const other = { ...steps, stroke: () => colors().leaves, width: 2, dash: [6, 4] };
    return {
      ...{ width, height: heightFor(width), legend: { show: false }, padding: [14, 24, 0, 0] },
      tzDate: (second) => uPlot.tzDate(new Date(second * 1000), times.zone),
      scales: {
        x: { time: columns.other === null },
        y: { range: (_plot, _low, high) => [0, (high ?? 0) + Math.max(2, (high ?? 0) * 0.15)] },
      },
      axes: [this.#timeAxis(), countAxis({ formats: this.#context.formats, colors })],
      series: [
        {},
        edge,
        edge,
        { ...steps, stroke: () => colors().line, width: 2 },
        ...(columns.other ? [other] : []),
      ],
      bands: [{ series: [1, 2], fill: () => colors().band }],
      cursor: {
        ...{ y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
        bind: {
          dblclick: () => () => {
            this.resetZoom();
            return null;
          },
        },
      },
      hooks: {
        setCursor: [(plot) => this.#readCursor(plot)],
        setSelect: [(plot) => this.#zoom(plot)],
        drawClear: [(plot) => drawGaps(plot, columns.average, { colors: colors(), step: columns.step })],
        draw: [(plot) => this.#drawHighest(plot)],
      },
    };
  }

  #timeAxis(): uPlot.Axis {
    const { palette, columns, times, formats } = this.#context;
    const { colors } = palette;
    const elapsed = (_plot: uPlot, splits: number[]) =>
      splits.map((second) => `+${formats.durations.span(second)}`);
    const clock = (plot: uPlot, splits: number[]) => {
      const long = (plot.scales.x?.max ?? 0) - (plot.scales.x?.min ?? 0) > 2 * DAY;
      const isDays = (splits[1] ?? 0) - (splits[0] ?? 0) >= DAY;
      const write = isDays ? times.day : long ? times.dayMinute : times.minute;
      return splits.map((second) => write(second * 1000));
    };
    return {
      ...{ stroke: () => colors().text, font: AXIS_FONT, incrs: INCREMENTS, size: 28, space: 96 },
      values: columns.other ? elapsed : clock,
      grid: { show: false },
      ticks: { stroke: () => colors().grid, width: 1, size: 4 },
    };
  }

  #readCursor(plot: uPlot): void {
    const { left = -1 } = plot.cursor;
    const { columns, onCursor } = this.#context;
    onCursor(left < 0 ? null : stepUnder(columns, plot.posToVal(left, 'x')));
  }

  #zoom(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 4) return;
    plot.setScale('x', { min: plot.posToVal(left, 'x'), max: plot.posToVal(left + width, 'x') });
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#context.onZoom(true);
  }

  #drawHighest(plot: uPlot): void {
    const { columns, formats, palette } = this.#context;
    let best = -1;
    columns.peak.forEach((value, index) => {
      if (value !== null && value > (columns.peak[best] ?? 0)) best = index;
    });
    const start = columns.x[best];
    const value = columns.peak[best];
    if (start === undefined || typeof value !== 'number') return;
    const second = start + columns.step / 2;
    drawPeak(plot, { second, value, label: formats.numbers.count(value) }, palette.colors());
  }

  #resize(): void {
    const width = this.#host.clientWidth;
    if (width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: heightFor(width) });
  }
}
