import type { HistoryTransaction } from '../../ports/history/transaction.ts';
import { replaceAttendance } from '../commit/attendance.ts';
import { addRows } from '../commit/commit-batch.ts';
import type { Queryable } from '../database.ts';
import { readSlicesOf } from '../read/attendance.ts';
import { readImportPart, readPeopleOfSlices, readSlicesOfSessions } from '../read/imports.ts';
import { readKnown } from '../read/known.ts';
import { readRuns } from '../read/minutes.ts';
import { readPurged } from '../read/purged.ts';

export function transactionIn(database: Queryable): HistoryTransaction {
  return {
    add: (rows) => addRows(database, rows),
    known: (question) => readKnown(database, question),
    importPart: (part) => readImportPart(database, part),
    slicesOfSessions: (question) => readSlicesOfSessions(database, question),
    purged: (filter) => readPurged(database, filter),
    runs: (from, to) => readRuns(database, from, to),
    peopleOfSlices: (numbers) => readPeopleOfSlices(database, numbers),
    slicesOf: (filter) => readSlicesOf(database, filter),
    replaceAttendance: (replaced) => replaceAttendance(database, replaced),
  };
}
