import type { Figure } from './runner/figure.ts';
import { connect } from './scenarios/connect.ts';
import { countersRoute } from './scenarios/counters-route.ts';
import { churn } from './scenarios/crowd/churn.ts';
import { presences } from './scenarios/crowd/presences.ts';
import { storm } from './scenarios/crowd/storm.ts';
import { engagements } from './scenarios/engagements.ts';
import { fanOut } from './scenarios/fan-out.ts';
import { heartbeat } from './scenarios/heartbeat.ts';
import { heartbeatFlood } from './scenarios/heartbeat-flood.ts';
import { historyBeside } from './scenarios/history-beside.ts';
import { historyCurve } from './scenarios/history-curve.ts';
import { historyExport } from './scenarios/history-export.ts';
import { historyIngest } from './scenarios/history-ingest.ts';
import { historyLookups } from './scenarios/history-lookups.ts';
import { historyUniques } from './scenarios/history-uniques.ts';
import { historyWorkbook } from './scenarios/history-workbook.ts';
import { logAndLive } from './scenarios/log-and-live.ts';
import { memory } from './scenarios/memory.ts';
import { pageCards, pageLarge } from './scenarios/page/page-cards.ts';
import { pageCurve } from './scenarios/page/page-curve.ts';
import { pageFirst } from './scenarios/page/page-first.ts';
import { pageSession } from './scenarios/page/page-session.ts';
import { peersFanOut } from './scenarios/peers/peers-fan-out.ts';
import { peersHeartbeat } from './scenarios/peers/peers-heartbeat.ts';
import { peersJoin } from './scenarios/peers/peers-join.ts';
import { peersMemory } from './scenarios/peers/peers-memory.ts';
import { redisApplied } from './scenarios/redis-applied.ts';
import { redisCpu } from './scenarios/redis-cpu.ts';
import { redisPush } from './scenarios/redis-push.ts';
import { redisRestart } from './scenarios/redis-restart.ts';
import { redisSnapshot } from './scenarios/redis-snapshot.ts';
import { redisStorm } from './scenarios/redis-storm.ts';
import { timeSeriesBytes } from './scenarios/time-series-bytes.ts';
import { accelevents } from './scenarios/vendors/accelevents.ts';
import { brella } from './scenarios/vendors/brella.ts';
import { sequelCompanies } from './scenarios/vendors/sequel-companies.ts';
import { sequelEvents } from './scenarios/vendors/sequel-events.ts';
import { webhooks } from './scenarios/webhooks.ts';

export interface Group {
  /** By which it can be asked for. */
  readonly name: string;
  readonly figures: readonly Figure[];
  /** Where a whole run is written. */
  readonly results: string;
}

/** What a bench without names measures: one process alone. */
const ALONE: Group = {
  name: 'alone',
  figures: [
    heartbeatFlood,
    heartbeat,
    memory,
    fanOut,
    connect,
    countersRoute,
    logAndLive,
    engagements,
    webhooks,
  ],
  results: 'results.json',
};

/** Several nodes and Redis. */
export const REDIS: Group = {
  name: 'redis',
  figures: [redisCpu, redisApplied, redisStorm, redisPush, redisRestart, redisSnapshot, timeSeriesBytes],
  results: 'results-redis.json',
};

/** One process with months of history. */
const HISTORY: Group = {
  name: 'history',
  figures: [
    ...[historyCurve, historyLookups, historyUniques, historyExport, historyBeside],
    ...[historyWorkbook, historyIngest],
  ],
  results: 'results-history.json',
};

/** The vendors' endpoints, over the same months. */
const VENDORS: Group = {
  name: 'vendors',
  figures: [brella, accelevents, sequelEvents, sequelCompanies],
  results: 'results-vendors.json',
};

/** As many people as one process can have. */
const CROWD: Group = {
  name: 'crowd',
  figures: [presences, storm, churn],
  results: 'results-crowd.json',
};

/** The same work on other servers. */
export const PEERS: Group = {
  name: 'peers',
  figures: [peersHeartbeat, peersMemory, peersJoin, peersFanOut],
  results: 'results-peers.json',
};

/** The web page in a browser. */
export const PAGE: Group = {
  name: 'page',
  figures: [pageFirst, pageCurve, pageSession, pageLarge, pageCards],
  results: 'results-page.json',
};

export const GROUPS: readonly Group[] = [ALONE, REDIS, HISTORY, VENDORS, PAGE, CROWD, PEERS];

/** Made for those only that need it, since it takes minutes. */
export const WITH_HISTORY: readonly Figure[] = [...HISTORY.figures, ...VENDORS.figures];

export const FIGURES: readonly Figure[] = GROUPS.flatMap(({ figures }) => figures);

/** The figures that names of groups or of figures stand for; undefined where one stands for nothing. */
export function chosen(names: readonly string[]): readonly Figure[] | undefined {
  if (names.length === 0) return ALONE.figures;
  const lists = names.map(
    (name) =>
      GROUPS.find((group) => group.name === name)?.figures ?? FIGURES.filter((one) => one.name === name),
  );
  return lists.some((list) => list.length === 0) ? undefined : [...new Set(lists.flat())];
}
