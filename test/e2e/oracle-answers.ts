import { expect } from 'vitest';
import type { Counters } from '../../server/protocol/server-messages.ts';
import { minuteFigures } from '../live/oracle/counts.ts';
import { figuresOf, slicesOf } from '../live/oracle/figures.ts';
import { MINUTE, type ScopeName } from '../live/oracle/model.ts';
import type { Oracle } from '../live/oracle/oracle.ts';
import { countedSpans } from '../live/oracle/spans.ts';
import { watchMs } from '../live/oracle/watch.ts';
import type { Tenant } from '../support/tenant.ts';
import { allItems, type SliceObject } from './pages.ts';

export function nameOf({ kind, id }: ScopeName): `${ScopeName['kind']}:${string}` {
  return `${kind}:${id}`;
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

/** The counters as the oracle says they must be; of the open minute only when both speak of the same. */
export function expectedCounters(oracle: Oracle, scope: ScopeName, { at, minute }: Counters) {
  const figures = figuresOf(oracle, scope);
  const isSameMinute = iso(figures.minute.start) === minute.start;
  const { peak: highest, minimum, joins, leaves, uniques } = figures.minute;
  return {
    concurrent: figures.concurrent,
    connections: figures.connections,
    peak: { value: figures.peak.value, at: iso(figures.peak.at) },
    byMode: figures.byMode,
    byCountry: figures.byCountry,
    visibility: figures.visibility,
    uniques: new Set(
      slicesOf(oracle, scope)
        .filter(({ start, ended }) => ended === null || ended.countedUntil > start)
        .map(({ attendee }) => attendee),
    ).size,
    watchSeconds: watchMs(slicesOf(oracle, scope), Date.parse(at), scope.kind === 'organization') / 1000,
    ...(isSameMinute ? { minute: { peak: highest, minimum, joins, leaves, uniques } } : {}),
  };
}

/** The stored slices of a session are those of the oracle; gives how many there are. */
export async function expectSlices(tenant: Tenant, oracle: Oracle, session: string): Promise<number> {
  const stored = await allItems<SliceObject>(tenant, `/v1/sessions/${session}/slices`);
  const scope = { org: tenant.org, kind: 'session', id: session } as const;
  const expected = slicesOf(oracle, scope).map(({ attendee, mode, start, ended, country }) => ({
    attendee,
    mode,
    start: iso(start),
    end: iso(ended?.end ?? null),
    countedUntil: iso(ended?.countedUntil ?? null),
    endedBy: ended?.endedBy ?? null,
    country,
  }));
  const found = stored.map(({ attendee, mode, start, end, countedUntil, endedBy, country }) => {
    return { attendee, mode, start, end, countedUntil, endedBy, country };
  });
  const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
  expect(lines(found)).toEqual(lines(expected));
  return found.length;
}

interface Point {
  readonly start: string;
  readonly peak: number | null;
}

/** The minutes of a scope are what its slices say, but for those of which nothing is known. At rest. */
export async function expectMinutes(tenant: Tenant, oracle: Oracle, scope: ScopeName): Promise<void> {
  const [first = 0] = oracle.times;
  const now = oracle.times.at(-1) ?? 0;
  const from = iso(Math.floor(first / MINUTE) * MINUTE);
  const { json } = await tenant.call(`/v1/series/${nameOf(scope)}?from=${from}`);
  const presences = countedSpans(slicesOf(oracle, scope));
  const known = (json.points as Point[]).filter(
    ({ start, peak }) => peak !== null && Date.parse(start) <= now,
  );
  expect(known.length).toBeGreaterThan(0);
  for (const point of known) {
    const minute = Date.parse(point.start);
    const { peak, minimum, joins, leaves, uniques } = minuteFigures(presences, {
      ...{ minute, now, runs: oracle.runs },
    });
    expect(point, nameOf(scope)).toMatchObject({ peak, minimum, joins, leaves, uniques });
  }
}
