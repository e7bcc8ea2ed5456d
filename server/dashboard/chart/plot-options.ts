import uPlot from 'uplot';
import type { Formats } from '../format/formats.ts';
import { type CurveColumns, highest, stepUnder } from './curve-columns.ts';
import { drawGaps, drawPeak } from './draw-marks.ts';
import type { PlotColors } from './plot-colors.ts';

/** What both charts read while they draw; it changes under them. */
export interface PlotContext {
  readonly formats: Formats;
  readonly colors: () => PlotColors;
  readonly columns: () => CurveColumns;
  /** Length of the steps of both charts, seconds. */
  readonly step: number;
  /** Whether only a part of the day is shown, so that the reader is after small changes. */
  readonly close: () => boolean;
  /** Whether there is a line for each mode instead of one with its band. */
  readonly isByMode: boolean;
  /** Index of the step under the cursor, null when there is none. */
  readonly onCursor: (index: number | null) => void;
  /** The reader has dragged over a span, in seconds. */
  readonly onZoom: (min: number, max: number) => void;
  readonly onResetZoom: () => void;
}

export const AXIS_FONT = '12px system-ui, sans-serif';
const AXIS_WIDTH = 52;
const SECOND_STEPS = [5, 10, 15, 30];
const MINUTE_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440].map((minutes) => minutes * 60);
const COUNT_STEPS = [1, 2, 5].flatMap((step) => [0, 1, 2, 3, 4, 5, 6].map((power) => step * 10 ** power));

function timeAxis({ formats, colors, step }: PlotContext): uPlot.Axis {
  return {
    stroke: () => colors().text,
    font: AXIS_FONT,
    incrs: step < 60 ? [...SECOND_STEPS, ...MINUTE_STEPS] : MINUTE_STEPS,
    size: 28,
    space: 72,
    values: (_plot, splits, _axis, _space, between) =>
      splits.map((second) => formats.times[between < 60 ? 'second' : 'minute'](second * 1000)),
    grid: { show: false },
    ticks: { stroke: () => colors().grid, width: 1, size: 4 },
  };
}

export function countAxis({ formats, colors }: Pick<PlotContext, 'formats' | 'colors'>): uPlot.Axis {
  return {
    stroke: () => colors().text,
    font: AXIS_FONT,
    size: AXIS_WIDTH,
    incrs: COUNT_STEPS.sort((a, b) => a - b),
    values: (_plot, splits) => splits.map((value) => formats.numbers.count(Math.abs(value))),
    grid: { stroke: () => colors().grid, width: 1 },
    ticks: { show: false },
  };
}

function cursor(context: PlotContext): uPlot.Cursor {
  return {
    y: false,
    points: { show: false },
    drag: { x: true, y: false, setScale: false },
    // Both charts of a curve share one cursor.
    sync: { key: `steps of ${context.step}` },
    bind: {
      dblclick: () => () => {
        context.onResetZoom();
        return null;
      },
    },
  };
}

function readCursor(plot: uPlot, { columns, onCursor }: PlotContext): void {
  const { left = -1 } = plot.cursor;
  onCursor(left < 0 ? null : stepUnder(columns(), plot.posToVal(left, 'x')));
}

function hooks(context: PlotContext): uPlot.Hooks.Arrays {
  return {
    setCursor: [(plot) => readCursor(plot, context)],
    setSelect: [
      (plot) => {
        const { left, width } = plot.select;
        if (width < 4) return;
        context.onZoom(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
        plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      },
    ],
    drawClear: [
      (plot) => drawGaps(plot, context.columns().average, { colors: context.colors(), step: context.step }),
    ],
  };
}

function drawHighest(plot: uPlot, { columns, step, formats, colors }: PlotContext): void {
  const index = highest(columns());
  const second = columns().seconds[index];
  const value = columns().peak[index];
  if (second === undefined || typeof value !== 'number') return;
  drawPeak(plot, { second: second + step / 2, value, label: formats.numbers.count(value) }, colors());
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A whole day begins at zero, so that heights can be compared; a part of it is shown as large as it can be. */
function countRange({ close }: PlotContext, low: number | null, high: number | null): [number, number] {
  const top = high ?? 0;
  const bottom = close() ? (low ?? 0) : 0;
  const air = Math.max(2, (top - bottom) * 0.15);
  return [close() ? Math.max(0, bottom - air) : 0, top + air];
}

/** Room for half of a time at the right end. */
function rightOf({ step }: PlotContext): number {
  return step < 60 ? 30 : 20;
}

/** Hours and days of the axis begin in the zone that its times are written in. */
function tzDate({ formats }: PlotContext) {
  return (second: number) => uPlot.tzDate(new Date(second * 1000), formats.times.zone);
}

type Lines = Pick<uPlot.Options, 'series' | 'bands'>;

/** Average as a line, minimum to peak as a band around it. */
function bandedLine({ colors }: PlotContext, steps: uPlot.Series): Lines {
  const edge = { ...steps, stroke: () => colors().edge, width: 1 };
  return {
    series: [{}, edge, edge, { ...steps, stroke: () => colors().line, width: 2 }],
    bands: [{ series: [1, 2], fill: () => colors().band }],
  };
}

/** Told apart without colours, too. */
function modeLines({ colors }: PlotContext, steps: uPlot.Series): Lines {
  const line = { ...steps, stroke: () => colors().line, width: 2 };
  return { series: [{}, line, { ...line, stroke: () => colors().leaves, dash: [6, 4] }] };
}

/** The attendance: one line with its band, or one for each mode. */
export function curveOptions(context: PlotContext, size: Size): uPlot.Options {
  // A step is one figure: flat while it lasts, and gone at the first minute of a gap.
  const paths = uPlot.paths.stepped?.({ align: 1, alignGaps: 1 });
  const steps = { points: { show: false }, ...(paths && { paths }) };
  return {
    ...size,
    tzDate: tzDate(context),
    legend: { show: false },
    padding: [12, rightOf(context), 0, 0],
    scales: { x: { time: true }, y: { range: (_plot, low, high) => countRange(context, low, high) } },
    axes: [timeAxis(context), countAxis(context)],
    ...(context.isByMode ? modeLines(context, steps) : bandedLine(context, steps)),
    cursor: cursor(context),
    hooks: { ...hooks(context), draw: context.isByMode ? [] : [(plot) => drawHighest(plot, context)] },
  };
}

/** Neither side so flat that its label runs into the zero. */
function flowRange(low: number, high: number): [number, number] {
  return [Math.min(low, Math.floor(-0.5 * high), -2), Math.max(high, Math.ceil(-0.5 * low), 2)];
}

/** Narrower than this, pixels of the canvas, bars cannot be told apart. */
const NARROWEST_BAR = 2;

/** Bars, and one shape around them all where they are too narrow to be seen, which takes a fraction of the time. */
function flowPaths(step: number): uPlot.Series.PathBuilder {
  const bars = uPlot.paths.bars?.({ size: [0.8, 60], align: 1 });
  const shape = uPlot.paths.stepped?.({ align: 1, alignGaps: 1 });
  return (plot, series, first, last) => {
    const width = plot.valToPos(step, 'x', true) - plot.valToPos(0, 'x', true);
    const paths = width < NARROWEST_BAR ? shape : bars;
    return paths?.(plot, series, first, last) ?? null;
  };
}

/** Joins stand on the zero line, leaves hang below it. */
export function flowOptions(context: PlotContext, size: Size): uPlot.Options {
  const { colors } = context;
  const bars = { width: 0, points: { show: false }, fillTo: 0, paths: flowPaths(context.step) };
  return {
    ...size,
    tzDate: tzDate(context),
    legend: { show: false },
    padding: [8, rightOf(context), 8, 0],
    scales: {
      x: { time: true },
      y: { range: (_plot, low, high) => flowRange(low ?? 0, high ?? 0) },
    },
    axes: [
      { ...timeAxis(context), show: false },
      { ...countAxis(context), splits: (_plot, _axis, low, high) => [low, 0, high] },
    ],
    series: [{}, { ...bars, fill: () => colors().joins }, { ...bars, fill: () => colors().leaves }],
    cursor: cursor(context),
    hooks: hooks(context),
  };
}
