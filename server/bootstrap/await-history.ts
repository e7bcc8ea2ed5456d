import { App } from 'uWebSockets.js';
import { existsSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fetchBridge } from '../gateway/fetch-bridge.ts';
import { type Listening, listen } from '../gateway/listen.ts';
import type { Logger } from '../logger.ts';
import { bootstrapHistory } from './bootstrap-history.ts';
import { createIncompleteApi } from './incomplete-api.ts';
import type { NodeTokens } from './node-tokens.ts';

export interface AwaitHistoryOptions {
  /** Of another node. */
  readonly url: string;
  readonly file: string;
  readonly host: string;
  readonly port: number;
  readonly tokens: NodeTokens;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const lostMark = (file: string) => `${file}.lost`;

/** Leaves a mark beside a history with which the log cannot be followed any more. */
export function markLost(file: string): void {
  writeFileSync(lostMark(file), '');
}

/**
 * Gives a node that has no history, or one that is too old, the history of another, and meanwhile answers everybody that it has
 * none. Gives the port on which it did; the one asked for where there was nothing to wait for.
 */
export async function awaitHistory(options: AwaitHistoryOptions): Promise<number> {
  const { file, host, port, logger, signal } = options;
  const mark = lostMark(file);
  if (existsSync(file) && !existsSync(mark)) return port;
  const onError = (error: unknown) => logger.error({ err: error }, 'error');
  const { fetch } = createIncompleteApi(() => 'the history of another node is being copied');
  const app = App();
  app.any('/*', fetchBridge({ fetch: (request) => fetch(request), maxBodyBytes: 0, onError }));
  const listening: Listening = await listen(app, { host, port });
  logger.info({ host, port: listening.port, from: options.url }, 'copying the history of another node');
  try {
    await bootstrapHistory({
      ...{ url: options.url, file, tokens: options.tokens, signal },
      onFailure: (error, retryInMs) => logger.warn({ err: error, retryInMs }, 'no history yet'),
    });
    await rm(mark, { force: true });
  } finally {
    listening.close();
    app.close();
  }
  return listening.port;
}
