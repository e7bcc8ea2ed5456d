import { NodeTokens } from '../bootstrap/node-tokens.ts';
import type { Config, MailConfig } from '../config.ts';
import { Tokens } from '../gateway/tokens.ts';
import type { Entry } from '../live/changes.ts';
import type { Live } from '../live/live.ts';
import type { Logger } from '../logger.ts';
import { Mailer } from '../mail/mailer.ts';
import { Metrics } from '../metrics/metrics.ts';
import { ReportLinks } from '../reports/report-links.ts';
import { ownSecret } from '../secret.ts';
import { Allowed } from '../webhooks/guard/allowed.ts';

export interface ServerOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Folder of the built page. */
  readonly pageDir: string;
  /** Told every entry of the log as it was applied, for tools that follow it. */
  readonly onEntry?: (entry: Entry, live: Live) => void;
  /** Wall clock, ms. @default Date.now */
  readonly wall?: () => number;
  /** Gives up a start that waits for the history of another node. */
  readonly signal?: AbortSignal;
  /** The log has gone on without this node, and the next start copies the history of another. */
  readonly onLost?: () => void;
}

/** What is there before the history is opened. */
export interface Base {
  readonly options: ServerOptions;
  /** Signs cursors, and tokens where no other secret is configured. */
  readonly secret: string;
  readonly tokens: Tokens;
  readonly reportLinks: ReportLinks;
  /** Tokens by which nodes know each other. */
  readonly nodes: NodeTokens;
  readonly metrics: Metrics;
  /** Where webhooks may go. */
  readonly allowed: Allowed;
  /** Undefined: nothing is sent by e-mail. */
  readonly mailer: Mailer | undefined;
  readonly time: { readonly wall: () => number; readonly monotonic: () => number };
  readonly onError: (error: unknown) => void;
}

export function baseOf(options: ServerOptions): Base {
  const { config, logger, wall = Date.now } = options;
  const secret = config.jwtSecrets?.[0] ?? ownSecret(config.dataDir);
  const tokens = new Tokens({
    secrets: config.jwtSecrets ?? (config.jwksUrl === undefined ? [secret] : []),
    jwksUrl: config.jwksUrl,
    issuer: config.jwtIssuer,
    audience: config.jwtAudience,
  });
  const metrics = new Metrics();
  return {
    ...{ options, secret, tokens, metrics },
    nodes: new NodeTokens(config.jwtSecrets ?? []),
    reportLinks: new ReportLinks(config.jwtSecrets ?? [secret]),
    allowed: new Allowed(config.webhookAllowPrivate),
    mailer: config.mail && openMailer(config.mail, metrics, logger),
    time: { wall, monotonic: () => performance.now() },
    onError: (error) => logger.error({ err: error }, 'error'),
  };
}

function openMailer(mail: MailConfig, metrics: Metrics, logger: Logger): Mailer {
  return new Mailer({
    ...mail,
    onOutcome: (outcome) => metrics.mails.inc({ outcome }),
    onError: (error, isLast) => logger.warn({ err: error, isLast }, 'a message could not be sent'),
  });
}
