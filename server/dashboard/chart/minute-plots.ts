import uPlot from 'uplot';
import { type CurveColumns, endOfLast } from './curve-columns.ts';
import type { Palette } from './plot-colors.ts';
import { curveOptions, flowOptions, type PlotContext } from './plot-options.ts';

/** Where the two charts are drawn. */
export interface PlotHosts {
  readonly curve: HTMLElement;
  readonly flow: HTMLElement;
}

export interface MinutePlotsContext extends Omit<PlotContext, 'colors'> {
  readonly palette: Palette;
}

const NO_CURSOR = { left: -10, top: -10 };
const FLOW_HEIGHT = 88;
const NARROW = 600;

function curveHeight(width: number): number {
  return width < NARROW ? 200 : 240;
}

/** Seconds since the epoch. */
interface Axis {
  readonly min: number;
  readonly max: number;
}

function repeatLast(column: readonly (number | null)[]): (number | null)[] {
  return [...column, column.at(-1) ?? null];
}

function align(columns: readonly (readonly (number | null)[])[]): uPlot.AlignedData {
  return columns as uPlot.AlignedData;
}

/** The curve and, below it on the same axis, joins and leaves. */
export class MinutePlots {
  readonly #hosts: PlotHosts;
  readonly #curve: uPlot;
  readonly #flow: uPlot;
  readonly #resizes: ResizeObserver;
  readonly #step: number;
  readonly #palette: Palette;

  constructor(hosts: PlotHosts, { palette, ...rest }: MinutePlotsContext) {
    const context = { ...rest, colors: palette.colors };
    this.#hosts = hosts;
    this.#palette = palette;
    this.#step = context.step;
    const width = hosts.curve.clientWidth;
    this.#curve = new uPlot(
      curveOptions(context, { width, height: curveHeight(width) }),
      align(context.isByMode ? [[], [], []] : [[], [], [], []]),
      hosts.curve,
    );
    this.#flow = new uPlot(
      flowOptions(context, { width, height: FLOW_HEIGHT }),
      align([[], [], []]),
      hosts.flow,
    );
    this.#resizes = new ResizeObserver(() => this.#resize());
    this.#resizes.observe(hosts.curve);
  }

  show(columns: CurveColumns, axis: Axis): void {
    const { seconds, peak, minimum, average, joins, leaves, modes } = columns;
    const end = endOfLast(columns, axis.max * 1000);
    const curve = modes ? [seconds, modes.live, modes.onDemand] : [seconds, peak, minimum, average];
    const drawn = end === null ? curve : [[...seconds, end], ...curve.slice(1).map(repeatLast)];
    this.#draw(this.#curve, align(drawn), axis);
    this.#draw(this.#flow, align([seconds, joins, leaves]), axis);
  }

  /** Puts the cursor on a step; null takes it away. */
  point(index: number | null): void {
    const second = index === null ? undefined : this.#curve.data[0][index];
    if (second === undefined) {
      this.#curve.setCursor(NO_CURSOR);
      return;
    }
    const middle = Math.min(second + this.#step / 2, this.#curve.scales.x?.max ?? second);
    this.#curve.setCursor({ left: this.#curve.valToPos(middle, 'x'), top: 1 });
  }

  /** Draws again, in the colours of another theme. */
  recolor(): void {
    this.#palette.forget();
    this.#curve.redraw();
    this.#flow.redraw();
  }

  destroy(): void {
    this.#resizes.disconnect();
    this.#curve.destroy();
    this.#flow.destroy();
  }

  #draw(plot: uPlot, data: uPlot.AlignedData, axis: Axis): void {
    plot.batch(() => {
      plot.setData(data, false);
      plot.setScale('x', axis);
    });
  }

  #resize(): void {
    const width = this.#hosts.curve.clientWidth;
    if (width === 0 || width === this.#curve.width) return;
    this.#curve.setSize({ width, height: curveHeight(width) });
    this.#flow.setSize({ width, height: FLOW_HEIGHT });
  }
}
