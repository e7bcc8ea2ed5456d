import type { HistorySpans } from '../../ports/history/spans.ts';
import type { OpenedFile } from '../opened-file.ts';
import { readEngagedAttendees, readEngagementOfSpan } from '../read/span-engagements.ts';
import {
  readExtent,
  readFirstStart,
  readNextAttendee,
  readSessionsOfSpan,
  readSlicesOfSpan,
} from '../read/span-slices.ts';

export function spansIn(file: OpenedFile): HistorySpans {
  return {
    slicesOfSpan: file.reads(readSlicesOfSpan),
    nextAttendee: file.reads(readNextAttendee),
    sessionsOfSpan: file.reads(readSessionsOfSpan),
    firstStart: file.reads(readFirstStart),
    extent: file.reads(readExtent),
    engagedAttendees: file.reads(readEngagedAttendees),
    engagementOfSpan: file.reads(readEngagementOfSpan),
  };
}
