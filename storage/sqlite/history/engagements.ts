import type { HistoryEngagements } from '../../ports/history/engagements.ts';
import type { OpenedFile } from '../opened-file.ts';
import {
  readEngagements,
  readEngagementsByAttendee,
  readEngagementsInOrder,
  readEngagementTotals,
} from '../read/engagements.ts';

export function engagementsIn(file: OpenedFile): HistoryEngagements {
  return {
    engagements: file.reads(readEngagements),
    engagementsInOrder: file.reads(readEngagementsInOrder),
    engagementsByAttendee: file.reads(readEngagementsByAttendee),
    engagementTotals: file.reads(readEngagementTotals),
  };
}
