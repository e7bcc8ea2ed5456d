import { usePage } from './page-context.ts';
import { Track } from './track.tsx';

export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly value: number;
}

export interface BarListProps {
  readonly bars: readonly Bar[];
  /** Shown instead when there are none. */
  readonly empty: string;
  /** With each figure its share of the whole. */
  readonly shares: boolean;
}

/** Figures by name, each with a bar that compares it with the largest. */
export function BarList({ bars, empty, shares }: BarListProps) {
  const { numbers } = usePage().formats;
  const largest = Math.max(1, ...bars.map(({ value }) => value));
  const whole = bars.reduce((sum, { value }) => sum + value, 0);
  if (whole === 0) return <p class="quiet">{empty}</p>;
  return (
    <dl class="bars">
      {bars.map(({ key, label, value }) => (
        <div key={key} class="bar-row">
          <dt class="bar-label">{label}</dt>
          <dd class="bar-value">
            {numbers.count(value)} {shares && <span class="soft">{numbers.share(value / whole)}</span>}
          </dd>
          <dd class="bar-track">
            <Track share={value / largest} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
