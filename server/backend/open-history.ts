import type { TimeSource } from '../../storage/memory/log-clock.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { isDamaged, keepWal, moveAside } from '../../storage/sqlite/move-aside.ts';
import { findWalDamage, walOf } from '../../storage/sqlite/wal-damage.ts';
import type { History } from '../../storage/types.ts';
import { awaitHistory } from '../bootstrap/await-history.ts';
import type { NodeTokens } from '../bootstrap/node-tokens.ts';
import type { Config } from '../config.ts';
import { historyFile } from '../history-file.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { nodeName } from '../node-name.ts';
import type { Backend } from './backend.ts';
import { openClustered } from './clustered.ts';
import { openEmbedded } from './embedded.ts';

export interface OpenHistoryOptions {
  readonly config: Config;
  readonly time: TimeSource;
  readonly nodes: NodeTokens;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Gives up waiting for the history of another node. */
  readonly signal: AbortSignal;
}

export interface OpenedHistory {
  readonly file: string;
  /** The one to listen on: while another node's history was awaited, it was answered on already. */
  readonly port: number;
  readonly history: History;
  readonly backend: Backend;
}

const MOVED_ASIDE =
  'the history was damaged: it was moved aside, and begins anew, as far as the log does not bring it back; ' +
  'stop the server and put a backup in place with npm run restore';

const LOG_MISSING =
  'the write-ahead log of a history that was not closed is missing: what was stored last is lost, as far as the log does not bring it back';
const LOG_DAMAGED =
  'the write-ahead log of the history is damaged: what was stored after that place is lost, as far as the log does not bring it back';

/** Opens the history of the data folder and what this node goes on with; a damaged file is moved aside, and a new one begins. */
export async function openHistory(options: OpenHistoryOptions): Promise<OpenedHistory> {
  const { config, time, metrics, logger } = options;
  const file = historyFile(config.dataDir);
  try {
    return await open(file, options);
  } catch (error) {
    if (!(await isDamaged(error, file))) throw error;
    const aside = await moveAside(file, 'corrupt', new Date(time.wall()));
    metrics.historyMovedAside.set(1);
    logger.error({ err: error, aside }, MOVED_ASIDE);
    return open(file, options);
  }
}

async function open(file: string, options: OpenHistoryOptions): Promise<OpenedHistory> {
  const port = await portOf(file, options);
  await tellWalDamage(file, options);
  const history = createSqliteHistory({ file });
  try {
    return { file, port, history, backend: await openBackend(history, options) };
  } catch (error) {
    await history.close();
    throw error;
  }
}

/** What cannot be read is kept: SQLite overwrites the log, and has not even noticed. */
async function tellWalDamage(
  file: string,
  { time, metrics, logger }: Pick<OpenHistoryOptions, 'time' | 'metrics' | 'logger'>,
): Promise<void> {
  const damage = await findWalDamage(file);
  metrics.historyLogDamaged.set(damage === null ? 0 : 1);
  if (damage?.kind === 'missing') logger.error({ missing: walOf(file) }, LOG_MISSING);
  if (damage?.kind === 'damaged') {
    const { frame, commitsLost } = damage;
    const kept = await keepWal(file, new Date(time.wall()));
    logger.error({ frame, commitsLost, kept }, LOG_DAMAGED);
  }
}

function portOf(
  file: string,
  { config, nodes, logger, signal }: OpenHistoryOptions,
): Promise<number> | number {
  const url = config.redis?.bootstrapUrl;
  if (url === undefined) return config.port;
  return awaitHistory({ url, file, ...config, tokens: nodes, logger, signal });
}

function openBackend(
  history: History,
  { config, time, logger, metrics }: OpenHistoryOptions,
): Promise<Backend> {
  const { redis, dataDir } = config;
  if (redis === undefined) return openEmbedded(history, time);
  return openClustered({ redis, node: nodeName(dataDir), history, time, logger, metrics });
}
