import { MINUTE_MS } from '../durations.ts';
import { closeInstant, turnDay, turnMinute, turnWatchDay } from './instants.ts';
import { expire } from './joining.ts';
import type { LiveState } from './live-state.ts';
import type { Instant } from './track.ts';
import { dayOf } from './watch.ts';

/** A log time with what is covered of it, when all from the present instant on is. */
export function instantAt({ gaps }: LiveState, time: number): Instant {
  return { time, covered: time - gaps };
}

/**
 * Begins at an entry after a standstill; `last`: log time of the entry before, null at the first of all. The time between is
 * not covered: deadlines wait, minutes without an entry have no figures.
 */
export function skipTo(state: LiveState, time: number, last: number | null): void {
  const minute = minuteAt(time);
  if (last !== null) {
    if (minute !== state.minuteTime) turnMinute(state, minute, state.covered);
    state.gaps += time - last;
    return;
  }
  state.time = time;
  state.minuteTime = minute;
  state.minuteCovered = state.covered;
}

/** Deadlines before an entry take effect, each at its own instant. */
export function runTo(state: LiveState, time: number): void {
  for (;;) {
    const due = state.deadlines.next() + state.gaps;
    if (due >= time) return;
    const turnsDay = moveTo(state, due);
    expire(state);
    closeInstant(state);
    if (turnsDay) turnDay(state);
  }
}

/** Moves the clock; gives whether the UTC day turns at exactly this instant, to be done after its changes. */
export function moveTo(state: LiveState, time: number): boolean {
  const before = state.time;
  const minute = minuteAt(time);
  if (minute !== state.minuteTime) turnMinute(state, minute, minute - state.gaps);
  state.time = time;
  if (dayOf(before) === dayOf(time)) return false;
  turnWatchDay(state);
  if (time === state.dayStart) return true;
  turnDay(state);
  return false;
}

function minuteAt(time: number): number {
  return Math.floor(time / MINUTE_MS) * MINUTE_MS;
}
