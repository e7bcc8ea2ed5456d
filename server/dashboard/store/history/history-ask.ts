import type { Scope } from '../../../protocol/client-messages.ts';
import type { Span } from '../../rest/rest-client.ts';
import { readScope } from '../../router/route.ts';
import { CLOCKS, type Clock } from '../zone-choice.ts';
import { PRESETS, type Preset, type Step } from './range.ts';

/** What the reader compares with. */
export type Against =
  | { readonly kind: 'none' }
  /** As long a span that ended where this one begins. */
  | { readonly kind: 'before' }
  /** As long a span of this or another scope that begins at `from`, ms. */
  | { readonly kind: 'other'; readonly scope: Scope; readonly from: number };

/** All that the reader has chosen; it stands in the address. */
export interface HistoryAsk {
  readonly range: Preset | Span;
  /** Null: as fits. */
  readonly step: Step | null;
  /** Whose time zone; null: as the reader has chosen on this device, else that of the scope. */
  readonly clock: Clock | null;
  readonly against: Against;
}

type Fields = Readonly<Record<string, string>>;

function timeOf(text: string | undefined): number | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? null : time;
}

/** From when to when, as an address says it; null: it does not. */
export function readRange(fields: Fields): Span | null {
  const from = timeOf(fields.from);
  const to = timeOf(fields.to);
  return from !== null && to !== null && from < to ? { from, to } : null;
}

export function writeRange({ from, to }: Span): Fields {
  return { from: iso(from), to: iso(to) };
}

function rangeOf(fields: Fields): HistoryAsk['range'] {
  const range = readRange(fields);
  if (range) return range;
  return PRESETS.find((preset) => preset === fields.range) ?? 'today';
}

function againstOf(fields: Fields): Against {
  if (fields.with === 'before') return { kind: 'before' };
  const scope = readScope(fields.with);
  const from = timeOf(fields['with-from']);
  return scope && from !== null ? { kind: 'other', scope, from } : { kind: 'none' };
}

export function readAsk(fields: Fields): HistoryAsk {
  return {
    range: rangeOf(fields),
    step: (['minute', 'hour', 'day'] as const).find((step) => step === fields.step) ?? null,
    clock: CLOCKS.find((clock) => clock === fields.clock) ?? null,
    against: againstOf(fields),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString().replace(':00.000Z', 'Z');
}

function againstFields(against: Against): Fields {
  if (against.kind === 'none') return {};
  if (against.kind === 'before') return { with: 'before' };
  return { with: against.scope, 'with-from': iso(against.from) };
}

export function writeAsk({ range, step, clock, against }: HistoryAsk): Fields {
  return {
    ...(typeof range === 'string' ? { range } : writeRange(range)),
    ...(step && { step }),
    ...(clock && { clock }),
    ...againstFields(against),
  };
}
