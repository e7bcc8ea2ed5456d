import type uPlot from 'uplot';
import { unknownRuns } from './gaps.ts';
import type { PlotColors } from './plot-colors.ts';

const HATCH_STEP = 7;

function hatch(
  ctx: CanvasRenderingContext2D,
  box: { x: number; y: number; width: number; height: number },
): void {
  const { x, y, width, height } = box;
  const step = HATCH_STEP * devicePixelRatio;
  ctx.beginPath();
  ctx.rect(x, y, width, height);
  ctx.clip();
  ctx.beginPath();
  for (let left = x - height; left < x + width; left += step) {
    ctx.moveTo(left, y + height);
    ctx.lineTo(left + height, y);
  }
  ctx.stroke();
}

export interface GapLook {
  readonly colors: PlotColors;
  /** How long each value holds, seconds. */
  readonly step?: number;
}

/** Hatches the steps of which nothing is known, so that a gap is not read as a fall to nobody. */
export function drawGaps(
  plot: uPlot,
  values: readonly (number | null)[],
  { colors, step = 60 }: GapLook,
): void {
  const { ctx, bbox } = plot;
  const seconds = plot.data[0];
  for (const [first, last] of unknownRuns(values)) {
    const start = seconds[first];
    const end = seconds[last];
    if (start === undefined || end === undefined) continue;
    const left = Math.max(bbox.left, plot.valToPos(start, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(end + step, 'x', true));
    if (right <= left) continue;
    ctx.save();
    ctx.strokeStyle = colors.gap;
    ctx.lineWidth = devicePixelRatio;
    hatch(ctx, { x: left, y: bbox.top, width: right - left, height: bbox.height });
    ctx.restore();
  }
}

export interface PeakMark {
  /** Seconds since the epoch. */
  readonly second: number;
  readonly value: number;
  readonly label: string;
}

/** Marks the highest peak, when it lies within the span that is shown. */
export function drawPeak(plot: uPlot, mark: PeakMark, colors: PlotColors): void {
  const { ctx, bbox } = plot;
  const x = plot.valToPos(mark.second, 'x', true);
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  const y = plot.valToPos(mark.value, 'y', true);
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.arc(x, y, 4 * ratio, 0, 2 * Math.PI);
  ctx.fillStyle = colors.line;
  ctx.strokeStyle = colors.surface;
  ctx.lineWidth = 2 * ratio;
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = colors.text;
  ctx.font = `${12 * ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'bottom';
  const width = ctx.measureText(mark.label).width;
  const left = Math.min(Math.max(x - width / 2, bbox.left), bbox.left + bbox.width - width);
  ctx.fillText(mark.label, left, y - 7 * ratio);
  ctx.restore();
}
