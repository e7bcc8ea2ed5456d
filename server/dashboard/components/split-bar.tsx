import { usePage } from './page-context.ts';

export interface Part {
  readonly label: string;
  readonly value: number;
  /** Which of the data colours. */
  readonly color: 1 | 2 | 3 | 'quiet';
}

/** A whole in two or three parts, with the figures beside it. */
export function SplitBar({ parts, empty }: { parts: readonly Part[]; empty: string }) {
  const { numbers } = usePage().formats;
  const whole = parts.reduce((sum, part) => sum + part.value, 0);
  if (whole === 0) return <p class="quiet">{empty}</p>;
  return (
    <>
      <div class="split" aria-hidden="true">
        {parts.map(({ label, value, color }) => (
          <span
            key={label}
            class={`split-part data-${color}`}
            style={{ flexGrow: value }}
            hidden={value === 0}
          />
        ))}
      </div>
      <dl class="legend">
        {parts.map(({ label, value, color }) => (
          <div key={label} class="legend-row">
            <dt>
              <span class={`swatch data-${color}`} aria-hidden="true" />
              {label}
            </dt>
            <dd>
              {numbers.count(value)} <span class="soft">{numbers.share(value / whole)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
