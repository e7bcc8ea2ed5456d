import { DateTime } from 'luxon';

/** Steps whose figures are kept. */
export type KeptStep = 'minute' | 'hour' | 'day';

export type Step = KeptStep | 'second';

export interface StepSpan {
  readonly start: number;
  readonly end: number;
}

const STEP_MS: Readonly<Record<Step, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** More points than this are not given in one answer. */
const MAX_POINTS = 11_000;

/** Seconds are counted from slices, so there are fewer: an hour of them. */
const MAX_SECONDS = 3600;

export function maxPoints(step: Step): number {
  return step === 'second' ? MAX_SECONDS : MAX_POINTS;
}

/** About how many steps a span has, without making them. */
export function countSteps(from: number, to: number, step: Step): number {
  return Math.ceil((to - from) / STEP_MS[step]);
}

/** The steps that touch `[from, to)`: whole seconds, minutes, hours or days of a time zone; days may have 23 or 25 hours. */
export function stepsOf(from: number, to: number, step: Step, timeZone: string): StepSpan[] {
  const spans: StepSpan[] = [];
  if (step !== 'day') {
    const size = STEP_MS[step];
    // Zones with offsets of half an hour have their hours there, too.
    const offset = step === 'hour' ? DateTime.fromMillis(from, { zone: timeZone }).offset * 60_000 : 0;
    for (let start = Math.floor((from + offset) / size) * size - offset; start < to; start += size) {
      spans.push({ start, end: start + size });
    }
    return spans;
  }
  for (let day = DateTime.fromMillis(from, { zone: timeZone }).startOf('day'); day.toMillis() < to; ) {
    const next = day.plus({ days: 1 }).startOf('day');
    spans.push({ start: day.toMillis(), end: next.toMillis() });
    day = next;
  }
  return spans;
}

/** Start of the step that an instant lies in, UTC. */
export function stepStart(time: number, step: Step): number {
  return Math.floor(time / STEP_MS[step]) * STEP_MS[step];
}

/** End of the last step that begins before an instant, UTC. */
export function stepEnd(time: number, step: Step): number {
  return Math.ceil(time / STEP_MS[step]) * STEP_MS[step];
}
