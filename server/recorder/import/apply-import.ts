import type { BackfilledWatch, HistoryTransaction, ImportedSlice } from '../../../storage/types.ts';
import { DAY_MS } from '../../durations.ts';
import type { ScopeKey, Session } from '../../live/catalogue.ts';
import type { CountedSession, ImportEnded } from '../../live/effects.ts';
import type { ImportKind } from '../../live/import-lines.ts';
import { liveLength } from '../../live/live-windows.ts';
import { dayOf } from '../../live/watch.ts';
import { BatchBuilder } from '../batch.ts';
import { CountedNames } from '../counted-names.ts';
import type { Tallies } from '../tallies.ts';
import { countAgain } from './count-again.ts';
import type { ImportConflict, ImportResult, ImportSummary } from './import-result.ts';
import { pastRows } from './past-rows.ts';
import { replaceAttendance } from './replace-attendance.ts';
import { scopesOf, TouchedMinutes } from './touched.ts';

/** For so long of log time a key gives the same answer again, ms. */
export const IDEMPOTENCY_MS = DAY_MS;

/** No session changes with the rows of an import: live has told of them before. */
const NO_SESSIONS: ReadonlyMap<ScopeKey, Session> = new Map();

interface Options {
  readonly tallies: Tallies;
  readonly organizations: ReadonlySet<ScopeKey>;
  /** Scopes that the same entry has deleted. */
  readonly deleted: ReadonlySet<ScopeKey>;
}

/**
 * Applies what is kept of an import at its last entry, in the transaction of its position: part by part, then what they
 * change of the past is counted again from slices. It depends on nothing but the log and the file.
 */
export async function applyImport(
  file: HistoryTransaction,
  { sessions: all, ...more }: ImportEnded,
  { tallies, organizations, deleted }: Options,
): Promise<ImportResult> {
  const ended = { ...more, sessions: all.filter(({ row }) => !deleted.has(row.key)) };
  const sessions = new Map(ended.sessions.map((session) => [session.row.id, session]));
  const names = new CountedNames(tallies);
  const touched = new TouchedMinutes();
  const watch = new WatchSums(dayOf(ended.at));
  const result = {
    newUniques: [] as ImportResult['newUniques'][number][],
    engagementCounts: [] as ImportResult['engagementCounts'][number][],
    engagementMinutes: [] as ImportResult['engagementMinutes'][number][],
  };
  const engagedScopes = new Set<ScopeKey>();
  const none = { attendee: 0, registration: 0, bookmark: 0, slice: 0, engagement: 0 };
  const applied: Record<ImportKind, number> = { ...ended.applied, ...none };
  const conflicts: ImportConflict[] = [];
  let repeated = ended.repeatedLines + sumOf(ended.repeated);
  let slice = ended.firstSlice;
  for (let number = 1; number <= ended.parts; number++) {
    const lines = await file.importPart({ import: ended.import, number });
    if (lines.length === 0) continue;
    const builder = new BatchBuilder(tallies, organizations, NO_SESSIONS, names);
    const past = await pastRows(file, lines, { ended, sessions, builder, nextSlice: () => slice++ });
    const { newUniques } = await file.add(past.rows);
    result.newUniques.push(...newUniques);
    result.engagementCounts.push(...(past.rows.engagementCounts ?? []));
    result.engagementMinutes.push(...(past.rows.engagementMinutes ?? []));
    for (const { scope } of past.rows.engagementCounts ?? []) engagedScopes.add(scope);
    for (const { row, session } of past.slices) {
      if (row.end > row.start) touched.add(session, row);
      watch.add(row, session);
    }
    for (const [kind, count] of Object.entries(past.applied)) applied[kind as ImportKind] += count;
    repeated += past.repeated;
    conflicts.push(...past.conflicts);
  }
  await replaceAttendance(file, ended.sessions, { first: ended.firstSlice, last: slice - 1 });
  touched.addGaps(await file.runs(0, ended.at));
  const peaks = await countAgain(file, { sessions: ended.sessions, touched });
  const backfilledWatch = watch.rows();
  const backfilled = [
    ...[...touched.known()].flatMap(([scope, spans]) => spans.map((span) => ({ scope, ...span }))),
    ...engagedHours(result.engagementMinutes),
  ];
  const dataThrough = ended.at;
  const summary: ImportSummary = { lines: ended.lines, applied, repeated, conflicts, dataThrough };
  await file.add({
    ...{ peaks: peaks.map((peak) => ({ kind: 'peak', ...peak })), backfilled, backfilledWatch },
    importsGone: [ended.import],
    importAnswers: [answerOf(ended, summary)],
  });
  const touchedScopes = touched.sessions.flatMap(scopesOf);
  return {
    ...result,
    ...{ peaks, backfilledWatch },
    scopes: [...new Set([...touchedScopes, ...engagedScopes])],
    spans: touched.spans(),
  };
}

const HOUR_MS = 3_600_000;

/** Marks of the hours to which engagements were added: what was kept of these hours is not all of it any more. */
function engagedHours(minutes: ImportResult['engagementMinutes']) {
  const marks = new Map<string, { scope: ScopeKey; from: number; to: number }>();
  for (const { scope, minute } of minutes) {
    const inside = Math.floor(minute / HOUR_MS) * HOUR_MS + 1;
    marks.set(`${scope} ${inside}`, { scope, from: inside, to: inside });
  }
  return [...marks.values()];
}

function answerOf({ import: id, tenant, owners, idempotency, at }: ImportEnded, answer: ImportSummary) {
  const organization = owners[0] ?? tenant;
  return { import: id, organization, idempotency, at, answer, forgetBefore: at - IDEMPOTENCY_MS };
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Watch time of slices by session, since it exists and on the present UTC day. */
class WatchSums {
  readonly #today: number;
  readonly #sums = new Map<string, { -readonly [K in keyof BackfilledWatch]: BackfilledWatch[K] }>();

  constructor(today: number) {
    this.#today = today;
  }

  add(row: ImportedSlice, session: CountedSession): void {
    this.#add(row, session, 0);
    if (row.end > this.#today * DAY_MS) this.#add(row, session, this.#today);
  }

  rows(): BackfilledWatch[] {
    return [...this.#sums.values()];
  }

  #add(
    { mode, start, end, watchedMs }: ImportedSlice,
    { row: { key, windows } }: CountedSession,
    day: number,
  ): void {
    const name = `${key} ${day}`;
    const sum = this.#sums.get(name) ?? { session: key, day, ms: 0, uncutMs: 0 };
    const length = liveLength({ start: Math.max(start, day * DAY_MS), end }, mode === 'live' ? windows : []);
    const ms = watchedMs === null ? length : Math.min(length, watchedMs);
    if (mode === 'live' && windows.length === 0) sum.uncutMs += ms;
    else sum.ms += ms;
    this.#sums.set(name, sum);
  }
}
