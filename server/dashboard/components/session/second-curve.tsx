import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Mode } from '../../../protocol/client-messages.ts';
import type { ChartSpan } from '../../chart/chart-span.ts';
import {
  byMode,
  type CurveColumns,
  columnsOf,
  isFilled,
  type ModeCurve,
  modesAt,
} from '../../chart/curve-columns.ts';
import type { SessionDesk } from '../../store/session/session-desk.ts';
import { sessionTexts } from '../../texts/session.ts';
import { texts as common, problemText } from '../../texts.ts';
import { CurveReadout } from '../curve-readout.tsx';
import { LinesSwitch, type LinesSwitchProps } from '../lines-switch.tsx';
import { MinuteCharts } from '../minute-charts.tsx';
import { Notice } from '../notice.tsx';
import { usePage } from '../page-context.ts';

const { seconds: texts } = sessionTexts;

interface CurveToolsProps extends LinesSwitchProps {
  /** Whether there are both modes to be told apart. */
  readonly hasModes: boolean;
  /** Of the drawn span; null while it is whole. */
  readonly reset: (() => void) | null;
}

function CurveTools({ hasModes, reset, ...lines }: CurveToolsProps) {
  return (
    <div class="curve-tools">
      {reset && (
        <button type="button" class="switch-reset" onClick={reset}>
          {common.curve.resetZoom}
        </button>
      )}
      {hasModes && <LinesSwitch {...lines} />}
    </div>
  );
}

interface Reading {
  /** Seconds since the epoch: the columns move on beneath it. */
  readonly second: number | null;
  readonly by: 'hand' | 'keyboard';
}

interface ChartedProps {
  readonly columns: CurveColumns;
  readonly span: ChartSpan;
  readonly changeSpan: (span: ChartSpan) => void;
}

function Charted({ columns, span, changeSpan }: ChartedProps) {
  const reading = useSignal<Reading>({ second: null, by: 'hand' });
  const { second, by } = reading.value;
  const [first = 0] = columns.seconds;
  const found = second === null ? -1 : second - first;
  const index = found >= 0 && found < columns.seconds.length ? found : null;
  const shown = index ?? columns.seconds.length - 1;
  return (
    <>
      <CurveReadout
        second={columns.seconds[shown]}
        step={columns.step}
        point={columns.points[shown] ?? null}
        modes={modesAt(columns, shown)}
        open={false}
        spoken={by === 'keyboard'}
      />
      <MinuteCharts
        columns={columns}
        label={texts.chart}
        span={span}
        changeSpan={(changed) => changeSpan(changed.kind === 'day' ? { kind: 'quarter' } : changed)}
        index={index}
        read={(read, how) => {
          reading.value = { second: read === null ? null : first + read, by: how };
        }}
      />
      <p class="curve-foot soft">{texts.hint}</p>
    </>
  );
}

/** The two lines where both modes were there in the last fifteen minutes, else null. */
function useModes({ seconds: { live, onDemand } }: SessionDesk): Record<Mode, ModeCurve> | null {
  const curves = { live: live.curve.value, onDemand: onDemand.curve.value };
  return useMemo(
    () =>
      curves.live && curves.onDemand && isFilled(curves.live) && isFilled(curves.onDemand)
        ? { live: curves.live, onDemand: curves.onDemand }
        : null,
    [curves.live, curves.onDemand],
  );
}

/** The last fifteen minutes second by second, of all or of each mode. */
export function SecondCurve({ session }: { session: SessionDesk }) {
  const { page } = usePage();
  const span = useSignal<ChartSpan>({ kind: 'quarter' });
  const isByMode = useSignal(true);
  const { curve: known, problem: failed } = session.seconds.all;
  const curve = known.value;
  const problem = failed.value;
  const modes = useModes(session);
  const shownModes = isByMode.value ? modes : null;
  const columns = useMemo(() => {
    const all = curve && columnsOf(curve.points, { from: curve.from, step: 1 });
    return all && shownModes ? byMode(all, shownModes) : all;
  }, [curve, shownModes]);
  const changeSpan = (changed: ChartSpan) => {
    span.value = changed;
  };
  // What has passed out of the fifteen minutes is no longer there to be zoomed into.
  const isPast = span.value.kind === 'zoom' && span.value.max <= page.now.value / 1000 - 15 * 60;
  const shown: ChartSpan = isPast ? { kind: 'quarter' } : span.value;
  return (
    <section class="curve" aria-label={texts.title}>
      <div class="curve-head">
        <h2 class="section-title">{texts.title}</h2>
        <CurveTools
          hasModes={modes !== null}
          isByMode={isByMode.value}
          change={(changed) => {
            isByMode.value = changed;
          }}
          reset={shown.kind === 'zoom' ? () => changeSpan({ kind: 'quarter' }) : null}
        />
      </div>
      {problem && problem.status !== 404 && (
        <Notice kind="warn">
          {common.problems.curve} {problemText(problem.code)}
        </Notice>
      )}
      {!columns && <p class="quiet">{problem?.status === 404 ? texts.empty : texts.loading}</p>}
      {columns && <Charted columns={columns} span={shown} changeSpan={changeSpan} />}
    </section>
  );
}
