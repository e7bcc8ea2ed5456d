import { useEffect, useRef } from 'preact/hooks';
import { axisOf, type ChartSpan } from '../chart/chart-span.ts';
import type { CurveColumns } from '../chart/curve-columns.ts';
import { MinutePlots } from '../chart/minute-plots.ts';
import { followScheme, paletteOf } from '../chart/plot-colors.ts';
import { startOfDayIn } from '../format/zoned.ts';
import { useNow, usePage } from './page-context.ts';
import { nextIndex } from './reading-keys.ts';
import { useInSight } from './use-in-sight.ts';

export interface MinuteChartsProps {
  readonly columns: CurveColumns;
  readonly span: ChartSpan;
  readonly changeSpan: (span: ChartSpan) => void;
  /** The step being read, by hand or by keyboard. */
  readonly index: number | null;
  readonly read: (index: number | null, by: 'hand' | 'keyboard') => void;
  /** What the charts are of, from and to a time. */
  readonly label: (from: string, to: string) => string;
}

/** The two canvases, drawn by uPlot; everything that they show is also there as text. */
export function MinuteCharts(props: MinuteChartsProps) {
  const { formats, theme, now: then } = usePage();
  const isPast = then !== undefined;
  const shown = useNow();
  const latest = useRef(props);
  latest.current = props;
  const plots = useRef<MinutePlots | null>(null);
  const curve = useRef<HTMLDivElement>(null);
  const flow = useRef<HTMLDivElement>(null);
  const { columns, span } = props;
  const isByMode = columns.modes !== null;
  const look = theme.theme.value;
  const inSight = useInSight(curve).value;
  const isDrawn = useRef(false);

  useEffect(() => {
    const hosts = curve.current && flow.current && { curve: curve.current, flow: flow.current };
    if (!hosts) return;
    const palette = paletteOf(hosts.curve);
    const drawn = new MinutePlots(hosts, {
      formats,
      palette,
      columns: () => latest.current.columns,
      step: latest.current.columns.step,
      isByMode,
      close: () => latest.current.span.kind !== 'day',
      onCursor: (index) => latest.current.read(index, 'hand'),
      onZoom: (min, max) => latest.current.changeSpan({ kind: 'zoom', min, max }),
      onResetZoom: () => latest.current.changeSpan({ kind: 'day' }),
    });
    plots.current = drawn;
    const unfollow = followScheme(() => drawn.recolor());
    return () => {
      unfollow();
      drawn.destroy();
    };
  }, [formats, isByMode]);

  useEffect(() => {
    // Once in any case: what is out of sight has its place, and may be looked at before it is told to be in sight.
    if (isDrawn.current && !inSight) return;
    isDrawn.current = plots.current !== null;
    const now = shown.peek();
    const first = columns.seconds[0] ?? now / 1000;
    const dayStart = isPast ? first : startOfDayIn(formats.times.zone, now) / 1000;
    plots.current?.show(columns, axisOf(span, { first, dayStart, now: now / 1000 }));
  }, [columns, span, inSight, formats, isPast, isByMode]);

  useEffect(() => plots.current?.recolor(), [look]);

  function onKeyDown(event: KeyboardEvent): void {
    const next = nextIndex(event.key, props.index, columns.seconds.length - 1);
    if (next === undefined) return;
    event.preventDefault();
    plots.current?.point(next);
    props.read(next, 'keyboard');
  }

  const time = formats.times[columns.step < 60 ? 'second' : 'minute'];
  const from = time((columns.seconds[0] ?? 0) * 1000);
  const to = time((columns.seconds.at(-1) ?? 0) * 1000);
  return (
    <div
      class="charts"
      role="slider"
      tabIndex={0}
      aria-label={props.label(from, to)}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, columns.seconds.length - 1)}
      aria-valuenow={props.index ?? Math.max(0, columns.seconds.length - 1)}
      aria-valuetext={time((columns.seconds[props.index ?? columns.seconds.length - 1] ?? 0) * 1000)}
      onKeyDown={onKeyDown}
    >
      <div class="chart" ref={curve} />
      <div class="chart" ref={flow} />
    </div>
  );
}
