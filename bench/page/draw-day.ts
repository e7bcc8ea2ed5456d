import uPlot from 'uplot';
import { columnsOf } from '../../server/dashboard/chart/curve-columns.ts';
import type { HistoryColumns } from '../../server/dashboard/chart/history-columns.ts';
import { HistoryPlot } from '../../server/dashboard/chart/history-plot.ts';
import { MinutePlots } from '../../server/dashboard/chart/minute-plots.ts';
import { paletteOf } from '../../server/dashboard/chart/plot-colors.ts';
import { createFormats } from '../../server/dashboard/format/formats.ts';
import type { CurvePoint } from '../../server/dashboard/store/day-curve.ts';

const MINUTES = 1440;
const FROM = Date.UTC(2026, 4, 4) / 1000;
const SIZE = { width: 1200, height: 300 };

/** A day that rises and falls, and is restless from minute to minute. */
function day(): CurvePoint[] {
  return Array.from({ length: MINUTES }, (_, minute) => {
    const height = 900 * Math.sin((minute / MINUTES) * Math.PI) + 90 * Math.sin(minute / 7) + 120;
    const average = height + 20 * Math.sin(minute * 12.9898);
    const joins = Math.round(Math.abs(40 * Math.sin(minute * 78.233)));
    const leaves = Math.round(Math.abs(40 * Math.cos(minute * 37.719)));
    return {
      average,
      peak: Math.ceil(average + joins),
      minimum: Math.floor(average - leaves),
      joins,
      leaves,
      uniques: null,
    };
  });
}

/** Made once by every page, long before it draws. */
const formats = createFormats('en-GB', 'UTC');
const points = day();
const columns = columnsOf(points, { from: FROM, step: 60 });

function host(): HTMLElement {
  const element = document.createElement('div');
  document.body.append(element);
  return element;
}

const nothing = () => undefined;

/** The two charts of the desk: five series. */
function drawDesk(): void {
  const hosts = { curve: host(), flow: host() };
  const plots = new MinutePlots(hosts, {
    ...{ formats, palette: paletteOf(hosts.curve), columns: () => columns, step: 60, close: () => false },
    isByMode: false,
    ...{ onCursor: nothing, onZoom: nothing, onResetZoom: nothing },
  });
  plots.show(columns, { min: FROM, max: FROM + MINUTES * 60 });
}

/** That of the history, which compares with another day: four series. */
function drawHistory(): void {
  const element = host();
  const { seconds, minimum, peak, average, step } = columns;
  const history: HistoryColumns = {
    ...{ x: seconds, minimum, peak, average, step, other: [...average].reverse() },
    ...{ points: [], otherPoints: [] },
  };
  const marks = { palette: paletteOf(element), onCursor: nothing, onZoom: nothing };
  new HistoryPlot(element, { formats, times: formats.times, columns: history, ...marks });
}

/** Six plain lines over the same day. */
function drawBare(): void {
  const { seconds, minimum, peak, average, joins, leaves } = columns;
  const lines = [minimum, peak, average, joins, leaves, [...average].reverse()];
  const series = [{}, ...lines.map(() => ({ stroke: 'black' }))];
  new uPlot({ ...SIZE, series, legend: { show: false } }, [seconds, ...lines] as uPlot.AlignedData, host());
}

/** From the beginning of a frame until it has been painted, ms. */
function painted(draw: () => void): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const from = performance.now();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - from);
      draw();
      // A task of its own, so that it comes after this frame.
      port2.postMessage(null);
    });
  });
}

const DRAWN = { desk: drawDesk, history: drawHistory, bare: drawBare };

Object.assign(globalThis, { drawDay: (kind: keyof typeof DRAWN) => painted(DRAWN[kind]) });
