import { z } from '@hono/zod-openapi';
import type { MetricReadings } from '../metrics/metric-readings.ts';
import { isoOrNull } from '../protocol/iso-time.ts';
import { IsoTime } from './answers.ts';

const Figure = z.number().nullable();
const Count = z.number().int();

export const OperationsSchema = z
  .object({
    at: IsoTime.openapi({ description: 'Log time' }),
    startedAt: IsoTime.nullable(),
    ready: z.boolean(),
    reasons: z
      .array(z.string())
      .openapi({ description: 'Why the node should get no traffic, as /readyz says' }),
    nodes: z
      .array(z.object({ node: z.string(), leader: z.boolean() }))
      .openapi({ description: 'Those that take part in the log, the longest first' }),
    log: z.object({
      following: z.boolean(),
      pendingChanges: Count,
      redis: z
        .object({
          connected: z.boolean(),
          lagSeconds: Figure,
          ringBytes: Figure,
          reconnects: Figure,
          failures: Figure,
          hashMismatches: Figure,
          restorations: Figure,
        })
        .nullable()
        .openapi({ description: 'null: the log is within the process' }),
    }),
    connections: z.object({ open: Count, opened: Count, slowReaders: Count, subscribedScopes: Count }),
    heartbeat: z.object({
      seconds: z.number().openapi({ description: 'What clients are asked for now' }),
      timeoutSeconds: z.number(),
      presences: Count.openapi({ description: 'Connections in a session, which must beat' }),
      costSeconds: z.number().openapi({ description: 'CPU of one heartbeat, as measured here' }),
      coreShare: z.number().openapi({ description: 'Of a core that heartbeats take at this pace' }),
    }),
    memory: z.object({ residentBytes: Figure, heapUsedBytes: Figure, eventLoopLagSeconds: Figure }),
    recorder: z.object({
      lagSeconds: Figure,
      waitingEffects: Figure,
      commits: Count,
      commitFailures: Count,
      commitAverageSeconds: Figure,
      commitMostSeconds: Figure.openapi({
        description:
          '99 of 100 commits took at most so long, by the edges of the histogram; null beyond the last',
      }),
    }),
    check: z.object({
      at: IsoTime.nullable().openapi({ description: 'null: none since the start' }),
      differences: Count.nullable(),
    }),
    webhooks: z.object({ inFlight: Figure, pending: Figure, oldestPendingSeconds: Figure }),
  })
  .openapi('Operations');

export type NodeFigures = Omit<z.infer<typeof OperationsSchema>, 'at' | 'ready' | 'reasons' | 'nodes'>;

const COMMIT = 'headcount_commit_seconds';
/** Of the commits that `commitMostSeconds` speaks of. */
const MOST = 0.99;

/** The figures of the node that is asked, as its metrics have them. */
export function nodeFigures(readings: MetricReadings): NodeFigures {
  const of = (name: string) => readings.value(`headcount_${name}`);
  const count = (name: string) => of(name) ?? 0;
  const commits = readings.samples(COMMIT);
  const startedAt = readings.value('process_start_time_seconds');
  const checkedAt = count('check_timestamp_seconds');
  const connected = of('log_connected');
  return {
    startedAt: isoOrNull(startedAt === null ? null : startedAt * 1000),
    log: {
      following: of('log_following') === 1,
      pendingChanges: count('log_pending_changes'),
      redis: connected === null ? null : redisFigures(of, connected === 1),
    },
    connections: {
      open: count('connections'),
      opened: count('connections_opened_total'),
      slowReaders: count('slow_readers_total'),
      subscribedScopes: count('subscribed_scopes'),
    },
    heartbeat: {
      seconds: count('heartbeat_seconds'),
      timeoutSeconds: count('heartbeat_timeout_seconds'),
      presences: count('heartbeat_presences'),
      costSeconds: count('heartbeat_cost_seconds'),
      coreShare: count('heartbeat_core_ratio'),
    },
    memory: {
      residentBytes: readings.value('process_resident_memory_bytes'),
      heapUsedBytes: readings.value('nodejs_heap_size_used_bytes'),
      eventLoopLagSeconds: readings.value('nodejs_eventloop_lag_p99_seconds'),
    },
    recorder: {
      lagSeconds: of('recorder_lag_seconds'),
      waitingEffects: of('recorder_waiting_effects'),
      commits: commits.count,
      commitFailures: count('commit_failures_total'),
      commitAverageSeconds: commits.count === 0 ? null : commits.sum / commits.count,
      commitMostSeconds: readings.quantile(COMMIT, MOST),
    },
    check: {
      at: checkedAt === 0 ? null : isoOrNull(checkedAt * 1000),
      differences: checkedAt === 0 ? null : of('check_differences'),
    },
    webhooks: {
      inFlight: of('webhook_in_flight'),
      pending: of('webhook_pending'),
      oldestPendingSeconds: of('webhook_oldest_pending_seconds'),
    },
  };
}

function redisFigures(of: (name: string) => number | null, connected: boolean) {
  return {
    connected,
    lagSeconds: of('log_lag_seconds'),
    ringBytes: of('log_ring_bytes'),
    reconnects: of('log_reconnects_total'),
    failures: of('log_failures_total'),
    hashMismatches: of('log_hash_mismatches_total'),
    restorations: of('log_restorations_total'),
  };
}
