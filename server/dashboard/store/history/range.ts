import { startOfDayIn } from '../../format/zoned.ts';
import type { Span } from '../../rest/rest-client.ts';
import { floorMinute, MINUTE_MS } from '../day-curve.ts';

/** Ranges that are chosen with one click; `whole` is as long as the event or session lasted. */
export const PRESETS = ['hour', 'today', 'yesterday', 'week', 'month', 'whole'] as const;
export type Preset = (typeof PRESETS)[number];

export type Step = 'minute' | 'hour' | 'day';

export const STEP_MS: Readonly<Record<Step, number>> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 1440 * MINUTE_MS,
};

/** The server answers with no more points than this. */
const MAX_POINTS = 11_000;

/** What a curve can show before single steps are no longer seen. */
const READABLE_POINTS = 3000;

export interface PresetQuestion {
  readonly zone: string;
  /** Server time, ms. */
  readonly now: number;
  /** How long the event or session lasted or is to last; null where nobody knows. */
  readonly whole: Span | null;
}

/** Null for `whole` where it is not known. The open minute is part of what lasts until now. */
export function spanOfPreset(preset: Preset, { zone, now, whole }: PresetQuestion): Span | null {
  const to = floorMinute(now) + MINUTE_MS;
  const today = startOfDayIn(zone, now);
  switch (preset) {
    case 'hour':
      return { from: to - 60 * MINUTE_MS, to };
    case 'today':
      return { from: today, to };
    case 'yesterday':
      return { from: startOfDayIn(zone, now, -1), to: today };
    case 'week':
      return { from: startOfDayIn(zone, now, -6), to };
    case 'month':
      return { from: startOfDayIn(zone, now, -29), to };
    case 'whole':
      return whole && { from: whole.from, to: Math.min(whole.to, to) };
    default:
      return preset satisfies never;
  }
}

function pointsOf({ from, to }: Span, step: Step): number {
  return Math.ceil((to - from) / STEP_MS[step]);
}

/** The steps that the server answers for a span. */
export function stepsFor(span: Span): Step[] {
  return (['minute', 'hour', 'day'] as const).filter((step) => pointsOf(span, step) <= MAX_POINTS);
}

/** The finest step that can still be read. */
export function stepFor(span: Span): Step {
  const steps = stepsFor(span);
  return steps.find((step) => pointsOf(span, step) <= READABLE_POINTS) ?? steps.at(-1) ?? 'day';
}

/** As long a span that ends where this begins. */
export function before({ from, to }: Span): Span {
  return { from: from - (to - from), to: from };
}
