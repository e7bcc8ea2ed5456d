import { useSignal } from '@preact/signals';
import { useId, useMemo } from 'preact/hooks';
import type { ChartSpan } from '../../chart/chart-span.ts';
import { type CurveColumns, columnsOf } from '../../chart/curve-columns.ts';
import type { Track } from '../../store/session/second-curve.ts';
import type { SessionDesk } from '../../store/session/session-desk.ts';
import { sessionTexts } from '../../texts/session.ts';
import { texts as common, problemText } from '../../texts.ts';
import { CurveReadout } from '../curve-readout.tsx';
import { MinuteCharts } from '../minute-charts.tsx';
import { Notice } from '../notice.tsx';
import { usePage } from '../page-context.ts';

const { seconds: texts } = sessionTexts;
const TRACKS = ['all', 'live', 'onDemand'] as const;

interface TrackSwitchProps {
  readonly track: Track;
  readonly change: (track: Track) => void;
  /** Of the drawn span; null while it is whole. */
  readonly reset: (() => void) | null;
}

function TrackSwitch({ track, change, reset }: TrackSwitchProps) {
  const name = useId();
  return (
    <fieldset class="switch">
      <legend class="unseen">{texts.trackLabel}</legend>
      {reset && (
        <button type="button" class="switch-reset" onClick={reset}>
          {common.curve.resetZoom}
        </button>
      )}
      {TRACKS.map((each) => (
        <label key={each} class="switch-choice">
          <input type="radio" name={name} checked={track === each} onChange={() => change(each)} />
          <span>{texts.tracks[each]}</span>
        </label>
      ))}
    </fieldset>
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

/** The last fifteen minutes second by second, of all or of those in one mode. */
export function SecondCurve({ session }: { session: SessionDesk }) {
  const { page } = usePage();
  const span = useSignal<ChartSpan>({ kind: 'quarter' });
  const store = session.seconds.value;
  const curve = store.curve.value;
  const problem = store.problem.value;
  const columns = useMemo(() => curve && columnsOf(curve.points, { from: curve.from, step: 1 }), [curve]);
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
        <TrackSwitch
          track={store.track}
          change={(track) => session.showTrack(track)}
          reset={shown.kind === 'zoom' ? () => changeSpan({ kind: 'quarter' }) : null}
        />
      </div>
      {problem && problem.status !== 404 && (
        <Notice kind="warn">
          {common.problems.curve} {problemText(problem.code)}
        </Notice>
      )}
      {!columns && <p class="quiet">{problem?.status === 404 ? texts.empty : texts.loading}</p>}
      {columns && <Charted key={store.track} columns={columns} span={shown} changeSpan={changeSpan} />}
    </section>
  );
}
