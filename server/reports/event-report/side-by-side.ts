import type { RegistrationCounts } from '../../../storage/types.ts';
import { type Summary, summarize } from '../../figures/summary.ts';
import type { Session } from '../../live/catalogue.ts';
import type { Dated, EventReportParts } from './event-report.ts';
import type { ReportScope } from './report-scope.ts';

/** The figures of a session since it exists: they are kept, so that many sessions take no longer than one. */
export interface SessionInReport extends Omit<Summary, 'countries'>, RegistrationCounts {
  readonly session: Session;
}

export interface SessionsSideBySide {
  /** In the order in which they were made. */
  readonly rows: readonly SessionInReport[];
  /** How many there are besides. */
  readonly more: number;
}

const MAX_SESSIONS = 1000;

export async function sideBySide(
  parts: EventReportParts,
  { sessions }: ReportScope,
): Promise<Dated<SessionsSideBySide>> {
  const { history, live } = parts;
  const dataThrough = parts.dataThrough();
  const inOrder = [...sessions].sort((a, b) => a.row.key - b.row.key);
  const rows: SessionInReport[] = [];
  for (const state of inOrder.slice(0, MAX_SESSIONS)) {
    const { countries: _, ...summary } = await summarize({ history, live, dataThrough }, state);
    const people = await history.registrationCounts(state.row.key);
    rows.push({ session: state.row, ...summary, ...people });
  }
  return { dataThrough, rows, more: inOrder.length - rows.length };
}
