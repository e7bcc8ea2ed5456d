import type { History } from '../ports/history.ts';
import type { Queryable } from './database.ts';
import { accessIn } from './history/access.ts';
import { alertsIn } from './history/alerts.ts';
import { attendanceIn } from './history/attendance.ts';
import { commitsIn } from './history/commits.ts';
import { curvesIn } from './history/curves.ts';
import { daysIn } from './history/days.ts';
import { engagementsIn } from './history/engagements.ts';
import { importsIn } from './history/imports.ts';
import { ofAttendeeIn } from './history/of-attendee.ts';
import { peopleIn } from './history/people.ts';
import { presenceIn } from './history/presence.ts';
import { purgesIn } from './history/purges.ts';
import { registrationsIn } from './history/registrations.ts';
import { reportsIn } from './history/reports.ts';
import { spansIn } from './history/spans.ts';
import { standingIn } from './history/standing.ts';
import { talkIn } from './history/talk.ts';
import { upkeepIn } from './history/upkeep.ts';
import { webhookAttemptsIn } from './history/webhook-attempts.ts';
import { webhooksIn } from './history/webhooks.ts';
import type { HistoryFileOptions } from './history-file.ts';
import { OpenedFile } from './opened-file.ts';

function historyIn(file: OpenedFile, options: HistoryFileOptions): History {
  return {
    ...commitsIn(file, options),
    ...presenceIn(file),
    ...spansIn(file),
    ...curvesIn(file),
    ...standingIn(file),
    ...attendanceIn(file),
    ...daysIn(file),
    ...peopleIn(file),
    ...registrationsIn(file),
    ...ofAttendeeIn(file),
    ...engagementsIn(file),
    ...talkIn(file),
    ...importsIn(file),
    ...accessIn(file),
    ...purgesIn(file),
    ...webhooksIn(file),
    ...alertsIn(file),
    ...reportsIn(file),
    ...webhookAttemptsIn(file),
    ...upkeepIn(file, (database) => historyIn(OpenedFile.within(database), options)),
  };
}

/** The file of record in SQLite. Rejects with `DatabaseError` or, from `open`, with `UnusableFileError`. */
export function createSqliteHistory(options: HistoryFileOptions): History {
  return historyIn(new OpenedFile(), options);
}

/** The same over a connection of whoever calls, in whatever transaction it is; neither to be opened nor closed. */
export function sqliteHistoryWithin(database: Queryable): History {
  return historyIn(OpenedFile.within(database), { file: '' });
}
