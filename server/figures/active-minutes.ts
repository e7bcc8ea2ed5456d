import type { ActiveHour, SliceAttendance } from '../../storage/types.ts';

const MINUTES = 60;
const BITS = 30;

export const hourKey = ({ event, attendeeKey, hour }: Pick<ActiveHour, 'event' | 'attendeeKey' | 'hour'>) =>
  `${event} ${attendeeKey} ${hour}`;

/** The hours (numbers since the epoch) that a slice touches with minutes that count. */
export function hoursOf({ minutes }: SliceAttendance): number[] {
  const hours = new Set<number>();
  for (const [first, last] of minutes) {
    for (let hour = Math.floor(first / MINUTES); hour * MINUTES <= last; hour++) hours.add(hour);
  }
  return [...hours];
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** The bits of the minutes `[first, last]` that lie in the half hour which begins with minute `start`. */
function maskOf(first: number, last: number, start: number): number {
  const from = Math.max(0, first - start);
  const to = Math.min(BITS - 1, last - start);
  return from > to ? 0 : (2 ** (to + 1) - 2 ** from) | 0;
}

/** The hour with the minutes of a slice that lie in it, and how many of them are new. */
export function activate(
  hour: ActiveHour,
  { mode, minutes }: SliceAttendance,
): { hour: ActiveHour; added: number } {
  const isLive = mode === 'live';
  let low = isLive ? hour.liveLow : hour.onDemandLow;
  let high = isLive ? hour.liveHigh : hour.onDemandHigh;
  const before = countBits(low) + countBits(high);
  for (const [first, last] of minutes) {
    low |= maskOf(first, last, hour.hour * MINUTES);
    high |= maskOf(first, last, hour.hour * MINUTES + BITS);
  }
  return {
    hour: {
      event: hour.event,
      attendeeKey: hour.attendeeKey,
      hour: hour.hour,
      liveLow: isLive ? low : hour.liveLow,
      liveHigh: isLive ? high : hour.liveHigh,
      onDemandLow: isLive ? hour.onDemandLow : low,
      onDemandHigh: isLive ? hour.onDemandHigh : high,
    },
    added: countBits(low) + countBits(high) - before,
  };
}

export function noMinutes({
  event,
  attendeeKey,
  hour,
}: Pick<ActiveHour, 'event' | 'attendeeKey' | 'hour'>): ActiveHour {
  return { event, attendeeKey, hour, liveLow: 0, liveHigh: 0, onDemandLow: 0, onDemandHigh: 0 };
}
