import { DatabaseError } from '../storage/sqlite/database-error.ts';
import { lockFolder } from '../storage/sqlite/folder-lock.ts';
import { removeImportSpools } from '../storage/sqlite/import-spool.ts';
import { openHistory } from './backend/open-history.ts';
import type { Tokens } from './gateway/tokens.ts';
import { apiOf } from './parts/api.ts';
import { type Base, baseOf, type ServerOptions } from './parts/base.ts';
import { type Parts, wire } from './parts/wire.ts';
import { StartError } from './start-error.ts';
import { explainUnusable } from './unusable-data.ts';

export interface RunningServer {
  readonly host: string;
  readonly port: number;
  readonly tokens: Tokens;
  /** Resolves when it takes part in the log for the first time. */
  readonly ready: Promise<void>;
  /** Says goodbye to everybody, writes everything and stops. */
  close(): Promise<void>;
}

/** Requests that are being answered when the server stops may go on for so long. */
const REQUEST_GRACE_MS = 5000;

/**
 * Makes the parts and wires them.
 * @throws StartError when the port or the data folder cannot be had
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, logger, signal = new AbortController().signal } = options;
  const folder = await lockFolder(config.dataDir).catch(explainUnusable);
  const base = baseOf(options);
  await removeImportSpools(config.dataDir);
  const opened = await openHistory({ ...base, config, logger, signal }).catch((error: unknown) => {
    if (!(error instanceof DatabaseError) || !error.isFromOutside) explainUnusable(error);
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
