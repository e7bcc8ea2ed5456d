import type { HistoryAttendance } from '../../ports/history/attendance.ts';
import { replaceAttendance } from '../commit/attendance.ts';
import type { OpenedFile } from '../opened-file.ts';
import { readAttended, readStale } from '../read/attendance.ts';
import { readAttendanceNow, readAttendanceOfNow } from '../read/attendance-now.ts';
import { readTotals, readTotalsOfSessions } from '../read/totals.ts';

export function attendanceIn(file: OpenedFile): HistoryAttendance {
  return {
    attendance: file.readsAtOnce(readAttendanceNow),
    attendanceOf: file.readsAtOnce(readAttendanceOfNow),
    totals: file.readsAtOnce(readTotals),
    attended: file.reads(readAttended),
    totalsOfSessions: file.readsAtOnce(readTotalsOfSessions),
    staleAttendance: file.reads(readStale),
    replaceAttendance: file.writes(replaceAttendance),
  };
}
