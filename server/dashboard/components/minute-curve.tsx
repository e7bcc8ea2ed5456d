import { useComputed, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Mode } from '../../protocol/client-messages.ts';
import type { ChartSpan } from '../chart/chart-span.ts';
import { byMode, type CurveColumns, curveColumns, type ModeCurve, modesAt } from '../chart/curve-columns.ts';
import { type DayCurve, floorMinute } from '../store/day-curve.ts';
import type { ScopeDesk } from '../store/scope-desk.ts';
import { problemText, texts } from '../texts.ts';
import { CurveReadout } from './curve-readout.tsx';
import { CurveTable } from './curve-table.tsx';
import { LinesSwitch, type LinesSwitchProps } from './lines-switch.tsx';
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
  /** Null: there is no choice. */
  readonly lines: LinesSwitchProps | null;
}

function Charted({ columns, openMinute, whole, lines }: ChartedProps) {
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
        <div class="curve-tools">
          {lines && <LinesSwitch {...lines} />}
          <SpanSwitch span={span.value} change={changeSpan} whole={whole} />
        </div>
      </div>
      <CurveReadout
        second={second}
        step={columns.step}
        point={columns.points[shown] ?? null}
        modes={modesAt(columns, shown)}
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

function inSeconds({ live, onDemand }: Readonly<Record<Mode, DayCurve>>): Record<Mode, ModeCurve> {
  const of = ({ from, points }: DayCurve) => ({ from: from / 1000, points });
  return { live: of(live), onDemand: of(onDemand) };
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
  /** The same by mode, where there were both. */
  readonly modes?: Readonly<Record<Mode, DayCurve>> | null;
  /** What is said where it is not the curve of today. */
  readonly words?: CurveWords;
}

/** Today's curve, or that of a replay, with its readout, its span and its table. */
export function MinuteCurve({ desk, modes = null, words = TODAY }: MinuteCurveProps) {
  const now = useNow();
  const curve = desk.curve.curve.value;
  const problem = desk.curve.problem.value;
  const missing = problem?.status === 404;
  const minute = useComputed(() => floorMinute(now.value)).value;
  const isByMode = useSignal(true);
  const shownModes = isByMode.value ? modes : null;
  const columns = useMemo(() => {
    const all = curve && curveColumns(curve, minute);
    return all && shownModes ? byMode(all, inSeconds(shownModes)) : all;
  }, [curve, minute, shownModes]);
  const change = (changed: boolean) => {
    isByMode.value = changed;
  };
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
      {drawn && (
        <Charted
          columns={columns}
          openMinute={minute}
          whole={words.whole}
          lines={modes && { isByMode: isByMode.value, change }}
        />
      )}
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
