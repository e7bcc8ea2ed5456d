import type { HistoryPresence } from '../../ports/history/presence.ts';
import type { OpenedFile } from '../opened-file.ts';
import { readAttendeesIn, readSlicesOf } from '../read/attendance.ts';
import { readSlicesByAttendee } from '../read/attendees.ts';
import { readSlices } from '../read/slices.ts';
import { readSlicesBetween, readUniques } from '../read/slices-between.ts';
import { readSlicesInOrder } from '../read/slices-in-order.ts';

export function presenceIn(file: OpenedFile): HistoryPresence {
  return {
    slices: file.reads(readSlices),
    slicesBetween: file.reads(readSlicesBetween),
    slicesInOrder: file.reads(readSlicesInOrder),
    slicesByAttendee: file.reads(readSlicesByAttendee),
    slicesOf: file.reads(readSlicesOf),
    attendeesIn: file.reads(readAttendeesIn),
    uniques: file.reads(readUniques),
  };
}
