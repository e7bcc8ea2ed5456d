import type { OpenedHistory } from '../../backend/open-history.ts';
import type { Config } from '../../config.ts';
import { summarize } from '../../figures/summary.ts';
import type { EventState } from '../../live/registry.ts';
import type { LogNode } from '../../log-node.ts';
import type { Mailbox } from '../../mail/mail.ts';
import type { ReportLinks } from '../report-links.ts';
import { recipientsOf } from './recipients.ts';
import { ReportAnnouncer } from './report-announcer.ts';
import { signedPage } from './report-link.ts';
import { reportMail } from './report-mail.ts';

export interface OpenAnnouncer {
  readonly config: Config;
  readonly opened: OpenedHistory;
  readonly node: LogNode;
  readonly links: ReportLinks;
  readonly mailer: Mailbox | undefined;
  readonly onError: (error: unknown) => void;
}

/** Has the reports of a server's events known. */
export function openReportAnnouncer(options: OpenAnnouncer): ReportAnnouncer {
  const { node, onError } = options;
  const { live, pipeline } = node;
  return new ReportAnnouncer({ live, pipeline, mail: (event) => mailReport(options, event), onError });
}

async function mailReport(
  { config, opened, node, links, mailer }: OpenAnnouncer,
  event: EventState,
): Promise<void> {
  const { publicUrl, reportMs } = config;
  const recipients = recipientsOf(event);
  if (mailer === undefined || publicUrl === undefined || recipients.length === 0) return;
  const { history } = opened;
  const { live, pipeline, dataThrough } = node;
  const expiresAt = pipeline.now() + reportMs;
  const page = { organization: event.organization.row.id, event: event.row.id, expires: expiresAt };
  const mail = {
    ...{ event, expiresAt, url: publicUrl + signedPage(page, links) },
    summary: await summarize({ history, live, dataThrough: dataThrough() }, event),
  };
  for (const to of recipients) mailer.send(reportMail(to, mail));
}
