import type { HistoryTransaction, Restored, Span } from '../../../storage/types.ts';
import type { RecountScope } from '../../figures/recount/counted-scope.ts';
import { Recount, type RecountedMinute } from '../../figures/recount/recount.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { CountedSession } from '../../live/effects.ts';
import { dayOf } from '../../live/watch.ts';
import { covers, without } from './spans.ts';
import type { TouchedMinutes } from './touched.ts';

/** So much of the past is read at a time, ms. */
const READ_MS = 3_600_000;
/** So many minutes are written at a time. */
const WRITE_ROWS = 2000;

interface Options {
  /** All of the tenant. */
  readonly sessions: readonly CountedSession[];
  readonly touched: TouchedMinutes;
}

/** Counts the touched minutes anew from slices and writes them; gives the peaks in them, by scope (of organizations by day). */
export async function countAgain(
  file: HistoryTransaction,
  { sessions, touched }: Options,
): Promise<Restored['peaks']> {
  const known = await countable(file, touched);
  const organizations = new Set(sessions.flatMap((session) => session.organizations));
  const peaks = new Map<string, Restored['peaks'][number]>();
  for (const span of touched.spans()) {
    const counting = sessions.filter((session) => allScopes(session).some(({ key }) => span.scopes.has(key)));
    const scopes = new Map(
      counting.map((session) => [
        session.row.key,
        allScopes(session).filter(({ key }) => span.scopes.has(key)),
      ]),
    );
    let waiting: RecountedMinute[] = [];
    const recount = new Recount({
      from: span.from,
      runs: [{ start: span.from, end: span.to }],
      scopesOf: (session) => scopes.get(session) ?? [],
      sink: {
        minute: (row) => {
          if (!covers(known.get(row.scope) ?? [], row.minute)) return;
          waiting.push(row);
          if (row.track === 0) raise(peaks, row, organizations);
        },
        seen: () => {},
        peak: () => {},
      },
    });
    const write = async (least: number) => {
      if (waiting.length < least) return;
      const minutesRecounted = waiting;
      waiting = [];
      await file.add({ minutesRecounted });
    };
    for await (const slices of slicesIn(file, [...scopes.keys()], span)) {
      for (const slice of slices) recount.take(slice);
      await write(WRITE_ROWS);
    }
    recount.finish(span.to);
    await write(1);
  }
  return [...peaks.values()];
}

/** Where slices are gone, what they gave to a scope stays as it was counted. */
async function countable(
  file: HistoryTransaction,
  touched: TouchedMinutes,
): Promise<Map<ScopeKey, readonly Span[]>> {
  const spans = new Map<ScopeKey, readonly Span[]>();
  for (const [scope, known] of touched.known()) {
    const hull = { from: known[0]?.from ?? 0, to: known.at(-1)?.to ?? 0 };
    const purged = await file.purged({ scope, ...hull });
    spans.set(scope, without(known, purged));
  }
  return spans;
}

async function* slicesIn(file: HistoryTransaction, sessions: readonly ScopeKey[], span: Span) {
  yield await file.slicesOfSessions({ sessions, ...span, which: 'standing' });
  for (let { from } = span; from < span.to; from += READ_MS) {
    const to = Math.min(from + READ_MS, span.to);
    yield await file.slicesOfSessions({ sessions, from, to, which: 'begun' });
  }
}

function allScopes({ row, organizations }: CountedSession): RecountScope[] {
  return [
    { key: row.key, kind: 'session' },
    { key: row.event, kind: 'event' },
    ...organizations.map((organization) => ({ key: organization, kind: 'organization' as const })),
  ];
}

/** In order of time, so of equal peaks the first stands. */
function raise(
  peaks: Map<string, Restored['peaks'][number]>,
  { scope, minute, peak: value, peakAt: at }: RecountedMinute,
  organizations: ReadonlySet<ScopeKey>,
): void {
  const day = organizations.has(scope) ? dayOf(minute) : 0;
  const key = `${scope} ${day}`;
  if (value > (peaks.get(key)?.value ?? 0)) peaks.set(key, { scope, day, value, at });
}
