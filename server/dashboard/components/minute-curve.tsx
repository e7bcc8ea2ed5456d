import { useComputed, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { ChartSpan } from '../chart/chart-span.ts';
import { type CurveColumns, curveColumns } from '../chart/curve-columns.ts';
import { floorMinute } from '../store/day-curve.ts';
import type { ScopeDesk } from '../store/scope-desk.ts';
import { problemText, texts } from '../texts.ts';
import { CurveReadout } from './curve-readout.tsx';
import { CurveTable } from './curve-table.tsx';
import { MinuteCharts } from './minute-charts.tsx';
import { Notice } from './notice.tsx';
import { useNow } from './page-context.ts';
import { SpanSwitch } from './span-switch.tsx';
import { ZoneLine } from './zone-field.tsx';

interface Reading {
  readonly index: number | null;
  readonly by: 'hand' | 'keyboard';
}

interface ChartedProps {
  readonly columns: CurveColumns;
  readonly openMinute: number;
  readonly whole: string;
}

function Charted({ columns, openMinute, whole }: ChartedProps) {
  const span = useSignal<ChartSpan>({ kind: 'day' });
  const reading = useSignal<Reading>({ index: null, by: 'hand' });
  const changeSpan = (changed: ChartSpan) => {
    span.value = changed;
  };
  const { index, by } = reading.value;
  const shown = index ?? columns.seconds.length - 1;
  const second = columns.seconds[shown];
  return (
    <>
      <div class="curve-head">
        <h2 class="section-title">{texts.curve.title}</h2>
        <SpanSwitch span={span.value} change={changeSpan} whole={whole} />
      </div>
      <CurveReadout
        second={second}
        step={columns.step}
        point={columns.points[shown] ?? null}
        open={second === openMinute / 1000}
        spoken={by === 'keyboard'}
      />
      <MinuteCharts
        columns={columns}
        label={texts.curve.chart}
        span={span.value}
        changeSpan={changeSpan}
        index={index}
        read={(read, how) => {
          reading.value = { index: read, by: how };
        }}
      />
    </>
  );
}

export interface CurveWords {
  /** Name of the longest span. */
  readonly whole: string;
  readonly loading: string;
  readonly empty: string;
}

const TODAY: CurveWords = { ...texts.curve, whole: texts.curve.spans.day };

export interface MinuteCurveProps {
  readonly desk: { readonly curve: Pick<ScopeDesk['curve'], 'curve' | 'problem'> };
  /** What is said where it is not the curve of today. */
  readonly words?: CurveWords;
}

/** Today's curve, or that of a replay, with its readout, its span and its table. */
export function MinuteCurve({ desk, words = TODAY }: MinuteCurveProps) {
  const now = useNow();
  const curve = desk.curve.curve.value;
  const problem = desk.curve.problem.value;
  const missing = problem?.status === 404;
  const minute = useComputed(() => floorMinute(now.value)).value;
  const columns = useMemo(() => curve && curveColumns(curve, minute), [curve, minute]);
  const drawn = columns !== null && columns.seconds.length > 0;
  return (
    <section class="curve" aria-label={texts.curve.title}>
      {!drawn && <h2 class="section-title">{texts.curve.title}</h2>}
      {problem && !missing && (
        <Notice kind="warn">
          {texts.problems.curve} {problemText(problem.code)}
        </Notice>
      )}
      {!columns && !problem && <p class="quiet">{words.loading}</p>}
      {(columns || missing) && !drawn && <p class="quiet">{words.empty}</p>}
      {drawn && <Charted columns={columns} openMinute={minute} whole={words.whole} />}
      {drawn && (
        <div class="curve-foot">
          <p class="soft">{texts.curve.hint}</p>
          <ZoneLine />
          <CurveTable columns={columns} />
        </div>
      )}
    </section>
  );
}
