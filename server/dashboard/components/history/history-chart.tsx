import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type HistoryColumns, historyColumns } from '../../chart/history-columns.ts';
import { HistoryPlot } from '../../chart/history-plot.ts';
import { followScheme, paletteOf } from '../../chart/plot-colors.ts';
import type { Times } from '../../format/times.ts';
import type { SeriesPoint } from '../../rest/answers.ts';
import type { HistoryAnswer } from '../../store/history/history-store.ts';
import { STEP_MS } from '../../store/history/range.ts';
import { historyTexts } from '../../texts/history.ts';
import { usePage } from '../page-context.ts';
import { nextIndex } from '../reading-keys.ts';

const own = historyTexts.chart;

interface Reading {
  readonly index: number | null;
  readonly by: 'hand' | 'keyboard';
}

function Figures({ point }: { point: SeriesPoint | null }) {
  const { numbers } = usePage().formats;
  if (point?.average == null || point.minimum === null || point.peak === null)
    return <span class="readout-entry">{own.noData}</span>;
  const band = `${numbers.count(point.minimum)} – ${numbers.count(point.peak)}`;
  return (
    <>
      <span class="readout-entry">
        <span class="key key-average" aria-hidden="true" />
        {own.average} <strong data-testid="history-average">{numbers.average(point.average)}</strong>
      </span>
      <span class="readout-entry">
        <span class="key key-band" aria-hidden="true" />
        {own.band} <strong>{band}</strong>
      </span>
    </>
  );
}

interface ReadoutProps {
  readonly columns: HistoryColumns;
  readonly reading: Reading;
  readonly timeOf: (index: number) => string;
}

function Readout({ columns, reading, timeOf }: ReadoutProps) {
  const { numbers } = usePage().formats;
  const index = reading.index ?? columns.x.length - 1;
  const other = columns.otherPoints[index]?.average ?? null;
  return (
    <div
      class="readout"
      aria-live={reading.by === 'keyboard' ? 'polite' : 'off'}
      data-testid="history-readout"
    >
      <span class="readout-time">{timeOf(index)}</span>
      <Figures point={columns.points[index] ?? null} />
      {columns.other && (
        <span class="readout-entry">
          <span class="key key-other" aria-hidden="true" />
          {own.other} <strong>{other === null ? own.noData : numbers.average(other)}</strong>
        </span>
      )}
    </div>
  );
}

interface ChartProps {
  readonly columns: HistoryColumns;
  readonly times: Times;
  readonly timeOf: (index: number) => string;
}

function Chart({ columns, times, timeOf }: ChartProps) {
  const { formats, theme } = usePage();
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<HistoryPlot | null>(null);
  const reading = useSignal<Reading>({ index: null, by: 'hand' });
  const zoomed = useSignal(false);
  const look = theme.theme.value;
  const last = columns.x.length - 1;

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const drawn = new HistoryPlot(element, {
      ...{ formats, times, columns, palette: paletteOf(element) },
      onCursor: (index) => {
        // The keyboard's step stays when the pointer only leaves.
        if (index !== null || reading.peek().by === 'hand') reading.value = { index, by: 'hand' };
      },
      onZoom: (isZoomed) => {
        zoomed.value = isZoomed;
      },
    });
    plot.current = drawn;
    reading.value = { index: null, by: 'hand' };
    zoomed.value = false;
    const unfollow = followScheme(() => drawn.recolor());
    return () => {
      unfollow();
      drawn.destroy();
    };
  }, [formats, times, columns, reading, zoomed]);

  useEffect(() => plot.current?.recolor(), [look]);

  function onKeyDown(event: KeyboardEvent): void {
    const next = nextIndex(event.key, reading.value.index, last);
    if (next === undefined) return;
    event.preventDefault();
    plot.current?.point(next);
    reading.value = { index: next, by: 'keyboard' };
  }

  return (
    <>
      <div class="curve-head">
        <h2 class="section-title">{own.title}</h2>
        {zoomed.value && (
          <button type="button" class="switch-reset" onClick={() => plot.current?.resetZoom()}>
            {own.resetZoom}
          </button>
        )}
      </div>
      <Readout columns={columns} reading={reading.value} timeOf={timeOf} />
      <div
        class="charts"
        role="slider"
        tabIndex={0}
        aria-label={own.label(timeOf(0), timeOf(last))}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={reading.value.index ?? last}
        aria-valuetext={timeOf(reading.value.index ?? last)}
        onKeyDown={onKeyDown}
      >
        <div class="chart" ref={host} />
      </div>
    </>
  );
}

/** The curve of the range, and of what it is compared with, from the beginning of each on. */
export function HistoryChart({ answer, times }: { answer: HistoryAnswer; times: Times }) {
  const { formats } = usePage();
  const columns = useMemo(
    () => historyColumns({ curve: answer.curve, other: answer.other, stepMs: STEP_MS[answer.step] }),
    [answer],
  );
  const isDays = answer.step === 'day';
  const timeOf = (index: number) => {
    const x = columns.x[index] ?? 0;
    if (columns.other) return own.elapsed(formats.durations.span(x));
    return isDays ? times.date(x * 1000) : times.dayMinute(x * 1000);
  };
  return (
    <section class="curve" aria-label={own.title}>
      {columns.x.length === 0 ? (
        <p class="quiet">{own.empty}</p>
      ) : (
        <Chart columns={columns} times={times} timeOf={timeOf} />
      )}
      <p class="soft small">{own.hint}</p>
    </section>
  );
}
