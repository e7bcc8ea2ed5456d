import type { HistoryAccess } from './history/access.ts';
import type { HistoryAlerts } from './history/alerts.ts';
import type { HistoryAttendance } from './history/attendance.ts';
import type { HistoryCommits } from './history/commits.ts';
import type { HistoryCurves } from './history/curves.ts';
import type { HistoryDays } from './history/days.ts';
import type { HistoryEngagements } from './history/engagements.ts';
import type { HistoryImports } from './history/imports.ts';
import type { HistoryOfAttendee } from './history/of-attendee.ts';
import type { HistoryPeople } from './history/people.ts';
import type { HistoryPresence } from './history/presence.ts';
import type { HistoryPurges } from './history/purges.ts';
import type { HistoryRegistrations } from './history/registrations.ts';
import type { HistoryReports } from './history/reports.ts';
import type { HistorySpans } from './history/spans.ts';
import type { HistoryStanding } from './history/standing.ts';
import type { HistoryTalk } from './history/talk.ts';
import type { HistoryUpkeep } from './history/upkeep.ts';
import type { HistoryWebhookAttempts } from './history/webhook-attempts.ts';
import type { HistoryWebhooks } from './history/webhooks.ts';

/** The file of record. One writer; queries run beside it and see what is committed. */
export interface History
  extends HistoryCommits,
    HistoryPresence,
    HistorySpans,
    HistoryCurves,
    HistoryStanding,
    HistoryAttendance,
    HistoryDays,
    HistoryPeople,
    HistoryRegistrations,
    HistoryOfAttendee,
    HistoryEngagements,
    HistoryTalk,
    HistoryImports,
    HistoryAccess,
    HistoryPurges,
    HistoryWebhooks,
    HistoryAlerts,
    HistoryReports,
    HistoryWebhookAttempts,
    HistoryUpkeep {}
