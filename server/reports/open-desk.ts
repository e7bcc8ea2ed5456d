import type { StoredReport } from '../../storage/types.ts';
import type { OpenedHistory } from '../backend/open-history.ts';
import type { Config } from '../config.ts';
import type { EventState } from '../live/registry.ts';
import type { LogNode } from '../log-node.ts';
import type { Mailbox } from '../mail/mail.ts';
import { ReportDesk } from './report-desk.ts';
import { ReportFiles } from './report-files.ts';
import type { ReportLinks } from './report-links.ts';
import { makeInProcess } from './report-process.ts';
import { mailReady } from './tell-ready.ts';

export interface OpenDesk {
  readonly config: Config;
  readonly opened: OpenedHistory;
  readonly node: LogNode;
  readonly links: ReportLinks;
  readonly mailer: Mailbox | undefined;
  readonly onError: (error: unknown) => void;
}

/** The reports of a server, whose files lie in its data folder. */
export function openReportDesk({ config, opened, node, links, mailer, onError }: OpenDesk): ReportDesk {
  const { live, pipeline } = node;
  const { history, file, backend } = opened;
  // Whether anybody is told is the webhooks' to say, and that of a report is told once.
  const announceReady = ({ id, createdBy }: StoredReport, event: EventState) =>
    pipeline.submit({
      ...{ kind: 'announce', type: 'report.ready', id: `report-ready-${id}`, event: event.row.id },
      actor: { org: event.organization.row.id, attendee: createdBy, role: 'operator' },
      ...{ subject: { kind: 'report', id }, value: null },
    });
  return new ReportDesk({
    ...{ live, history, pipeline, onError },
    ...{ database: file, node: backend.node, keepMs: config.reportMs },
    files: new ReportFiles(config.dataDir),
    make: makeInProcess,
    onReady: (report) => {
      const event = live.registry.byKey(report.event);
      if (event === undefined || !('organization' in event)) return;
      announceReady(report, event);
      const { publicUrl } = config;
      if (mailer !== undefined && publicUrl !== undefined)
        mailReady(mailer, { report, event, links, publicUrl });
    },
  });
}
