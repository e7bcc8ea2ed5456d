import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { LogStats } from '../storage/redis/log-stats.ts';
import type { Connections } from './gateway/connections.ts';
import type { PaceKeeper } from './gateway/pace/pace-keeper.ts';
import type { Pipeline } from './pipeline.ts';
import type { SenderStats } from './webhooks/sender.ts';

export interface MetricsSource {
  readonly connections: Connections;
  readonly paces: Pick<PaceKeeper, 'current' | 'figures'>;
  readonly recorder: { readonly waitingEffects: number; readonly dataThrough: number };
  readonly channelCount: () => number;
  /** Open sockets of Engine.IO, whoever they belong to. */
  readonly socketIoClients: () => number;
  /** The heap is nearly full. */
  readonly isOutOfRoom: () => boolean;
  readonly now: () => number;
}

const LATENCY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Prometheus metrics; names and units by its conventions, labels only from closed sets. */
export class Metrics {
  readonly registry = new Registry();
  readonly commitSeconds: Histogram;
  readonly commitFailures: Counter;
  /** 1 when this start found the history damaged and began a new one. */
  readonly historyMovedAside: Gauge;
  /** 1 when this start found the write-ahead log of the history missing or damaged. */
  readonly historyLogDamaged: Gauge;
  readonly logEntries: Counter;
  readonly logChanges: Counter;
  readonly pushes: Counter;
  readonly httpRequests: Counter<'method' | 'status'>;
  readonly mails: Counter<'outcome'>;

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.commitSeconds = new Histogram({
      name: 'headcount_commit_seconds',
      help: 'Time of one commit of the recorder.',
      buckets: LATENCY_BUCKETS,
      registers,
    });
    this.commitFailures = new Counter({
      name: 'headcount_commit_failures_total',
      help: 'Commits that failed and were tried again.',
      registers,
    });
    this.historyMovedAside = new Gauge({
      name: 'headcount_history_moved_aside',
      help: '1 when the history was damaged at the start, was moved aside, and begins anew.',
      registers,
    });
    this.historyLogDamaged = new Gauge({
      name: 'headcount_history_log_damaged',
      help: '1 when the write-ahead log of the history was missing or damaged at the start: what was stored last is lost.',
      registers,
    });
    this.logEntries = new Counter({
      name: 'headcount_log_entries_total',
      help: 'Entries applied from the log.',
      registers,
    });
    this.logChanges = new Counter({
      name: 'headcount_log_changes_total',
      help: 'Changes applied from the log.',
      registers,
    });
    this.pushes = new Counter({
      name: 'headcount_counter_pushes_total',
      help: 'Counters pushed, one a scope.',
      registers,
    });
    this.httpRequests = new Counter({
      name: 'headcount_http_requests_total',
      help: 'REST requests answered.',
      labelNames: ['method', 'status'],
      registers,
    });
    this.mails = new Counter({
      name: 'headcount_mails_total',
      help: 'Messages by what became of them: sent, failed after all attempts, or dropped from a full queue.',
      labelNames: ['outcome'],
      registers,
    });
  }

  /** Takes the numbers that the parts keep themselves, at each scrape. */
  observe(source: MetricsSource): void {
    const { connections, recorder, paces, channelCount, socketIoClients, isOutOfRoom, now } = source;
    this.#observePace(paces);
    const { stats } = connections;
    this.#gauge('headcount_connections', 'Open connections.', () => stats.connections);
    this.#gauge(
      'headcount_socketio_clients',
      'Sockets of Socket.IO, authenticated or not; more than there are means that some leak.',
      socketIoClients,
    );
    this.#gauge(
      'headcount_out_of_room',
      '1 while nobody new is let in because the heap is nearly full.',
      () => Number(isOutOfRoom()),
    );
    this.#gauge('headcount_subscribed_scopes', 'Scopes that somebody subscribes to.', channelCount);
    this.#gauge(
      'headcount_recorder_waiting_effects',
      'Effects that wait to be written.',
      () => recorder.waitingEffects,
    );
    this.#gauge('headcount_recorder_lag_seconds', 'Log time that is not yet on disk.', () =>
      Math.max(0, (now() - recorder.dataThrough) / 1000),
    );
    this.#total('headcount_connections_opened_total', 'Connections opened.', () => stats.connectionsOpened);
    this.#total('headcount_heartbeats_total', 'Heartbeat frames.', () => stats.heartbeats);
    this.#total(
      'headcount_slow_readers_total',
      'Connections closed because they did not read.',
      () => stats.slowReaders,
    );
    this.#totals('headcount_messages_total', 'Messages by type.', 'type', stats.messages);
    this.#totals('headcount_errors_total', 'Refusals by code.', 'code', stats.errors);
    this.#totals('headcount_closes_total', 'Closed connections by close code.', 'code', stats.closes);
  }

  /** How often clients are asked to beat, and why. */
  #observePace(paces: MetricsSource['paces']): void {
    this.#gauge(
      'headcount_heartbeat_seconds',
      'Heartbeat that clients are asked for.',
      () => paces.current.heartbeatMs / 1000,
    );
    this.#gauge(
      'headcount_heartbeat_timeout_seconds',
      'Silence after which who is told this heartbeat is gone.',
      () => paces.current.timeoutMs / 1000,
    );
    this.#gauge(
      'headcount_heartbeat_presences',
      'Connections in a session, which must beat.',
      () => paces.figures.presences,
    );
    this.#gauge(
      'headcount_heartbeat_cost_seconds',
      'CPU of one heartbeat, as measured here.',
      () => paces.figures.costMs / 1000,
    );
    this.#gauge(
      'headcount_heartbeat_core_ratio',
      'Share of a core that heartbeats take at this pace; the budget is HEARTBEAT_BUDGET.',
      () => paces.figures.share,
    );
    this.#totals('headcount_heartbeat_changes_total', 'Changes of the heartbeat.', 'direction', {
      *[Symbol.iterator]() {
        yield ['slower', paces.figures.raised] as const;
        yield ['faster', paces.figures.lowered] as const;
      },
    });
  }

  /** This node's part in the log. */
  observePipeline(pipeline: Pick<Pipeline, 'isDegraded' | 'isLeader' | 'pendingChanges'>): void {
    this.#gauge(
      'headcount_log_following',
      '1 while this node follows the log, 0 while its figures stand.',
      () => Number(!pipeline.isDegraded),
    );
    this.#gauge('headcount_log_leader', '1 on the node that writes the time series and trims the log.', () =>
      Number(pipeline.isLeader),
    );
    this.#gauge(
      'headcount_log_pending_changes',
      'Changes that have not come back from the log.',
      () => pipeline.pendingChanges,
    );
  }

  /** What this node sends to webhooks, on its turn. `skewMs`: how far the clock of the last receiver was ahead of this one. */
  observeWebhooks(stats: () => SenderStats, skewMs: () => number): void {
    this.#totals(
      'headcount_webhook_attempts_total',
      'Attempts to deliver to webhooks by what came of them.',
      'result',
      stats().results,
    );
    this.#gauge('headcount_webhook_in_flight', 'Deliveries that wait for an answer.', () => stats().inFlight);
    this.#gauge(
      'headcount_webhook_pending',
      'Deliveries that wait, on the node that sends.',
      () => stats().pending,
    );
    this.#gauge(
      'headcount_webhook_oldest_pending_seconds',
      'Age of the oldest delivery that waits; 0 when none does.',
      () => stats().oldestAgeMs / 1000,
    );
    this.#gauge(
      'headcount_webhook_clock_skew_seconds',
      'How far the clock of the last receiver that told its time was ahead.',
      () => skewMs() / 1000,
    );
  }

  /** The last self-check of this node. */
  observeCheck(check: {
    readonly isSound: boolean;
    readonly differences: number;
    readonly checkedAt: number | null;
  }): void {
    this.#gauge('headcount_history_sound', '0 when the last nightly check found the file damaged.', () =>
      Number(check.isSound),
    );
    this.#gauge(
      'headcount_check_differences',
      'Differences that the last self-check found.',
      () => check.differences,
    );
    this.#gauge(
      'headcount_check_timestamp_seconds',
      'Log time of the last self-check; 0 before the first.',
      () => (check.checkedAt ?? 0) / 1000,
    );
  }

  /** The log on Redis. */
  observeLog(stats: () => LogStats): void {
    this.#gauge(
      'headcount_log_lag_seconds',
      'How old the last entry was when it was read.',
      () => stats().lagMs / 1000,
    );
    this.#gauge('headcount_log_connected', '1 while connected to Redis.', () => Number(stats().isConnected));
    this.#gauge(
      'headcount_log_ring_bytes',
      'Entries kept to make the log whole again.',
      () => stats().ringBytes,
    );
    this.#total('headcount_log_read_entries_total', 'Entries read from Redis.', () => stats().entries);
    this.#total('headcount_log_read_bytes_total', 'Bytes of entries read from Redis.', () => stats().bytes);
    this.#total(
      'headcount_log_written_entries_total',
      'Entries written to Redis.',
      () => stats().entriesWritten,
    );
    this.#total(
      'headcount_log_reconnects_total',
      'Connections to Redis after the first.',
      () => stats().reconnects,
    );
    this.#total(
      'headcount_log_failures_total',
      'Failures of the log that it went on from.',
      () => stats().errors,
    );
    this.#total(
      'headcount_log_hash_mismatches_total',
      'Entries whose writer had read another log than this node.',
      () => stats().hashMismatches,
    );
    this.#total('headcount_log_clock_jumps_total', "Jumps of Redis' clock.", () => stats().clockJumps);
    this.#total(
      'headcount_log_restorations_total',
      'How often this node has made the log whole again.',
      () => stats().restorations,
    );
  }

  #gauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: () => gauge.set(read()),
    });
  }

  #total(name: string, help: string, read: () => number): void {
    let told = 0;
    const counter: Counter = new Counter({
      name,
      help,
      registers: [this.registry],
      collect: () => {
        const value = read();
        counter.inc(value - told);
        told = value;
      },
    });
  }

  #totals(name: string, help: string, label: string, counts: Iterable<readonly [string, number]>): void {
    const told = new Map<string, number>();
    const counter: Counter = new Counter({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      collect: () => {
        for (const [key, value] of counts) {
          counter.inc({ [label]: key }, value - (told.get(key) ?? 0));
          told.set(key, value);
        }
      },
    });
  }
}
