import type { LogStats } from '../../storage/redis/log-stats.ts';
import type { Pipeline } from '../pipeline.ts';
import type { ScrapedMetrics } from './scraped-metrics.ts';

/** This node's part in the log. */
export function observePipeline(
  scraped: ScrapedMetrics,
  pipeline: Pick<Pipeline, 'isDegraded' | 'isLeader' | 'pendingChanges'>,
): void {
  scraped.gauge(
    'headcount_log_following',
    '1 while this node follows the log, 0 while its figures stand.',
    () => Number(!pipeline.isDegraded),
  );
  scraped.gauge('headcount_log_leader', '1 on the node that writes the time series and trims the log.', () =>
    Number(pipeline.isLeader),
  );
  scraped.gauge(
    'headcount_log_pending_changes',
    'Changes that have not come back from the log.',
    () => pipeline.pendingChanges,
  );
}

/** The log on Redis. */
export function observeLog(scraped: ScrapedMetrics, stats: () => LogStats): void {
  scraped.gauge(
    'headcount_log_lag_seconds',
    'How old the last entry was when it was read.',
    () => stats().lagMs / 1000,
  );
  scraped.gauge('headcount_log_connected', '1 while connected to Redis.', () => Number(stats().isConnected));
  scraped.gauge(
    'headcount_log_ring_bytes',
    'Entries kept to make the log whole again.',
    () => stats().ringBytes,
  );
  scraped.total('headcount_log_read_entries_total', 'Entries read from Redis.', () => stats().entries);
  scraped.total('headcount_log_read_bytes_total', 'Bytes of entries read from Redis.', () => stats().bytes);
  scraped.total(
    'headcount_log_written_entries_total',
    'Entries written to Redis.',
    () => stats().entriesWritten,
  );
  scraped.total(
    'headcount_log_reconnects_total',
    'Connections to Redis after the first.',
    () => stats().reconnects,
  );
  scraped.total(
    'headcount_log_failures_total',
    'Failures of the log that it went on from.',
    () => stats().errors,
  );
  scraped.total(
    'headcount_log_hash_mismatches_total',
    'Entries whose writer had read another log than this node.',
    () => stats().hashMismatches,
  );
  scraped.total('headcount_log_clock_jumps_total', "Jumps of Redis' clock.", () => stats().clockJumps);
  scraped.total(
    'headcount_log_restorations_total',
    'How often this node has made the log whole again.',
    () => stats().restorations,
  );
}
