import { App } from 'uWebSockets.js';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder, UnusableFolderError } from '../storage/sqlite/folder-lock.ts';
import { createSqliteHistory } from '../storage/sqlite/history.ts';
import { openImportSpool, removeImportSpools } from '../storage/sqlite/import-spool.ts';
import { UnusableFileError } from '../storage/sqlite/migrate.ts';
import { isDamaged, moveAside } from '../storage/sqlite/move-aside.ts';
import { createApi } from './api/app.ts';
import { Cursors } from './api/cursors.ts';
import { IMPORT_PATH, MAX_IMPORT_BYTES } from './api/import-route.ts';
import { openClustered } from './backend/clustered.ts';
import { openEmbedded } from './backend/embedded.ts';
import { awaitHistory, lostMark } from './bootstrap/await-history.ts';
import { BootstrapSource } from './bootstrap/bootstrap-source.ts';
import { Copies } from './bootstrap/copies.ts';
import { NodeTokens } from './bootstrap/node-tokens.ts';
import { Broadcast } from './broadcast/broadcast.ts';
import { CountersComposer } from './broadcast/counters.ts';
import { NightlyCheck } from './check/nightly-check.ts';
import type { Config } from './config.ts';
import { Erasures } from './erasure/erasures.ts';
import { ErasuresFile } from './erasure/erasures-file.ts';
import { newSalt } from './erasure/pseudonym.ts';
import { Connections } from './gateway/connections.ts';
import { Credentials } from './gateway/credentials.ts';
import { dismissNamed, expel } from './gateway/expulsion.ts';
import { fastCounters } from './gateway/fast-counters.ts';
import { fetchBridge } from './gateway/fetch-bridge.ts';
import { Handler } from './gateway/handler.ts';
import { Inbound } from './gateway/inbound.ts';
import { KeyUses, WRITE_USES_MS } from './gateway/key-uses.ts';
import { listen } from './gateway/listen.ts';
import { servePlainSockets } from './gateway/plain-socket.ts';
import { SocketIoGateway } from './gateway/socketio.ts';
import { Tokens } from './gateway/tokens.ts';
import { TICK_MS } from './gateway/wheel.ts';
import type { Entry } from './live/changes.ts';
import type { Live } from './live/live.ts';
import type { Logger } from './logger.ts';
import { Metrics } from './metrics.ts';
import { nodeName } from './node-name.ts';
import { Pipeline } from './pipeline.ts';
import type { ServerMessage } from './protocol/server-messages.ts';
import { Recorder } from './recorder/recorder.ts';
import { RollUps } from './recorder/roll-ups.ts';
import { DailyPurge } from './retention/daily-purge.ts';
import { ownSecret } from './secret.ts';
import { StartError } from './start-error.ts';

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

const HISTORY_MOVED_ASIDE =
  'the history was damaged: it was moved aside, and begins anew, as far as the log does not bring it back; ' +
  'stop the server and put a backup in place with npm run restore';
const MAX_BODY_BYTES = 1024 * 1024;
const PUSH_TICK_MS = 100;
const PURGE_TICK_MS = 60_000;
const COUNTERS_PATH = '/v1/counters/:scope';

/**
 * Makes the parts and wires them.
 * @throws StartError when the port or the data folder cannot be had
 */
export async function startServer({
  config,
  logger,
  pageDir,
  onEntry,
  wall = Date.now,
  signal = new AbortController().signal,
  onLost,
}: ServerOptions): Promise<RunningServer> {
  const folder = await lockFolder(config.dataDir).catch(explain);
  const secret = config.jwtSecrets?.[0] ?? ownSecret(config.dataDir);
  const secrets = config.jwtSecrets ?? (config.jwksUrl === undefined ? [secret] : []);
  const tokens = new Tokens({
    secrets,
    jwksUrl: config.jwksUrl,
    issuer: config.jwtIssuer,
    audience: config.jwtAudience,
  });
  const onError = (error: unknown) => logger.error({ err: error }, 'error');
  const monotonic = () => performance.now();
  const metrics = new Metrics();

  await removeImportSpools(config.dataDir);
  const file = join(config.dataDir, 'headcount.db');
  const nodes = new NodeTokens(config.jwtSecrets ?? []);
  const bootstrapUrl = config.redis?.bootstrapUrl;
  const time = { wall, monotonic };
  const { redis } = config;
  const openBackend = async () => {
    const port =
      bootstrapUrl === undefined
        ? config.port
        : await awaitHistory({ url: bootstrapUrl, file, ...config, tokens: nodes, logger, signal });
    const history = createSqliteHistory({ file });
    const opening =
      redis === undefined
        ? openEmbedded(history, time)
        : openClustered({ redis, node: nodeName(config.dataDir), history, time, logger, metrics });
    const backend = await opening.catch(async (error: unknown) => {
      await history.close();
      throw error;
    });
    return { port, history, backend };
  };
  const { port, history, backend } = await openBackend()
    .catch(async (error: unknown) => {
      if (!(await isDamaged(error, file))) throw error;
      const aside = await moveAside(file, 'corrupt', new Date(wall()));
      metrics.historyMovedAside.set(1);
      logger.error({ err: error, aside }, HISTORY_MOVED_ASIDE);
      return openBackend();
    })
    .catch(explain);
  const { live, tallies, restored, crashed, readAfter, fileEnd } = backend.recovered;
  if (crashed > 0) logger.warn({ slices: crashed }, 'ended the slices that a crash had left open');
  const newIncarnation = () => randomBytes(6).toString('hex');

  const erasures = new Erasures({
    ...{ live, history, file: new ErasuresFile(config.dataDir), onError },
    write: (change) => pipeline.write(change),
    onRestored: (count) =>
      logger.warn({ erasures: count }, 'erased again whom an older history brought back'),
  });
  const rollUps = new RollUps({ history, live, onError });
  const nightly: NightlyCheck = new NightlyCheck({
    ...{ history, live, onError },
    series: { query: (query) => running.series.query(query) },
    dataThrough: () => recorder.dataThrough,
    isLeader: () => pipeline.isLeader,
    onDifferences: (scope, { count, differences }) =>
      logger.error(
        { scope, count, differences: differences.slice(0, 5) },
        'the self-check found differences',
      ),
  });
  metrics.observeCheck(nightly);
  const recorder = new Recorder({
    history,
    tallies,
    organizations: restored.organizations.map(({ key }) => key),
    sessions: restored.sessions,
    fileEnd,
    onCommitted: (engagements, batch) => {
      broadcast.feed(engagements, monotonic());
      erasures.committed(batch);
      running.committed(batch);
      rollUps.committed(batch);
      nightly.committed(batch);
    },
    dataThrough: restored.time ?? backend.log.now(),
    onRecounted: (spans) => running.recounted(spans),
    onCommitTime: (ms) => metrics.commitSeconds.observe(ms / 1000),
    onError: (error) => {
      metrics.commitFailures.inc();
      logger.error({ err: error }, 'the file could not be written; trying again');
    },
  });
  let begun: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const pipeline: Pipeline = new Pipeline({
    log: backend.log,
    live,
    node: backend.node,
    windowMs: config.resumeMs,
    newIncarnation,
    people: () => connections.people(),
    isOpen: (number) => connections.isOpen(number),
    record: (recorded) => {
      metrics.logEntries.inc();
      metrics.logChanges.inc(recorded.entry.changes.length);
      recorder.take({ ...recorded, snapshot: running.snapshotAfter(recorded.entry) });
      onEntry?.(recorded.entry, live);
    },
    onExpelled: (expelled) => expel(connections, live, expelled),
    onOrganization: (organization) => dismissNamed(connections, live, organization),
    onState: (state, reason) => {
      logger.info({ state, reason }, 'log');
      if (state === 'following') erasures.restore().then(begun, onError);
      if (state !== 'lost' || bootstrapUrl === undefined) return;
      writeFileSync(lostMark(file), '');
      onLost?.();
    },
  });
  const running = backend.run({
    isLeader: () => pipeline.isLeader,
    dataThrough: () => recorder.dataThrough,
  });
  const now = () => pipeline.now();
  const composer = new CountersComposer({ live, tallies, now, isDegraded: () => pipeline.isDegraded });
  const publish = (topic: string, message: ServerMessage) => {
    if (message.type === 'counters') metrics.pushes.inc();
    app.publish(topic, JSON.stringify(message));
    socketIo.publish(topic, message);
  };
  const dailyPurge = new DailyPurge({
    ...{ live, history, now, newSalt, onError },
    write: (change) => pipeline.write(change),
    isLeader: () => pipeline.isLeader,
  });
  const broadcast = new Broadcast({ live, tallies, composer, publish });
  const connections = new Connections({
    config,
    pipeline,
    broadcast,
    name: newIncarnation(),
    monotonic,
    wall,
  });
  const unavailable = () => (pipeline.state === 'lost' || erasures.isBehind ? 'history_incomplete' : null);
  const keyUses = new KeyUses({ live, pipeline });
  const credentials = new Credentials({ live, tokens, uses: keyUses, wall });
  const isOverloaded = () => recorder.isOverloaded || pipeline.isFull;
  const handler = new Handler({
    config,
    tokens,
    pipeline,
    live,
    broadcast,
    connections,
    isOverloaded,
    onError,
  });
  const inbound = new Inbound(config, connections, handler);
  metrics.observePipeline(pipeline);
  metrics.observe({
    connections,
    recorder,
    channelCount: () => broadcast.channelCount,
    socketIoClients: () => socketIo.clientsCount,
    now,
  });

  const app = App();
  const socketIo = new SocketIoGateway({ config, tokens, connections, inbound, handler, onError });
  const api = createApi({
    live,
    pipeline,
    history,
    openSpool: (name) => openImportSpool(config.dataDir, name),
    series: running.series,
    unavailable,
    isNode: (token) => nodes.isGood(token),
    backups: new Copies({ history, folder: config.dataDir, name: 'backup-copy.db', onError }),
    bootstrap:
      config.redis && new BootstrapSource({ history, folder: config.dataDir, tokens: nodes, onError }),
    broadcast,
    composer,
    tokens,
    credentials,
    keyUses,
    cursors: new Cursors(secret),
    metrics,
    metricsToken: config.metricsToken,
    dataThrough: () => recorder.dataThrough,
    uncommittedMinutes: () => recorder.uncommittedMinutes,
    notReady: () => [
      ...pipeline.notReady,
      ...(recorder.isFailing ? ['the file cannot be written'] : []),
      ...(connections.isDraining ? ['shutting down'] : []),
    ],
    pageDir,
    onError,
  });
  const serveApi = fetchBridge({
    fetch: (request) => api.fetch(request),
    maxBodyBytes: (path) => (path === IMPORT_PATH ? MAX_IMPORT_BYTES : MAX_BODY_BYTES),
    onError,
  });
  servePlainSockets(app, { config, connections, inbound, unavailable, onError });
  socketIo.attach(app);
  app.get(
    COUNTERS_PATH,
    fastCounters({ live, broadcast, composer, credentials, unavailable, otherwise: serveApi }),
  );
  app.any('/*', serveApi);

  pipeline.start(readAfter);
  void ready.then(() => dailyPurge.tick());
  const timers = [
    setInterval(() => connections.tick(), TICK_MS),
    setInterval(() => void keyUses.write().catch(onError), WRITE_USES_MS),
    setInterval(() => broadcast.tick(monotonic()), PUSH_TICK_MS),
    setInterval(() => void dailyPurge.tick(), PURGE_TICK_MS),
  ];
  const listening = await listen(app, { host: config.host, port });
  logger.info({ host: config.host, port: listening.port }, 'listening');

  const close = async (): Promise<void> => {
    listening.close();
    const windowMs = backend.goodbyeMs === null ? 0 : config.resumeMs + backend.goodbyeMs;
    await connections.drain(windowMs);
    await socketIo.close();
    await keyUses.write();
    await dailyPurge.close();
    running.ending();
    await pipeline.close(windowMs);
    await recorder.close();
    await running.close();
    await rollUps.close();
    await nightly.close();
    for (const timer of timers) clearInterval(timer);
    app.close();
    await history.close();
    await folder.release();
    logger.info('stopped');
  };
  let closing: Promise<void> | undefined;
  return {
    host: config.host,
    port: listening.port,
    tokens,
    ready,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function explain(error: unknown): never {
  const isTheirs = error instanceof UnusableFolderError || error instanceof UnusableFileError;
  throw isTheirs ? new StartError(error.message, { cause: error }) : error;
}
