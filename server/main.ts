import { DatabaseError } from '../storage/sqlite/database-error.ts';
import { lockFolder, UnusableFolderError } from '../storage/sqlite/folder-lock.ts';
import { openImportSpool, removeImportSpools } from '../storage/sqlite/import-spool.ts';
import { UnusableFileError } from '../storage/sqlite/migrate.ts';
import type { AlertTeller } from './alerts/alert-teller.ts';
import { openAlertTeller } from './alerts/open-teller.ts';
import { createApi } from './api/app.ts';
import { Cursors } from './api/cursors.ts';
import { IMPORT_PATH, MAX_IMPORT_BYTES } from './api/import-route.ts';
import { type OpenedHistory, openHistory } from './backend/open-history.ts';
import { BootstrapSource } from './bootstrap/bootstrap-source.ts';
import { Copies } from './bootstrap/copies.ts';
import { NodeTokens } from './bootstrap/node-tokens.ts';
import type { Config, MailConfig } from './config.ts';
import { Exchanges } from './gateway/exchanges.ts';
import { fetchBridge } from './gateway/fetch-bridge.ts';
import { Gateway } from './gateway/gateway.ts';
import { Tokens } from './gateway/tokens.ts';
import type { Entry } from './live/changes.ts';
import type { Live } from './live/live.ts';
import { LogNode } from './log-node.ts';
import type { Logger } from './logger.ts';
import { Mailer } from './mail/mailer.ts';
import { Metrics } from './metrics.ts';
import { newId } from './new-id.ts';
import { openReportAnnouncer } from './reports/event-report/open-announcer.ts';
import type { ReportAnnouncer } from './reports/event-report/report-announcer.ts';
import { openReportDesk } from './reports/open-desk.ts';
import type { ReportDesk } from './reports/report-desk.ts';
import { ReportLinks } from './reports/report-links.ts';
import { ownSecret } from './secret.ts';
import { StartError } from './start-error.ts';
import { systemClock } from './webhooks/clock.ts';
import { Allowed } from './webhooks/guard/allowed.ts';
import { refuseUrl } from './webhooks/guard/refuse-url.ts';
import { Webhooks } from './webhooks/webhooks.ts';

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

export interface RunningServer {
  readonly host: string;
  readonly port: number;
  readonly tokens: Tokens;
  /** Resolves when it takes part in the log for the first time. */
  readonly ready: Promise<void>;
  /** Says goodbye to everybody, writes everything and stops. */
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 1024 * 1024;
/** Requests that are being answered when the server stops may go on for so long. */
const REQUEST_GRACE_MS = 5000;

/** What is there before the history is opened. */
interface Base {
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

/** The parts that run. */
interface Parts {
  readonly opened: OpenedHistory;
  readonly node: LogNode;
  readonly gateway: Gateway;
  readonly exchanges: Exchanges;
  readonly reports: ReportDesk;
  readonly announcer: ReportAnnouncer;
  readonly webhooks: Webhooks;
  readonly alerts: AlertTeller;
}

/**
 * Makes the parts and wires them.
 * @throws StartError when the port or the data folder cannot be had
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, logger, signal = new AbortController().signal } = options;
  const folder = await lockFolder(config.dataDir).catch(explain);
  const base = baseOf(options);
  await removeImportSpools(config.dataDir);
  const opened = await openHistory({ ...base, config, logger, signal }).catch((error: unknown) => {
    if (!(error instanceof DatabaseError) || !error.isFromOutside) explain(error);
    throw new StartError(`the history in ${config.dataDir} cannot be opened: ${error.message}`, {
      cause: error,
    });
  });
  const { crashed } = opened.backend.recovered;
  if (crashed > 0) logger.warn({ slices: crashed }, 'ended the slices that a crash had left open');
  const parts = wire(base, opened);
  const { node, gateway } = parts;
  const serveApi = apiOf(base, parts);
  node.start();
  parts.reports.start(node.ready);
  parts.announcer.start(node.ready);
  parts.webhooks.start();
  const listening = await gateway.listen({ host: config.host, port: opened.port }, serveApi);
  logger.info({ host: config.host, port: listening.port }, 'listening');

  const close = once(async () => {
    const from = performance.now();
    logger.info({ connections: gateway.connections.stats.connections }, 'stopping');
    listening.close();
    try {
      await stop(base, parts);
    } catch (error) {
      logger.fatal(
        { err: error, effects: node.recorder.waitingEffects },
        'stopped, but not everything is stored',
      );
      throw error;
    } finally {
      await folder.release();
    }
    logger.info({ ms: Math.round(performance.now() - from) }, 'stopped');
  });
  const { tokens } = base;
  return { host: config.host, port: listening.port, tokens, ready: node.ready, close };
}

function baseOf(options: ServerOptions): Base {
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

/** The log and the gateway need each other; neither calls before the log begins. */
function wire(base: Base, opened: OpenedHistory): Parts {
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

/** Answers REST requests, and with the page. */
function apiOf(base: Base, { opened, node, gateway, exchanges, reports }: Parts) {
  const { options, secret, tokens, reportLinks, nodes, metrics, allowed, mailer, onError } = base;
  const { config, pageDir } = options;
  const { history } = opened;
  const { live, pipeline, recorder, dataThrough } = node;
  const { broadcast, composer, credentials, keyUses, unavailable } = gateway;
  const folder = config.dataDir;
  const api = createApi({
    ...{ live, pipeline, history, unavailable, dataThrough },
    ...{ broadcast, composer, credentials, keyUses },
    ...{ tokens, metrics, metricsToken: config.metricsToken, pageDir, onError },
    ...{ reports, reportLinks, mailer, publicUrl: config.publicUrl },
    series: node.running.series,
    cursors: new Cursors(secret),
    refuseUrl: (url) => refuseUrl(url, allowed),
    openSpool: (name) => openImportSpool(folder, name),
    isNode: (token) => nodes.isGood(token),
    backups: new Copies({ history, folder, name: 'backup-copy.db', onError }),
    bootstrap: config.redis && new BootstrapSource({ history, folder, tokens: nodes, onError }),
    uncommittedMinutes: () => recorder.uncommittedMinutes,
    notReady: () => notReady(node),
  });
  return fetchBridge({
    fetch: (request) => api.fetch(request),
    maxBodyBytes: (path) => (path === IMPORT_PATH ? MAX_IMPORT_BYTES : MAX_BODY_BYTES),
    ...{ onError, exchanges },
  });
}

function notReady({ pipeline, recorder }: LogNode): string[] {
  return [...pipeline.notReady, ...(recorder.isFailing ? ['the file cannot be written'] : [])];
}

/** Sends everybody away and ends what goes on, then writes everything. */
async function stop({ options, mailer }: Base, parts: Parts): Promise<void> {
  const { opened, node, gateway, exchanges, reports, announcer, webhooks, alerts } = parts;
  const { goodbyeMs } = opened.backend;
  const windowMs = goodbyeMs === null ? 0 : options.config.resumeMs + goodbyeMs;
  await Promise.all([
    gateway.drain(windowMs),
    exchanges.drain(REQUEST_GRACE_MS),
    reports.close(),
    announcer.close(),
    webhooks.close(),
    mailer?.close(),
  ]);
  try {
    await node.close(windowMs);
  } finally {
    gateway.close();
    await alerts.close();
    await opened.history.close();
  }
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= run();
    return running;
  };
}

function explain(error: unknown): never {
  const isTheirs = error instanceof UnusableFolderError || error instanceof UnusableFileError;
  throw isTheirs ? new StartError(error.message, { cause: error }) : error;
}
