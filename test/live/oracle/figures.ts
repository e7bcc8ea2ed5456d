import type { VisibilityState } from '../../../server/protocol/client-messages.ts';
import { countAt, countsBetween, highest, minuteFigures } from './counts.ts';
import type { OracleFigures, OracleSlice, ScopeName } from './model.ts';
import { DAY, MINUTE } from './model.ts';
import type { Oracle } from './oracle.ts';
import { STATES, stateOf } from './presence.ts';
import { countedSpans } from './spans.ts';
import { watchMs } from './watch.ts';

const COUNTRIES = 10;

export function slicesOf({ presence }: Oracle, scope: ScopeName): OracleSlice[] {
  return presence.slices.filter((slice) => isIn(slice, scope));
}

function isIn({ session }: OracleSlice, scope: ScopeName): boolean {
  if (session.org !== scope.org) return false;
  if (session.gone.has(scope.kind === 'organization' ? scope.id : scope.kind)) return false;
  if (scope.kind === 'organization') return session.owners.includes(scope.id);
  return scope.kind === 'event' ? session.event === scope.id : session.id === scope.id;
}

/** How many connections were joined when a span ended: what happens at its very end comes after it. */
export function connectionsAtEnd({ presence }: Oracle, scope: ScopeName, end: number): number {
  const seats = presence.allSeats.filter(({ since, until }) => since < end && until >= end);
  return new Set(seats.filter(({ slice }) => isIn(slice, scope)).map(({ connection }) => connection)).size;
}

/** Every figure of the scope at the time of the last entry. */
export function figuresOf(oracle: Oracle, scope: ScopeName): OracleFigures {
  const now = oracle.times.at(-1) ?? 0;
  const slices = slicesOf(oracle, scope);
  if (slices.length === 0) return nobody(now);
  const open = slices.filter((slice) => !slice.ended);
  const presences = countedSpans(slices);
  const since = scope.kind === 'organization' ? Math.floor(now / DAY) * DAY : 0;
  const peak = highest(countsBetween(presences, since, now));
  const concurrent = countAt(presences, now);
  return {
    concurrent,
    connections: new Set(open.flatMap((slice) => slice.seats.map((seat) => seat.connection))).size,
    peak: { value: peak.value, at: peak.value === 0 ? null : peak.at },
    minute: openMinute(oracle, presences, concurrent),
    watchMs: watchMs(slices, now, scope.kind === 'organization'),
    byMode: { live: distinct(open, 'live'), onDemand: distinct(open, 'onDemand') },
    byCountry: byCountry(open),
    visibility: visibility(open),
  };
}

function nobody(now: number): OracleFigures {
  const start = Math.floor(now / MINUTE) * MINUTE;
  return {
    concurrent: 0,
    connections: 0,
    peak: { value: 0, at: null },
    minute: { start, peak: 0, minimum: 0, average: 0, joins: 0, leaves: 0, uniques: 0 },
    watchMs: 0,
    byMode: { live: 0, onDemand: 0 },
    byCountry: {},
    visibility: { active: 0, idle: 0, hidden: 0 },
  };
}

function openMinute(
  oracle: Oracle,
  presences: ReturnType<typeof countedSpans>,
  concurrent: number,
): OracleFigures['minute'] {
  const now = oracle.times.at(-1) ?? 0;
  const start = Math.floor(now / MINUTE) * MINUTE;
  const {
    area,
    covered,
    peakAt: _,
    ...rest
  } = minuteFigures(presences, { minute: start, now, runs: oracle.runs });
  return { start, ...rest, average: covered === 0 ? concurrent : area / covered };
}

function distinct(open: readonly OracleSlice[], mode: string): number {
  return new Set(open.filter((slice) => slice.mode === mode).map((slice) => slice.attendee)).size;
}

function byAttendee(open: readonly OracleSlice[]): OracleSlice[][] {
  const attendees = [...new Set(open.map((slice) => slice.attendee))];
  return attendees.map((attendee) => open.filter((slice) => slice.attendee === attendee));
}

function byCountry(open: readonly OracleSlice[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const slices of byAttendee(open)) {
    const [first] = slices.toSorted((a, b) => a.start - b.start || a.number - b.number);
    if (first) counts.set(first.country, (counts.get(first.country) ?? 0) + 1);
  }
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const rest = ranked.slice(COUNTRIES).reduce((total, [, count]) => total + count, 0);
  return Object.fromEntries([...ranked.slice(0, COUNTRIES), ...(rest > 0 ? [['other', rest] as const] : [])]);
}

function visibility(open: readonly OracleSlice[]): Record<VisibilityState, number> {
  const counts = { active: 0, idle: 0, hidden: 0 };
  for (const slices of byAttendee(open)) {
    const best = STATES.find((state) => slices.some((slice) => stateOf(slice) === state));
    if (best) counts[best] += 1;
  }
  return counts;
}
