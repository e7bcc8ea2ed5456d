import { askCurve } from '../../rest/replay-questions.ts';
import type { RestPort, Span } from '../../rest/rest-client.ts';
import type { ScopeParts } from '../../router/route.ts';
import { floorMinute, MINUTE_MS } from '../day-curve.ts';
import { askFacts } from '../history/scope-facts.ts';

const HOUR_MS = 60 * MINUTE_MS;
/** The server gives no more minutes in one answer. */
const LONGEST_MS = 7 * 24 * HOUR_MS;
/** Where nothing says when it was, it is looked for so far back. */
const LOOKED_THROUGH_MS = 31 * 24 * HOUR_MS;
/** What lies further apart is not of the same day. */
const APART_HOURS = 6;

/** Whole minutes, not in the future, not too many. */
export function spanWithin({ from, to }: Span, now: number): Span | null {
  const start = floorMinute(from);
  const end = Math.min(Math.ceil(to / MINUTE_MS) * MINUTE_MS, floorMinute(now), start + LONGEST_MS);
  return end > start ? { from: start, to: end } : null;
}

/** The last hours in which somebody was there; `peaks` are of hours that follow one another. */
export function lastStretch(
  peaks: readonly (number | null)[],
): { readonly first: number; readonly last: number } | null {
  const last = peaks.findLastIndex((peak) => (peak ?? 0) > 0);
  if (last < 0) return null;
  let first = last;
  for (let index = last; index >= 0 && first - index < APART_HOURS; index--)
    if ((peaks[index] ?? 0) > 0) first = index;
  return { first, last };
}

/** A session that has no times of its own is one of its event's. */
async function askWhole(rest: RestPort, parts: ScopeParts): Promise<Span | null> {
  const { whole, event } = await askFacts(rest, parts);
  if (whole || event === null || parts.kind === 'event') return whole;
  return (await askFacts(rest, { kind: 'event', id: event })).whole;
}

/** When there is something to replay: as the catalogue says, else when somebody was there last; null: never. */
export async function askReplaySpan(
  rest: RestPort,
  { scope, parts, now }: { readonly scope: string; readonly parts: ScopeParts; readonly now: number },
): Promise<Span | null> {
  const whole = await askWhole(rest, parts);
  if (whole) return spanWithin(whole, now);
  const to = Math.ceil(now / HOUR_MS) * HOUR_MS;
  const from = to - LOOKED_THROUGH_MS;
  const { points } = await askCurve(rest, scope, { from, to, step: 'hour' });
  const stretch = lastStretch(points.map(({ peak }) => peak));
  if (!stretch) return null;
  const { first, last } = stretch;
  return spanWithin({ from: from + first * HOUR_MS, to: from + (last + 1) * HOUR_MS }, now);
}
