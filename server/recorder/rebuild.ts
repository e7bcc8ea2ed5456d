import type {
  BackfilledWatch,
  History,
  Recounted,
  Restored,
  SliceToCount,
  Span,
  TableDifference,
} from '../../storage/types.ts';
import { isKnown } from '../figures/known-time.ts';
import { RecountByScope } from '../figures/recount/recount-by-scope.ts';
import { isImported, sessionFacts, watchedMs } from '../figures/slice-figures.ts';
import { askedSession } from '../figures/span-question.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { Live } from '../live/live.ts';
import { hasBegun } from './backfilled-figures.ts';
import { keepDaysThrough } from './keep-days.ts';
import { KnownUniques } from './known-uniques.ts';
import { pages, readAhead } from './read-ahead.ts';
import { recomputePage } from './recompute-attendance.ts';
import { recountAttendance } from './recount-attendance.ts';
import { recountEngagements } from './recount-engagements.ts';
import { rollUpThrough } from './roll-ups.ts';
import { WriteBehind } from './write-behind.ts';

const PAGE = 5000;
/** One is packed while another is read. */
const DAYS_AT_ONCE = 2;
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

/** What is counted, one after the other. */
export type RebuildPart =
  | 'preparation'
  | 'minutes and people'
  | 'attendance'
  | 'engagement'
  | 'hours and days'
  | 'kept days';

/**
 * Counts everything that is counted anew from slices and engagements: minutes, hours, days, peaks, uniques, watch time,
 * attendance, days of events and sums of engagements. All of it or, should it fail, nothing. Gives what was not as it must be.
 * `onPart` is told of each part when it is done.
 */
export async function rebuild(
  history: History,
  restored: Restored,
  onPart: (part: RebuildPart) => void = () => undefined,
): Promise<TableDifference[]> {
  const { time: through } = restored;
  if (through === null) return [];
  const live = new Live({ ...restored });
  return history.rebuild(async (inside) => {
    const rebuilding = { history: inside, live, through, kept: await keptScopes(inside, live) };
    onPart('preparation');
    const uniques = await recountSlices(rebuilding);
    onPart('minutes and people');
    await recountAttendance(inside, restored.sessions, rebuilding.kept);
    const sessions = new Map(restored.sessions.map((session) => [session.key, session]));
    while (await recomputePage(inside, sessions));
    onPart('attendance');
    await recountEngagements(rebuilding);
    onPart('engagement');
    await rollUpThrough({ ...rebuilding, uniques }, through);
    onPart('hours and days');
    const days = {
      sessions: () => live.registry.sessions().map(askedSession),
      through,
      atOnce: DAYS_AT_ONCE,
    };
    await keepDaysThrough(inside, days);
    onPart('kept days');
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

/** Gives the uniques of hours and days that it has come across. */
async function recountSlices(rebuilding: Rebuilding): Promise<KnownUniques> {
  const writing = new WriteBehind<Filled>((part) => rebuilding.history.writeRecounted(part));
  return writing.during(() => recountInto(writing, rebuilding));
}

async function recountInto(
  writing: WriteBehind<Filled>,
  { history, live, kept, through }: Rebuilding,
): Promise<KnownUniques> {
  let filled = nothing();
  const uniques = new KnownUniques();
  const recount = new RecountByScope({
    scopesOf: (session) =>
      (live.registry.sessionByKey(session)?.scopes ?? []).filter(({ key }) => !kept.has(key)),
    runs: await history.runs(0, FOREVER),
    known: await importedSpans(history, live),
    sink: {
      minute: (row) => filled.minutes.push(row),
      seen: (row) => filled.seen.push(row),
      peak: (row) => filled.peaks.push(row),
      uniques: (place, counts) => uniques.add(place, counts),
    },
  });
  const watched = new WatchedSums(live);
  const imported = new ImportedSums(live);
  const write = async () => {
    const part = filled;
    filled = nothing();
    await writing.add(part);
  };
  for await (const slices of readAhead(slicesOf(history))) {
    for (const slice of slices) {
      recount.take(slice);
      watched.add(slice);
      imported.add(slice);
      if (filled.minutes.length + filled.seen.length > PAGE) await write();
    }
  }
  recount.finish(through);
  filled.watched.push(...watched.rows().filter(({ scope }) => !kept.has(scope)));
  const sessions = [...live.registry.sessions()].map(({ row }) => row.key).filter((key) => !kept.has(key));
  filled.backfilledWatch.push(...imported.wrong(sessions, await history.backfilledWatch(sessions)));
  await write();
  return uniques;
}

function slicesOf(history: History): AsyncGenerator<readonly SliceToCount[]> {
  return pages<SliceToCount>(PAGE, (last) =>
    history.slicesInOrder({ after: last ?? { start: -FOREVER, slice: 0 }, limit: PAGE }),
  );
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

  add(slice: SliceToCount): void {
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

  add(slice: SliceToCount): void {
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
