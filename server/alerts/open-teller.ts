import type { AlertRow } from '../../storage/types.ts';
import type { OpenedHistory } from '../backend/open-history.ts';
import type { Config } from '../config.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Registry } from '../live/registry.ts';
import type { LogNode } from '../log-node.ts';
import type { Mailbox } from '../mail/mail.ts';
import { alertMail } from './alert-mail.ts';
import { type AlertNews, AlertTeller } from './alert-teller.ts';

export interface OpenTeller {
  readonly config: Config;
  readonly opened: OpenedHistory;
  readonly node: LogNode;
  readonly gateway: Gateway;
  /** Undefined: nothing is sent by e-mail. */
  readonly mailer: Mailbox | undefined;
  readonly onError: (error: unknown) => void;
}

/** Tells people of the alerts of a server. */
export function openAlertTeller(options: OpenTeller): AlertTeller {
  const { opened, gateway, onError } = options;
  return new AlertTeller({
    ...{ history: opened.history, onError },
    publish: (alert) => gateway.broadcast.alert(alert),
    mail: (alert, news) => mail(options, alert, news),
  });
}

function titleOf(registry: Registry, key: ScopeKey): string {
  const row = registry.byKey(key)?.row;
  if (row === undefined) return '';
  return ('title' in row.details ? row.details.title : row.details.name) || row.id;
}

/** Only the node that leads sends mail, so that everybody gets it once. */
function mail({ config, node, mailer }: OpenTeller, alert: AlertRow, news: AlertNews): void {
  const { live, pipeline } = node;
  if (mailer === undefined || news === 'acknowledged' || !pipeline.isLeader) return;
  const emails = live.alerts.find(alert.rule)?.rule.details.emails ?? [];
  const hasEnded = news === 'cleared';
  const title = titleOf(live.registry, alert.scope);
  for (const to of emails)
    mailer.send(alertMail(to, { alert, hasEnded, title, publicUrl: config.publicUrl }));
}
