import type { ChartSpan } from '../chart/chart-span.ts';
import { texts } from '../texts.ts';

const KINDS = ['quarter', 'hour', 'day'] as const;

export interface SpanSwitchProps {
  readonly span: ChartSpan;
  readonly change: (span: ChartSpan) => void;
  /** Name of the longest. */
  readonly whole: string;
}

/** How much of the day the chart shows. */
export function SpanSwitch({ span, change, whole }: SpanSwitchProps) {
  return (
    <fieldset class="switch">
      <legend class="unseen">{texts.curve.spanLabel}</legend>
      {span.kind === 'zoom' && (
        <button type="button" class="switch-reset" onClick={() => change({ kind: 'day' })}>
          {texts.curve.resetZoom}
        </button>
      )}
      {KINDS.map((kind) => (
        <label key={kind} class="switch-choice">
          <input type="radio" name="span" checked={span.kind === kind} onChange={() => change({ kind })} />
          <span>{kind === 'day' ? whole : texts.curve.spans[kind]}</span>
        </label>
      ))}
    </fieldset>
  );
}
