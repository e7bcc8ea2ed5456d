import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { PastLine } from '../../../server/live/import-lines.ts';
import type { AttendanceReplaced } from '../../rows/attendance.ts';
import type { Committed, HistoryBatch } from '../../rows/batch.ts';
import type { PastAnswer, PastQuestion } from '../../rows/past.ts';
import type { SliceRow, SlicesOf, SlicesOfSessions } from '../../rows/slices.ts';
import type { Run, ScopeSpan, Span } from '../../rows/spans.ts';

/** What may be done beside a batch in its transaction: rows that are too many for one batch, and what they depend on. */
export interface HistoryTransaction {
  /** Writes more at the same position; keys go on. */
  add(rows: Partial<Omit<HistoryBatch, 'position' | 'time'>>): Promise<Committed>;
  known(question: PastQuestion): Promise<PastAnswer>;
  /** The past lines of a part of an import that is being ended. */
  importPart(part: { readonly import: string; readonly number: number }): Promise<PastLine[]>;
  /** In order of start and slice. */
  slicesOfSessions(question: SlicesOfSessions): Promise<SliceRow[]>;
  /** Who has slices with these numbers (both inclusive) in an event: each once, in order. */
  peopleOfSlices(numbers: {
    readonly first: number;
    readonly last: number;
  }): Promise<{ event: ScopeKey; attendee: number }[]>;
  slicesOf(filter: SlicesOf): Promise<SliceRow[]>;
  replaceAttendance(replaced: AttendanceReplaced): Promise<void>;
  purged(filter: ScopeSpan): Promise<Span[]>;
  runs(from: number, to: number): Promise<Run[]>;
}
