import type { HistoryBatch } from '../../storage/types.ts';
import type { Erased } from '../live/effects.ts';

const WITH_TEXT: ReadonlySet<string> = new Set([
  'chat.message',
  'question.ask',
  'question.answer',
  'poll.answer',
]);

type Rows = Pick<
  HistoryBatch,
  | 'slicesStarted'
  | 'slicesEnded'
  | 'attendance'
  | 'seen'
  | 'engagements'
  | 'attendees'
  | 'registrations'
  | 'blocks'
  | 'keysMade'
  | 'reportsPut'
  | 'audit'
  | 'webhooks'
  | 'alerts'
>;

/** What an erasure makes of rows that come before it in the log and are not in the file yet: the same as of those in the file. */
export function erasedRows(rows: Rows, { tenant, attendee, pseudonym }: Erased): Rows {
  const isTheirs = (row: { readonly tenant: number }, id: string) => row.tenant === tenant && id === attendee;
  const renamed = <Row extends { readonly tenant: number; readonly attendee: string }>(row: Row): Row =>
    isTheirs(row, row.attendee) ? { ...row, attendee: pseudonym } : row;
  return {
    slicesStarted: rows.slicesStarted.map((row) =>
      isTheirs(row, row.attendee) ? { ...renamed(row), name: undefined, email: undefined } : row,
    ),
    slicesEnded: rows.slicesEnded.map(renamed),
    attendance: rows.attendance.map(renamed),
    seen: rows.seen.map(renamed),
    engagements: rows.engagements.map((row) => {
      if (row.tenant !== tenant) return row;
      const data = isTheirs(row, row.attendee) ? withoutTexts(row.action, row.data) : row.data;
      const isTowards = row.action === 'teleport' && isObject(data) && data.to === attendee;
      return { ...renamed(row), data: isTowards ? { ...data, to: pseudonym } : data };
    }),
    attendees: rows.attendees.map((row) =>
      isTheirs(row, row.id)
        ? { ...row, id: pseudonym, details: { ...NOTHING_PERSONAL, country: row.details.country } }
        : row,
    ),
    registrations: rows.registrations.map((row) =>
      isTheirs(row, row.attendee)
        ? { ...renamed(row), details: row.details && { ...row.details, ...NO_ANSWERS } }
        : row,
    ),
    blocks: rows.blocks.filter((row) => !isTheirs(row, row.attendee)),
    keysMade: rows.keysMade.map((key) =>
      isTheirs(key, key.createdBy) ? { ...key, createdBy: pseudonym } : key,
    ),
    webhooks: rows.webhooks.map((row) => {
      if (row.kind === 'announced')
        return row.attendee === null ? row : { ...row, ...renamed({ ...row, attendee: row.attendee }) };
      if (row.kind !== 'webhook' || !isTheirs(row.endpoint, row.endpoint.createdBy)) return row;
      return { ...row, endpoint: { ...row.endpoint, createdBy: pseudonym } };
    }),
    alerts: rows.alerts.map((row) => {
      if (row.kind === 'alertAcknowledged') return renamed(row);
      if (row.kind !== 'alertRule' || !isTheirs(row.rule, row.rule.createdBy)) return row;
      return { ...row, rule: { ...row.rule, createdBy: pseudonym } };
    }),
    reportsPut: rows.reportsPut.map((report) =>
      isTheirs(report, report.createdBy) ? { ...report, createdBy: pseudonym, email: null } : report,
    ),
    audit: rows.audit.map((row) =>
      row.tenant !== tenant
        ? row
        : {
            ...row,
            actor: isTheirs(row, row.actor.attendee) ? { ...row.actor, attendee: pseudonym } : row.actor,
            target: row.target === `attendee:${attendee}` ? `attendee:${pseudonym}` : row.target,
            details: withoutText(row.details, attendee ?? '', pseudonym),
          },
    ),
  };
}

const NOTHING_PERSONAL = {
  ...{ name: null, firstName: null, lastName: null, email: null, phone: null },
  metadata: {},
};

const NO_ANSWERS = { ticketId: null, answers: {}, metadata: {} };

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Data of an engagement without what its author wrote. */
function withoutTexts(action: string, data: unknown): unknown {
  if (action.startsWith('x.')) return {};
  if (!isObject(data)) return data;
  if (WITH_TEXT.has(action) && data.text !== undefined) return { ...data, text: '' };
  if (action !== 'click') return data;
  const { url: _, ...rest } = data;
  return rest;
}

/** As text, since the id may stand anywhere; by its quotes it is told from parts of others, in which they are escaped. */
function withoutText(
  details: Readonly<Record<string, unknown>>,
  id: string,
  pseudonym: string,
): Readonly<Record<string, unknown>> {
  const text = JSON.stringify(details);
  const quoted = JSON.stringify(id);
  return text.includes(quoted) ? JSON.parse(text.replaceAll(quoted, JSON.stringify(pseudonym))) : details;
}
