import { useSignal } from '@preact/signals';
import { instantOf, localText } from '../format/zoned.ts';
import type { Span } from '../rest/rest-client.ts';
import { TimeField } from './time-field.tsx';

interface Written {
  readonly from?: string;
  readonly to?: string;
}

/** A range as it is being written by hand, in a zone. */
export interface WrittenRange {
  readonly from: string;
  readonly to: string;
  write(part: Written): void;
  /** What is shown stands there again. */
  forget(): void;
  /** Null where it is none. */
  read(): Span | null;
}

/** Of what is not written, what is shown now stands there. */
export function useWrittenRange(zone: string, shown: Span): WrittenRange {
  const written = useSignal<Written>({});
  const { from = localText(zone, shown.from), to = localText(zone, shown.to) } = written.value;
  return {
    from,
    to,
    write: (part) => {
      written.value = { ...written.value, ...part };
    },
    forget: () => {
      written.value = {};
    },
    read: () => {
      const range = { from: instantOf(zone, from), to: instantOf(zone, to) };
      if (range.from === null || range.to === null || range.from >= range.to) return null;
      return { from: range.from, to: range.to };
    },
  };
}

export interface RangeFieldsProps {
  readonly range: WrittenRange;
  readonly labels: { readonly from: string; readonly to: string; readonly show: string };
}

/** From, to, and what shows it. */
export function RangeFields({ range, labels }: RangeFieldsProps) {
  return (
    <>
      <TimeField label={labels.from} value={range.from} change={(from) => range.write({ from })} />
      <TimeField label={labels.to} value={range.to} change={(to) => range.write({ to })} />
      <button type="submit" class="small-button">
        {labels.show}
      </button>
    </>
  );
}
