import type { MinutePoint } from '../store/day-curve.ts';
import { texts } from '../texts.ts';
import { usePage } from './page-context.ts';

export interface CurveReadoutProps {
  /** Start of the minute, seconds; undefined: there is no minute to read. */
  readonly second: number | undefined;
  readonly point: MinutePoint | null;
  readonly open: boolean;
  /** The reader steps through the minutes by keyboard, and hears them. */
  readonly spoken: boolean;
}

interface Entry {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

/** The exact figures of one minute: the one under the cursor, else the latest. */
export function CurveReadout({ second, point, open, spoken }: CurveReadoutProps) {
  const { numbers, times } = usePage().formats;
  const entries: Entry[] = point
    ? [
        { name: 'average', label: texts.curve.average, value: numbers.average(point.average) },
        {
          name: 'band',
          label: texts.curve.band,
          value: texts.curve.bandValue(numbers.count(point.minimum), numbers.count(point.peak)),
        },
        { name: 'joins', label: texts.curve.joins, value: numbers.count(point.joins) },
        { name: 'leaves', label: texts.curve.leaves, value: numbers.count(point.leaves) },
        { name: 'uniques', label: texts.curve.uniques, value: numbers.count(point.uniques) },
      ]
    : [];
  return (
    <div class="readout" aria-live={spoken ? 'polite' : 'off'} data-testid="readout">
      <span class="readout-time">{second === undefined ? texts.nothing : times.minute(second * 1000)}</span>
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
