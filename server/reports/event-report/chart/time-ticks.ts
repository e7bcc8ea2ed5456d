import { DateTime } from 'luxon';
import { MINUTE_MS } from '../../../durations.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
const STEPS = [1, 2, 5, 10, 15, 30, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY];

const MOST = 9;

/** The shortest round step (ms) of which no more than `most` fit into a length. */
export function niceStep(length: number, most = MOST): number {
  const minutes = length / MINUTE_MS / most;
  const step = STEPS.find((one) => one >= minutes) ?? Math.ceil(minutes / DAY) * DAY;
  return step * MINUTE_MS;
}

/** Round times of a zone within `[from, to]`, ms; days with a change of the clock have theirs at the same times of day. */
export function timeTicks(from: number, to: number, timeZone: string): number[] {
  const step = niceStep(to - from);
  const days = Math.max(1, Math.round(step / (DAY * MINUTE_MS)));
  const ticks: number[] = [];
  for (let day = DateTime.fromMillis(from, { zone: timeZone }).startOf('day'); day.toMillis() <= to; ) {
    const next = day.plus({ days });
    for (let minutes = 0; minutes < DAY; minutes += step / MINUTE_MS) {
      const time = day.set({ hour: Math.floor(minutes / HOUR), minute: minutes % HOUR }).toMillis();
      if (time >= from && time <= to && time < next.toMillis() && !ticks.includes(time)) ticks.push(time);
    }
    day = next;
  }
  return ticks;
}
