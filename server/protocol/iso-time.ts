import { DAY_MS } from '../durations.ts';

/** Beyond it a Date holds none. */
const FURTHEST = 1e8 * DAY_MS;

const padded = (length: number, width: number) =>
  Array.from({ length }, (_, number) => String(number).padStart(width, '0'));
const TWO = padded(60, 2);
const THREE = padded(1000, 3);

/** Lists have thousands of times of a few days: a day's date is made once. */
const dates = { day: Number.NaN, text: '' };

function dateOf(day: number): string {
  if (dates.day !== day) {
    dates.text = new Date(day * DAY_MS).toISOString().slice(0, -14);
    dates.day = day;
  }
  return dates.text;
}

/** ISO 8601 in UTC with milliseconds, as all times in answers are. `time` in ms since the epoch. */
export function iso(time: number): string {
  if (!Number.isInteger(time) || Math.abs(time) > FURTHEST) return new Date(time).toISOString();
  const day = Math.floor(time / DAY_MS);
  const ms = time - day * DAY_MS;
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.floor(ms / 1000) % 60;
  const clock = `${TWO[Math.floor(minutes / 60)]}:${TWO[minutes % 60]}:${TWO[seconds]}.${THREE[ms % 1000]}`;
  return `${dateOf(day)}T${clock}Z`;
}

/** Null where the time is not known. */
export const isoOrNull = (time: number | null | undefined): string | null =>
  time == null ? null : iso(time);
