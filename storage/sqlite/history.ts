import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { KeyUse } from '../../server/live/keeping.ts';
import type * as port from '../types.ts';
import { replaceAttendance } from './commit/attendance.ts';
import { addRows, commitBatch } from './commit/commit-batch.ts';
import { endOpenSlices } from './commit/end-open-slices.ts';
import { rebuild, writeRecounted } from './commit/rebuild.ts';
import { writeRollUp } from './commit/roll-ups.ts';
import type { Queryable } from './database.ts';
import { type HistoryFile, openHistoryFile } from './history-file.ts';
import { readKeyUses } from './read/api-keys.ts';
import * as attendance from './read/attendance.ts';
import { readAttendanceNow, readAttendanceOfNow } from './read/attendance-now.ts';
import { readAttendee, readAttendeeList } from './read/attendee-list.ts';
import * as attendees from './read/attendees.ts';
import { readAudit } from './read/audit.ts';
import { readEngagementCounts, readPeak, readSeen, readStanding } from './read/daily.ts';
import * as engagements from './read/engagements.ts';
import * as imports from './read/imports.ts';
import { readIntegrity } from './read/integrity.ts';
import { readKnown } from './read/known.ts';
import * as minutes from './read/minutes.ts';
import * as ofAttendee from './read/of-attendee.ts';
import { readIsAmong, readPeople } from './read/people.ts';
import { type PurgedFilter, readPurged } from './read/purged.ts';
import { readPurges } from './read/purges.ts';
import * as registrations from './read/registrations.ts';
import { readRestored } from './read/restored.ts';
import * as rollUps from './read/roll-ups.ts';
import { readSlices } from './read/slices.ts';
import { readSlicesBetween, readUniques, type UniquesFilter } from './read/slices-between.ts';
import { readSlicesInOrder } from './read/slices-in-order.ts';
import * as spanEngagements from './read/span-engagements.ts';
import * as spanSlices from './read/span-slices.ts';
import * as talk from './read/talk.ts';
import { readTotals } from './read/totals.ts';

export interface SqliteHistoryOptions {
  /** Path of the file; its folder must exist. Beside it SQLite keeps `-wal` and `-shm` while it is open. */
  readonly file: string;
  /** How long to wait for another process's lock, ms. @default 5000 */
  readonly busyTimeoutMs?: number | undefined;
  /** Told the text of each statement when it is first prepared on a connection. */
  readonly onStatement?: ((sql: string) => void) | undefined;
}

/** While a report reads, the write-ahead log cannot be emptied. */
const EMPTY_LOG_AGAIN_MS = 250;

type State =
  | { readonly kind: 'new' }
  | { readonly kind: 'open'; readonly file: Promise<HistoryFile> }
  | { readonly kind: 'closed'; readonly done: Promise<void> };

/** The file of record in SQLite. Rejects with `DatabaseError` or, from `open`, with `UnusableFileError`. */
class SqliteHistory implements port.History {
  readonly #options: SqliteHistoryOptions;
  #state: State = { kind: 'new' };
  #emptyingLog: NodeJS.Timeout | undefined;

  constructor(options: SqliteHistoryOptions) {
    this.#options = options;
  }

  /** Works on one connection, in whatever transaction it is. */
  static #within(database: Queryable): SqliteHistory {
    const history = new SqliteHistory({ file: '' });
    const run = <T>(body: (database: Queryable) => Promise<T>): Promise<T> => body(database);
    const file = {
      writer: { transaction: run, read: run, emptyLog: () => Promise.resolve(true) },
      reports: { all: database.all.bind(database), snapshot: run },
      backup: () => Promise.reject(new Error('no backup in the midst of a transaction')),
      close: () => Promise.resolve(),
    };
    history.#state = { kind: 'open', file: Promise.resolve(file) };
    return history;
  }

  async open(): Promise<port.Restored> {
    if (this.#state.kind !== 'new') throw new Error('a history is opened once');
    const opening = openHistoryFile(this.#options);
    this.#state = { kind: 'open', file: opening };
    return readRestored((await opening).reports);
  }

  async commit(
    batch: port.HistoryBatch,
    more: (file: port.HistoryTransaction) => Promise<void> = async () => {},
  ): Promise<port.Committed> {
    const committed = await this.#write(async (database) => {
      const written = await commitBatch(database, batch);
      if (written === null) return { newUniques: [] };
      await more(transactionIn(database));
      return written;
    });
    if (batch.erasures.length > 0) await this.#emptyLog();
    return committed;
  }

  endOpenSlices(time: number): Promise<port.SliceRow[]> {
    return this.#write((database) => endOpenSlices(database, time));
  }

  async known(question: port.PastQuestion): Promise<port.PastAnswer> {
    return (await this.#file()).writer.read((database) => readKnown(database, question));
  }

  runs(from: number, to: number): Promise<port.Run[]> {
    return this.#read((database) => minutes.readRuns(database, from, to));
  }

  backfilled(filter: port.Span & { scope: ScopeKey }): Promise<port.Span[]> {
    return this.#read((database) => imports.readBackfilled(database, filter));
  }

  importAnswer(id: string): Promise<port.ImportAnswer | null> {
    return this.#read((database) => imports.readImportAnswer(database, id));
  }

  importAnswerOfKey(filter: { organization: ScopeKey; key: string }): Promise<port.ImportAnswer | null> {
    return this.#read((database) => imports.readImportAnswerOfKey(database, filter));
  }

  overlapping(presences: readonly port.PresenceQuestion[]) {
    return this.#read((database) => imports.readOverlapping(database, presences));
  }

  minutes(filter: port.MinuteFilter): Promise<port.MinuteRow[]> {
    return this.#read((database) => minutes.readMinutes(database, filter));
  }

  engagementMinutes(filter: Omit<port.MinuteFilter, 'track'>): Promise<minutes.EngagementMinute[]> {
    return this.#read((database) => minutes.readEngagementMinutes(database, filter));
  }

  uniques(filter: UniquesFilter): Promise<number> {
    return this.#read((database) => readUniques(database, filter));
  }

  backfilledWatch(sessions: readonly ScopeKey[]): Promise<port.BackfilledWatch[]> {
    return this.#read((database) => imports.readBackfilledWatch(database, sessions));
  }

  purged(filter: PurgedFilter): Promise<{ from: number; to: number }[]> {
    return this.#read((database) => readPurged(database, filter));
  }

  slices(filter: port.SliceFilter): Promise<port.SliceRow[]> {
    return this.#read((database) => readSlices(database, filter));
  }

  slicesBetween(from: number, to: number): Promise<port.SliceRow[]> {
    return this.#read((database) => readSlicesBetween(database, from, to));
  }

  slicesByAttendee(filter: attendees.AttendeePage): Promise<port.SliceRow[]> {
    return this.#read((database) => attendees.readSlicesByAttendee(database, filter));
  }

  purges(): Promise<port.PurgeProgress[]> {
    return this.#read(readPurges);
  }

  attendeeIds(filter: attendees.AttendeeIds): Promise<string[]> {
    return this.#read((database) => attendees.readAttendeeIds(database, filter));
  }

  slicesOfSpan(filter: port.SpanSlicesFilter): Promise<port.SliceRow[]> {
    return this.#read((database) => spanSlices.readSlicesOfSpan(database, filter));
  }

  nextAttendee(sessions: readonly ScopeKey[], after: number): Promise<number | null> {
    return this.#read((database) => spanSlices.readNextAttendee(database, sessions, after));
  }

  sessionsOfSpan(filter: port.SpanFilter): Promise<ScopeKey[]> {
    return this.#read((database) => spanSlices.readSessionsOfSpan(database, filter));
  }

  extent(sessions: readonly ScopeKey[]): Promise<port.Extent | undefined> {
    return this.#read((database) => spanSlices.readExtent(database, sessions));
  }

  peakOfMinutes(filter: port.MinuteFilter): Promise<{ value: number; at: number } | undefined> {
    return this.#read((database) => minutes.readPeakOfMinutes(database, filter));
  }

  attendees(keys: readonly number[]): Promise<port.AttendeeRow[]> {
    return this.#read((database) => attendees.readAttendees(database, keys));
  }

  attendance(filter: port.AttendancePage): Promise<port.AttendanceNow> {
    return this.#snapshot((database) => readAttendanceNow(database, filter));
  }

  attendanceOf(filter: port.AttendanceOf): Promise<port.AttendanceNow> {
    return this.#snapshot((database) => readAttendanceOfNow(database, filter));
  }

  totals(
    filter: port.AttendanceFilter,
    onOpen: (open: port.OpenAttendance) => void,
  ): Promise<port.ScopeTotals | undefined> {
    return this.#snapshot((database) => readTotals(database, filter, onOpen));
  }

  slicesInOrder(page: {
    after: { readonly start: number; readonly slice: number };
    limit: number;
  }): Promise<port.SliceRow[]> {
    return this.#read((database) => readSlicesInOrder(database, page));
  }

  engagementsInOrder(page: { after: number; limit: number }): Promise<port.StoredEngagement[]> {
    return this.#read((database) => engagements.readEngagementsInOrder(database, page));
  }

  rebuild(body: (history: port.History) => Promise<void>): Promise<port.TableDifference[]> {
    return this.#write((database) => rebuild(database, () => body(SqliteHistory.#within(database))));
  }

  writeRecounted(recounted: port.Recounted): Promise<void> {
    return this.#write((database) => writeRecounted(database, recounted));
  }

  rolled(step: port.RollUpStep): Promise<port.Rolled | undefined> {
    return this.#read((database) => rollUps.readRolled(database, step));
  }

  busyScopes(filter: { scopes: readonly ScopeKey[]; from: number; to: number }): Promise<ScopeKey[]> {
    return this.#read((database) => minutes.readBusyScopes(database, filter));
  }

  rollUps(filter: port.RollUpFilter): Promise<port.RollUpRow[]> {
    return this.#read((database) => rollUps.readRollUps(database, filter));
  }

  writeRollUp(written: port.RollUpWritten): Promise<void> {
    return this.#write((database) => writeRollUp(database, written));
  }

  peak(scope: ScopeKey): Promise<{ value: number; at: number } | undefined> {
    return this.#read((database) => readPeak(database, scope));
  }

  standing(scope: ScopeKey): Promise<{ watchMs: number; liveWatchMs: number; uniques: number }> {
    return this.#read((database) => readStanding(database, scope));
  }

  engagementCounts(scope: ScopeKey): Promise<{ action: string; count: number }[]> {
    return this.#read((database) => readEngagementCounts(database, scope));
  }

  seen(filter: { scope: ScopeKey; fromDay: number; toDay: number }): Promise<number> {
    return this.#read((database) => readSeen(database, filter));
  }

  slicesOf(filter: {
    sessions: readonly ScopeKey[];
    attendees: readonly number[];
  }): Promise<port.SliceRow[]> {
    return this.#read((database) => attendance.readSlicesOf(database, filter));
  }

  attendeesIn(filter: { session: ScopeKey; afterAttendee: number; limit: number }): Promise<number[]> {
    return this.#read((database) => attendance.readAttendeesIn(database, filter));
  }

  staleAttendance(): Promise<port.StaleAttendance[]> {
    return this.#read(attendance.readStale);
  }

  replaceAttendance(replaced: port.AttendanceReplaced): Promise<void> {
    return this.#write((database) => replaceAttendance(database, replaced));
  }

  attendee(name: { tenant: ScopeKey; id: string }): Promise<port.StoredAttendee | null> {
    return this.#read((database) => readAttendee(database, name));
  }

  attendeeList(filter: port.AttendeeFilter): Promise<port.StoredAttendee[]> {
    return this.#read((database) => readAttendeeList(database, filter));
  }

  people(filter: port.PeopleFilter): Promise<port.OneOfPeople[]> {
    return this.#read((database) => readPeople(database, filter));
  }

  isAmong(of: port.PeopleOf, attendee: number): Promise<boolean> {
    return this.#read((database) => readIsAmong(database, of, attendee));
  }

  registration(name: port.RegistrationName): Promise<port.RegistrationRow | null> {
    return this.#read((database) => registrations.readRegistration(database, name));
  }

  registrations(filter: port.RegistrationFilter): Promise<port.RegistrationRow[]> {
    return this.#read((database) => registrations.readRegistrations(database, filter));
  }

  registered(of: port.PeopleOf, keys: readonly number[]): Promise<port.RegisteredAttendee[]> {
    return this.#read((database) => registrations.readRegistered(database, of, keys));
  }

  registrationsOf(attendee: number): Promise<port.RegistrationRow[]> {
    return this.#read((database) => registrations.readRegistrationsOf(database, attendee));
  }

  slicesOfAttendee(filter: port.AttendeeSlicesFilter): Promise<port.SliceRow[]> {
    return this.#read((database) => ofAttendee.readSlicesOfAttendee(database, filter));
  }

  engagementsOfAttendee(filter: port.AttendeeEngagementsFilter): Promise<port.StoredEngagement[]> {
    return this.#read((database) => ofAttendee.readEngagementsOfAttendee(database, filter));
  }

  actionsOfAttendee(filter: ofAttendee.ActionsFilter): Promise<port.SessionAction[]> {
    return this.#read((database) => ofAttendee.readActionsOfAttendee(database, filter));
  }

  registrationCounts(of: port.PeopleOf): Promise<port.RegistrationCounts> {
    return this.#read((database) => registrations.readRegistrationCounts(database, of));
  }

  engagements(filter: port.EngagementFilter): Promise<port.StoredEngagement[]> {
    return this.#read((database) => engagements.readEngagements(database, filter));
  }

  talk(filter: port.TalkFilter): Promise<port.TalkRow[]> {
    return this.#read((database) => talk.readTalk(database, filter));
  }

  talkAbout(filter: port.TalkReferenceFilter & { readonly each: number }): Promise<port.TalkRow[]> {
    return this.#read((database) => talk.readTalkAbout(database, filter));
  }

  countTalkAbout(filter: port.TalkReferenceFilter): Promise<port.TalkCount[]> {
    return this.#read((database) => talk.countTalkAbout(database, filter));
  }

  pollAnswers(filter: port.PollAnswersFilter): Promise<port.TalkRow[]> {
    return this.#read((database) => talk.readPollAnswers(database, filter));
  }

  engagementsByAttendee(filter: {
    sessions: readonly ScopeKey[];
    attendees: readonly number[];
  }): Promise<engagements.AttendeeAction[]> {
    return this.#read((database) => engagements.readEngagementsByAttendee(database, filter));
  }

  engagementTotals(filter: engagements.TotalsFilter): Promise<{ action: string; count: number }[]> {
    return this.#read((database) => engagements.readEngagementTotals(database, filter));
  }

  audit(filter: port.AuditFilter): Promise<port.StoredAudit[]> {
    return this.#read((database) => readAudit(database, filter));
  }

  engagedAttendees(filter: port.EngagedFilter): Promise<port.EngagedAttendee[]> {
    return this.#read((database) => spanEngagements.readEngagedAttendees(database, filter));
  }

  engagementOfSpan(filter: port.SpanFilter): Promise<{ action: string; count: number }[]> {
    return this.#read((database) => spanEngagements.readEngagementOfSpan(database, filter));
  }

  keyUses(ids: readonly string[]): Promise<KeyUse[]> {
    return this.#read((database) => readKeyUses(database, ids));
  }

  async backup(toFile: string): Promise<void> {
    return (await this.#file()).backup(toFile);
  }

  integrity(): Promise<string> {
    return this.#read(readIntegrity);
  }

  close(): Promise<void> {
    if (this.#state.kind !== 'closed') this.#state = { kind: 'closed', done: this.#closeFile() };
    return this.#state.done;
  }

  async #closeFile(): Promise<void> {
    clearTimeout(this.#emptyingLog);
    if (this.#state.kind !== 'open') return;
    // What never opened has nothing to close, and whoever called open() has been told.
    const file = await this.#state.file.catch(() => undefined);
    await file?.close();
  }

  /** Goes on trying beside what is written next, since a long report must not hold it up. */
  async #emptyLog(): Promise<void> {
    if (this.#state.kind !== 'open') return;
    const { writer } = await this.#state.file;
    if (await writer.emptyLog()) return;
    this.#emptyingLog ??= setTimeout(() => {
      this.#emptyingLog = undefined;
      // The next attempt, or the end, tells what is wrong.
      this.#emptyLog().catch(() => undefined);
    }, EMPTY_LOG_AGAIN_MS).unref();
  }

  async #read<T>(query: (database: Queryable) => Promise<T>): Promise<T> {
    return query((await this.#file()).reports);
  }

  /** All statements see the same moment. */
  async #snapshot<T>(query: (database: Queryable) => Promise<T>): Promise<T> {
    return (await this.#file()).reports.snapshot(query);
  }

  async #write<T>(body: (database: Queryable) => Promise<T>): Promise<T> {
    return (await this.#file()).writer.transaction(body);
  }

  #file(): Promise<HistoryFile> {
    if (this.#state.kind === 'open') return this.#state.file;
    throw new Error(`the history is ${this.#state.kind === 'new' ? 'not open yet' : 'closed'}`);
  }
}

function transactionIn(database: Queryable): port.HistoryTransaction {
  return {
    add: (rows) => addRows(database, rows),
    known: (question) => readKnown(database, question),
    importPart: (part) => imports.readImportPart(database, part),
    slicesOfSessions: (question) => imports.readSlicesOfSessions(database, question),
    purged: (filter) => readPurged(database, filter),
    runs: (from, to) => minutes.readRuns(database, from, to),
    peopleOfSlices: (numbers) => imports.readPeopleOfSlices(database, numbers),
    slicesOf: (filter) => attendance.readSlicesOf(database, filter),
    replaceAttendance: (replaced) => replaceAttendance(database, replaced),
  };
}

export function createSqliteHistory(options: SqliteHistoryOptions): port.History {
  return new SqliteHistory(options);
}
