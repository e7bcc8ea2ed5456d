import type {
  BackfilledWatch,
  History,
  Recounted,
  Restored,
  SliceRow,
  Span,
  TableDifference,
} from '../../storage/types.ts';
import { isKnown } from '../figures/known-time.ts';
import { RecountByScope } from '../figures/recount/recount-by-scope.ts';
import { isImported, sessionFacts, watchedMs } from '../figures/slice-figures.ts';
import { askedSession } from '../figures/span-question.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { Live } from '../live/live.ts';
import { dayOf } from '../live/watch.ts';
import { hasBegun } from './backfilled-figures.ts';
import { EngagementSums } from './engagement-sums.ts';
import { keepDaysThrough } from './keep-days.ts';
import { recomputePage } from './recompute-attendance.ts';
import { recountAttendance } from './recount-attendance.ts';
import { rollUpThrough } from './roll-ups.ts';
import { Tallies } from './tallies.ts';

const PAGE = 5000;
const FOREVER = Number.MAX_SAFE_INTEGER;

type Kind = 'minutes' | 'seen' | 'peaks' | 'watched' | 'backfilledWatch';
type Filled = { -readonly [K in Kind]: NonNullable<Recounted[K]>[number][] };

const nothing = (): Filled => ({
  ...{ minutes: [], seen: [], peaks: [], watched: [], backfilledWatch: [] },
});

interface Rebuilding {
  /** Sees what it writes. */
  readonly history: History;
  readonly live: Live;
  /** Scopes of which something has been purged: they keep what they have. */
  readonly kept: ReadonlySet<ScopeKey>;
  /** Log time of the last entry in the file, ms. */
  readonly through: number;
}

/**
 * Counts everything that is counted anew from slices and engagements: minutes, hours, days, peaks, uniques, watch time,
 * attendance, days of events and sums of engagements. All of it or, should it fail, nothing. Gives what was not as it must be.
 */
export async function rebuild(history: History, restored: Restored): Promise<TableDifference[]> {
  const { time: through } = restored;
  if (through === null) return [];
  const live = new Live({ ...restored });
  return history.rebuild(async (inside) => {
    const rebuilding = { history: inside, live, through, kept: await keptScopes(inside, live) };
    await recountSlices(rebuilding);
    await recountAttendance(inside, restored.sessions, rebuilding.kept);
    await recountEngagements(rebuilding);
    const sessions = new Map(restored.sessions.map((session) => [session.key, session]));
    while (await recomputePage(inside, sessions));
    await rollUpThrough(rebuilding, through);
    await keepDaysThrough(inside, { sessions: () => live.registry.sessions().map(askedSession), through });
  });
}

/** What was purged cannot be counted again. */
async function keptScopes(history: History, { registry }: Live): Promise<Set<ScopeKey>> {
  const kept = new Set<ScopeKey>();
  for (const scope of registry.scopes.keys()) {
    const spans = await history.purged({ scope, from: 0, to: FOREVER });
    if (spans.length > 0) kept.add(scope);
  }
  return kept;
}

/** What imports made known, by scope. */
async function importedSpans(history: History, { registry }: Live): Promise<Map<ScopeKey, readonly Span[]>> {
  const known = new Map<ScopeKey, readonly Span[]>();
  for (const scope of registry.scopes.keys()) {
    const spans = await history.backfilled({ scope, from: 0, to: FOREVER });
    if (spans.some(isKnown)) known.set(scope, spans);
  }
  return known;
}

async function recountSlices({ history, live, kept, through }: Rebuilding): Promise<void> {
  let filled = nothing();
  const recount = new RecountByScope({
    scopesOf: (session) =>
      (live.registry.sessionByKey(session)?.scopes ?? []).filter(({ key }) => !kept.has(key)),
    runs: await history.runs(0, FOREVER),
    known: await importedSpans(history, live),
    sink: {
      minute: (row) => filled.minutes.push(row),
      seen: (row) => filled.seen.push(row),
      peak: (row) => filled.peaks.push(row),
    },
  });
  const watched = new WatchedSums(live);
  const imported = new ImportedSums(live);
  const write = async () => {
    const written = filled;
    filled = nothing();
    await history.writeRecounted(written);
  };
  for (let after = { start: -FOREVER, slice: 0 }; ; ) {
    const slices = await history.slicesInOrder({ after, limit: PAGE });
    for (const slice of slices) {
      recount.take(slice);
      watched.add(slice);
      imported.add(slice);
      if (filled.minutes.length + filled.seen.length > PAGE) await write();
    }
    const last = slices.at(-1);
    if (last === undefined || slices.length < PAGE) break;
    after = last;
  }
  recount.finish(through);
  filled.watched.push(...watched.rows().filter(({ scope }) => !kept.has(scope)));
  const sessions = [...live.registry.sessions()].map(({ row }) => row.key).filter((key) => !kept.has(key));
  filled.backfilledWatch.push(...imported.wrong(sessions, await history.backfilledWatch(sessions)));
  await write();
}

/**
 * Watch time of ended slices that live has counted, not of imported ones, by session and event. That of organizations is of days,
 * and of a slice over midnight nobody knows which part of what was played belongs to which.
 */
class WatchedSums {
  readonly #live: Live;
  readonly #sums = new Map<ScopeKey, { scope: ScopeKey; day: number; ms: number; liveMs: number }>();

  constructor(live: Live) {
    this.#live = live;
  }

  add(slice: SliceRow): void {
    if (isImported(slice)) return;
    const session = this.#live.registry.sessionByKey(slice.session);
    if (session === undefined || slice.countedUntil === null || slice.end === null) return;
    const facts = sessionFacts(session.row, slice.end);
    for (const { key, kind } of session.scopes) {
      if (kind !== 'organization') this.#add(key, slice.mode, watchedMs(slice, facts));
    }
  }

  rows() {
    return [...this.#sums.values()].filter(({ ms }) => ms > 0);
  }

  #add(scope: ScopeKey, mode: string, ms: number): void {
    const sum = this.#sums.get(scope) ?? { scope, day: 0, ms: 0, liveMs: 0 };
    sum.ms += ms;
    if (mode === 'live') sum.liveMs += ms;
    this.#sums.set(scope, sum);
  }
}

/** Watch time of imported slices since their sessions exist. */
class ImportedSums {
  readonly #live: Live;
  readonly #sums = new Map<ScopeKey, { ms: number; uncutMs: number }>();

  constructor(live: Live) {
    this.#live = live;
  }

  add(slice: SliceRow): void {
    const session = this.#live.registry.sessionByKey(slice.session)?.row;
    if (session === undefined || slice.end === null || !isImported(slice)) return;
    const sum = this.#sums.get(session.key) ?? { ms: 0, uncutMs: 0 };
    const isUncut = slice.mode === 'live' && session.windows.length === 0;
    sum[isUncut ? 'uncutMs' : 'ms'] += watchedMs(slice, sessionFacts(session, slice.end));
    this.#sums.set(session.key, sum);
  }

  /** Those that must be other than they are. How a sum is divided depends on when the import came, and may stay. */
  wrong(sessions: readonly ScopeKey[], stored: readonly BackfilledWatch[]): BackfilledWatch[] {
    const known = new Map(stored.map((row) => [row.session, row]));
    return sessions.flatMap((session) => {
      const row = this.#live.registry.sessionByKey(session)?.row;
      const isCut = row !== undefined && hasBegun(row);
      const total = ({ ms, uncutMs }: { ms: number; uncutMs: number }) => ms + (isCut ? 0 : uncutMs);
      const sum = this.#sums.get(session) ?? { ms: 0, uncutMs: 0 };
      const isRight = total(sum) === total(known.get(session) ?? { ms: 0, uncutMs: 0 });
      return isRight ? [] : [{ session, day: 0, ...sum }];
    });
  }
}

async function recountEngagements({ history, live, kept }: Rebuilding): Promise<void> {
  const tallies = new Tallies({ uniques: [], engagementCounts: [] });
  for (let after = 0; ; ) {
    const rows = await history.engagementsInOrder({ after, limit: PAGE });
    const sums = new EngagementSums();
    for (const { session, tenant, attendee, action, at } of rows) {
      if (!kept.has(session)) sums.ofAttendee({ session, tenant, attendee, action });
      for (const { key: scope, kind } of live.registry.sessionByKey(session)?.scopes ?? []) {
        const day = kind === 'organization' ? dayOf(at) : 0;
        const name = tallies.countedAs({ scope, day }, action, new Set());
        tallies.addEngagement([{ scope, day, action: name, count: 1 }]);
        if (!kept.has(scope)) sums.ofScope({ scope, day, action: name, at });
      }
    }
    await history.writeRecounted(sums.recounted());
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.key;
  }
}
