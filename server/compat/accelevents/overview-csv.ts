import { type Columns, csvHead, csvRow } from '../../api/csv.ts';
import { zoneOf } from '../../api/span-question.ts';
import type { SessionFigures } from '../../figures/session-figures.ts';
import type { SessionState } from '../../live/registry.ts';
import { hasWatchFigures } from './session-objects.ts';
import { clockText, dayText } from './times.ts';

const percentText = (percent: number | null) => (percent === null ? null : `${percent.toFixed(2)}%`);

/** The columns of "Download the session overview CSV", with their names and in their order. Null: an empty cell. */
function overviewRow(session: SessionState, { registered, byMode }: SessionFigures) {
  const { title, startsAt, endsAt } = session.row.details;
  const { live, onDemand } = byMode;
  const available = <T>(value: T) => (hasWatchFigures(session.row) ? value : null);
  return {
    'Session Name': title,
    'Session Date': dayText(startsAt, zoneOf(session)),
    'Session Length': clockText(startsAt === null || endsAt === null ? null : (endsAt - startsAt) / 1000),
    'Number of Attendees Registered': registered,
    'Number of Views (Live)': available(live.views),
    'Average Watch Time (Live)': available(clockText(live.averageWatchSeconds)),
    'Engagement (Live)': available(percentText(live.watchedPercent)),
    'Number of Views (Recorded)': available(onDemand.views),
    'Average Watch Time (Recorded)': available(clockText(onDemand.averageWatchSeconds)),
    'Engagement (Recorded)': available(percentText(onDemand.watchedPercent)),
  };
}

const COLUMNS: Columns = [
  ...['Session Name', 'Session Date', 'Session Length', 'Number of Attendees Registered'],
  ...['Number of Views (Live)', 'Average Watch Time (Live)', 'Engagement (Live)'],
  ...['Number of Views (Recorded)', 'Average Watch Time (Recorded)', 'Engagement (Recorded)'],
].map((name) => [name]);

export const OVERVIEW_HEAD = csvHead(COLUMNS);

export function overviewLine(session: SessionState, figures: SessionFigures): string {
  return csvRow(COLUMNS, overviewRow(session, figures));
}
