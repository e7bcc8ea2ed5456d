import type { Mode } from '../../protocol/client-messages.ts';
import type { CurvePoint } from '../store/day-curve.ts';
import { texts } from '../texts.ts';
import { usePage } from './page-context.ts';

export interface CurveReadoutProps {
  /** Start of the step, seconds; undefined: there is none to read. */
  readonly second: number | undefined;
  /** Length of a step, seconds. */
  readonly step: number;
  readonly point: CurvePoint | null;
  /** Averages by mode, where they are what is drawn. */
  readonly modes?: Readonly<Record<Mode, number | null>> | null;
  readonly open: boolean;
  /** The reader steps through them by keyboard, and hears them. */
  readonly spoken: boolean;
}

interface Entry {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

const MODES = ['live', 'onDemand'] as const;
const FLOWS = ['joins', 'leaves', 'uniques'] as const;

/** The exact figures of one step: the one under the cursor, else the latest. */
export function CurveReadout({ second, step, point, modes = null, open, spoken }: CurveReadoutProps) {
  const { numbers, times } = usePage().formats;
  const time = times[step < 60 ? 'second' : 'minute'];
  const lines = ({ average, minimum, peak }: CurvePoint): Entry[] => [
    { name: 'average', label: texts.curve.average, value: numbers.average(average) },
    {
      name: 'band',
      label: texts.curve.band,
      value: texts.curve.bandValue(numbers.count(minimum), numbers.count(peak)),
    },
  ];
  const modeLines = (averages: Readonly<Record<Mode, number | null>>): Entry[] =>
    MODES.map((mode) => {
      const value = averages[mode];
      return {
        name: mode,
        label: texts.mode[mode],
        value: value === null ? texts.nothing : numbers.average(value),
      };
    });
  const entries: Entry[] = point
    ? [
        ...(modes ? modeLines(modes) : lines(point)),
        ...FLOWS.flatMap((name) => {
          const value = point[name];
          return value === null ? [] : [{ name, label: texts.curve[name], value: numbers.count(value) }];
        }),
      ]
    : [];
  return (
    <div class="readout" aria-live={spoken ? 'polite' : 'off'} data-testid="readout">
      <span class="readout-time">{second === undefined ? texts.nothing : time(second * 1000)}</span>
      {entries.map(({ name, label, value }) => (
        <span key={name} class="readout-entry">
          <span class={`key key-${name}`} aria-hidden="true" />
          {label} <strong>{value}</strong>
        </span>
      ))}
      {!point && second !== undefined && <span class="readout-entry">{texts.curve.noData}</span>}
      {open && <span class="readout-open">{texts.curve.openMinute}</span>}
    </div>
  );
}
