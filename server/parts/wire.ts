import type { AlertTeller } from '../alerts/alert-teller.ts';
import { openAlertTeller } from '../alerts/open-teller.ts';
import type { OpenedHistory } from '../backend/open-history.ts';
import { Exchanges } from '../gateway/exchanges.ts';
import { Gateway } from '../gateway/gateway.ts';
import { LogNode } from '../log-node.ts';
import { newId } from '../new-id.ts';
import { openReportAnnouncer } from '../reports/event-report/open-announcer.ts';
import type { ReportAnnouncer } from '../reports/event-report/report-announcer.ts';
import { openReportDesk } from '../reports/open-desk.ts';
import type { ReportDesk } from '../reports/report-desk.ts';
import { systemClock } from '../webhooks/clock.ts';
import { Webhooks } from '../webhooks/webhooks.ts';
import type { Base } from './base.ts';

/** The parts that run. */
export interface Parts {
  readonly opened: OpenedHistory;
  readonly node: LogNode;
  readonly gateway: Gateway;
  readonly exchanges: Exchanges;
  readonly reports: ReportDesk;
  readonly announcer: ReportAnnouncer;
  readonly webhooks: Webhooks;
  readonly alerts: AlertTeller;
}

/** The log and the gateway need each other; neither calls before the log begins. */
export function wire(base: Base, opened: OpenedHistory): Parts {
  const { options, tokens, reportLinks: links, mailer, allowed, metrics, time, onError } = base;
  const { config, logger, onEntry, onLost } = options;
  const node = new LogNode({
    ...{ config, opened, time, metrics, logger, onError, onEntry, onLost },
    newIncarnation: newId,
    gateway: () => gateway,
    onCommitted: (batch) => {
      reports.committed(batch);
      webhooks.committed(batch);
      announcer.committed(batch);
      alerts.committed(batch);
    },
  });
  const { tallies } = opened.backend.recovered;
  const gateway: Gateway = new Gateway({
    ...{ config, node, tallies, tokens, time, metrics, onError },
    name: newId(),
  });
  const reports: ReportDesk = openReportDesk({ config, opened, node, links, mailer, onError });
  const announcer: ReportAnnouncer = openReportAnnouncer({ config, opened, node, links, mailer, onError });
  const alerts: AlertTeller = openAlertTeller({ config, opened, node, gateway, mailer, onError });
  const webhooks = new Webhooks({
    ...{ history: opened.history, metrics, logger, onError },
    ...{ live: node.live, pipeline: node.pipeline, dataThrough: node.dataThrough },
    ...{ unavailable: node.unavailable, allowed },
    clock: { ...systemClock, now: time.wall },
  });
  return { opened, node, gateway, exchanges: new Exchanges(), reports, announcer, webhooks, alerts };
}
