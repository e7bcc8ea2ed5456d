import type { HistoryStanding } from '../../ports/history/standing.ts';
import type { OpenedFile } from '../opened-file.ts';
import { readEngagementCounts, readPeak, readSeen, readSeenInAny, readStanding } from '../read/daily.ts';

export function standingIn(file: OpenedFile): HistoryStanding {
  return {
    peak: file.reads(readPeak),
    standing: file.reads(readStanding),
    engagementCounts: file.reads(readEngagementCounts),
    seen: file.reads(readSeen),
    seenInAny: file.reads(readSeenInAny),
  };
}
