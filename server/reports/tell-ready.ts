import type { StoredReport } from '../../storage/types.ts';
import type { EventState } from '../live/registry.ts';
import type { Mailbox } from '../mail/mail.ts';
import { WORKBOOK } from './report-file.ts';
import type { ReportLinks } from './report-links.ts';
import { REPORT_TITLE } from './smart-sessions/sheets.ts';

export interface TellReady {
  readonly report: StoredReport;
  readonly event: EventState;
  readonly links: ReportLinks;
  /** Base URL by which people reach this server. */
  readonly publicUrl: string;
}

/** Path of a file of a report, with what makes it work without a token until the report expires. */
export function signedPath(
  { id, expiresAt }: Pick<StoredReport, 'id' | 'expiresAt'>,
  links: ReportLinks,
  sheet: number | null = null,
): string {
  const file = sheet === null ? WORKBOOK.link : String(sheet);
  const query = links.sign({ id, file, expires: expiresAt });
  return `/v1/reports/${id}/file?${sheet === null ? '' : `sheet=${sheet}&`}${query}`;
}

const minute = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Sends a link to whoever is to be told that a report is there. */
export function mailReady(mailbox: Mailbox, { report, event, links, publicUrl }: TellReady): void {
  const { email, from, to, expiresAt } = report;
  if (email === null) return;
  const { details } = event.row;
  const url = publicUrl + signedPath(report, links);
  mailbox.send({
    to: email,
    subject: `${REPORT_TITLE}: ${details.title.replace(/\s+/g, ' ')}`,
    text: [
      `The ${REPORT_TITLE} of ${details.title} from ${from} to ${to} is ready:`,
      url,
      `The link works for whoever has it until ${minute(expiresAt)}.`,
      '',
    ].join('\n\n'),
  });
}
