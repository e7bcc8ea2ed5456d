import type { Context, Hono } from 'hono';
import { answerTexts } from '../../api/answer-texts.ts';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { listTexts, objectTexts } from '../../api/json-texts.ts';
import { figuresOfSessions, type SessionFigures } from '../../figures/session-figures.ts';
import type { SessionState } from '../../live/registry.ts';
import { noteExport } from './exports.ts';
import { OVERVIEW_HEAD, overviewLine } from './overview-csv.ts';
import { eventOf } from './places.ts';
import { expansionsOf, rowsOf, searchOf } from './queries.ts';
import { Refusal } from './refusals.ts';
import { analyticsRow } from './session-objects.ts';

const SESSIONS_A_PAGE = 500;

const CSV_HEADERS = {
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': 'attachment; filename="session-overview.csv"',
};

/** A row for each session, some hundred at a time. */
async function* rowPages<Row>(
  { history, dataThrough }: Pick<ApiParts, 'history' | 'dataThrough'>,
  sessions: readonly SessionState[],
  rowOf: (session: SessionState, figures: SessionFigures) => Row,
): AsyncGenerator<Row[]> {
  for (let from = 0; from < sessions.length; from += SESSIONS_A_PAGE) {
    const page = sessions.slice(from, from + SESSIONS_A_PAGE);
    const known = await figuresOfSessions({ history, dataThrough: dataThrough() }, page);
    yield known.map(([session, figures]) => rowOf(session, figures));
  }
}

async function* overviewOf(pages: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  yield OVERVIEW_HEAD;
  for await (const lines of pages) yield lines.join('');
}

/** Whether a client takes CSV; one that does not say takes everything. */
function takesCsv(c: Context): boolean {
  const ranges = (c.req.header('accept') ?? '*/*').toLowerCase().split(',');
  return ranges.some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const isRefused = parameters.some((text) => /^q=0(\.0*)?$/.test(text));
    return !isRefused && ['*/*', 'text/*', 'text/csv'].includes(type);
  });
}

/** "Get all session analytics data", and the overview of an event as CSV. Sessions in the order in which they were made. */
export function serveEventAnalytics(app: Hono<ApiEnv>, parts: ApiParts, base: string): void {
  app.get(`${base}/session/analytics`, (c) => {
    const all = [...eventOf(c, parts.live).sessions];
    const { skip, size = all.length } = rowsOf(c);
    const search = searchOf(c);
    const found = search === undefined ? all : all.filter(({ row }) => search(row.details.title));
    const expansions = expansionsOf(c);
    const data = rowPages(parts, found.slice(skip, skip + size), (session, figures) =>
      analyticsRow(session, figures, expansions),
    );
    const counts = { recordsTotal: all.length, recordsFiltered: found.length };
    return answerTexts(c, objectTexts({ ...counts, data: listTexts(data), error: null }));
  });

  app.get(`${base}/session/analytics/csv`, (c) => {
    const sessions = [...eventOf(c, parts.live).sessions];
    if (!takesCsv(c)) throw new Refusal('notAcceptable');
    noteExport(c, 'csv');
    return answerTexts(c, overviewOf(rowPages(parts, sessions, overviewLine)), CSV_HEADERS);
  });
}
