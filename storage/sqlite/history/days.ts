import type { HistoryDays } from '../../ports/history/days.ts';
import { closeDays, keepDay } from '../commit/days.ts';
import type { OpenedFile } from '../opened-file.ts';
import {
  readActionsBySession,
  readDaysKeptBefore,
  readDaysToKeep,
  readEngagedBySession,
  readEngagedSessions,
  readEngagementTimes,
  readFirstDay,
  readKeptDays,
  readKeptPeople,
} from '../read/days.ts';

export function daysIn(file: OpenedFile): HistoryDays {
  return {
    keptDays: file.readsAtOnce(readKeptDays),
    keptPeople: file.reads(readKeptPeople),
    daysKeptBefore: file.reads(readDaysKeptBefore),
    firstDay: file.reads(readFirstDay),
    closeDays: file.writes(closeDays),
    daysToKeep: file.reads(readDaysToKeep),
    keepDay: file.writes(keepDay),
    engagedBySession: file.reads(readEngagedBySession),
    actionsBySession: file.reads(readActionsBySession),
    engagementTimes: file.reads(readEngagementTimes),
    engagedSessions: file.reads(readEngagedSessions),
  };
}
