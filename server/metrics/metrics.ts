import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { ScrapedMetrics } from './scraped-metrics.ts';

const LATENCY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Prometheus metrics: what is counted as it happens, and the registry of all. Names and units by its conventions, labels only from closed sets. */
export class Metrics {
  readonly registry = new Registry();
  /** What the parts count themselves. */
  readonly scraped = new ScrapedMetrics(this.registry);
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
}
