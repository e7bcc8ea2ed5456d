import type { FileHandle } from 'node:fs/promises';
import type { History, HistoryBatch, StoredReport } from '../../storage/types.ts';
import type { Actor } from '../live/changes.ts';
import type { EventState } from '../live/registry.ts';
import { newId } from '../new-id.ts';
import type { Pipeline } from '../pipeline.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { DayRange } from './day-range.ts';
import { ReportMaker, type ReportMakerOptions } from './report-maker.ts';
import type { Made } from './report-process.ts';
import { ReportQueue } from './report-queue.ts';
import type { ReportState } from './report-state.ts';

export interface ReportDeskOptions extends Omit<ReportMakerOptions, 'untilRemoved'> {
  readonly history: Pick<History, 'report' | 'countReports' | 'unsettledReports' | 'filesVoidBefore'>;
  readonly pipeline: Pick<Pipeline, 'write' | 'now' | 'isLeader'>;
  /** Name of this node. */
  readonly node: string;
  /** How long reports are kept, ms. */
  readonly keepMs: number;
  /** Its files were made for the first time, on any node: this one is to say so. */
  readonly onReady: (report: StoredReport) => void;
  readonly onError: (error: unknown) => void;
}

export interface ReportWish extends DayRange {
  readonly actor: Actor;
  readonly event: EventState;
  /** Who is told when it is there. */
  readonly email: string | null;
}

/** Reports of an organization that wait or run on a node. */
const MAX_QUEUED = 50;
/** Reports of an organization that have not expired. */
const MAX_KEPT = 1000;
const TICK_MS = 60_000;
const SWEEP_EVERY = 60;
/** After so long another node takes over a report of which nothing has come, ms: its node runs and may only be busy, or is gone. */
const LOST_MS = { running: 15 * 60_000, gone: 60_000 };
const UNKNOWN_REASON = 'The report could not be made; the server’s log says why.';

/** Takes orders for reports, makes their files where they are asked for, and says how far they are. */
export class ReportDesk {
  readonly #options: ReportDeskOptions;
  readonly #maker: ReportMaker;
  readonly #queue: ReportQueue<StoredReport>;
  /** What could not be made again here. */
  readonly #failures = new Map<string, string>();
  /** Orders by organization that are on their way into the log. */
  readonly #ordering = new Map<number, number>();
  readonly #removals = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #ticks = 0;
  #isClosed = false;

  constructor(options: ReportDeskOptions) {
    this.#options = options;
    this.#maker = new ReportMaker({ ...options, untilRemoved: () => Promise.all(this.#removals) });
    this.#queue = new ReportQueue({
      make: (report, onProgress) => this.#maker.make(report, onProgress),
      onDone: (report, made) => this.#made(report, made),
      onError: options.onError,
    });
  }

  /** Once this node takes part in the log: goes on with what was ordered here, from its beginning. */
  start(ready: Promise<void>): void {
    const tick = () => void this.#tick().catch(this.#options.onError);
    void ready.then(tick);
    this.#timer = setInterval(tick, TICK_MS);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#queue.close();
    await Promise.all(this.#removals);
  }

  /** Gives the report, or why there is none: `not_found`, `too_many_reports`, `unavailable`. */
  async order(wish: ReportWish): Promise<StoredReport | ErrorCode> {
    const { history, pipeline } = this.#options;
    const { organization } = wish.event.row;
    const ordering = this.#ordering.get(organization) ?? 0;
    if (this.#queue.countOf(organization) + ordering >= MAX_QUEUED) return 'too_many_reports';
    this.#ordering.set(organization, ordering + 1);
    try {
      const kept = await history.countReports({ organization, now: pipeline.now() });
      return kept >= MAX_KEPT ? 'too_many_reports' : await this.#put(wish);
    } finally {
      const left = (this.#ordering.get(organization) ?? 1) - 1;
      if (left === 0) this.#ordering.delete(organization);
      else this.#ordering.set(organization, left);
    }
  }

  /** A report that has not expired. */
  async find(id: string): Promise<StoredReport | undefined> {
    const { history, pipeline } = this.#options;
    const report = await history.report(id);
    return report !== undefined && report.expiresAt > pipeline.now() ? report : undefined;
  }

  /** How far it is, as far as can be said without making anything. */
  glance(report: StoredReport): ReportState {
    const reason = report.failure ?? this.#failures.get(report.id);
    if (reason !== undefined) return { status: 'failed', reason };
    const job = this.#queue.find(report.id);
    if (job?.status === 'running') return { status: 'running', progress: job.progress };
    return { status: job === undefined && report.settledAt !== null ? 'ready' : 'queued' };
  }

  /** How far it is on this node, which begins to make the files where they are not there. */
  async ask(report: StoredReport): Promise<ReportState> {
    const state = this.glance(report);
    if (state.status === 'failed' || this.#queue.find(report.id) !== undefined) return state;
    if (await this.#maker.isMade(report)) return { status: 'ready' };
    this.#queue.add(report);
    return this.glance(report);
  }

  /** A file of a report whose state is `ready`; null: it has gone meanwhile. Who opens it closes it. */
  open(report: StoredReport, name: string): Promise<FileHandle | null> {
    return this.#options.files.open(report, name);
  }

  /** To be told of every commit. */
  committed({ reportsDeleted, erasures, purges, deleted }: HistoryBatch): void {
    for (const id of reportsDeleted) this.#queue.drop(id);
    if (reportsDeleted.length > 0) this.#remove(this.#sweep());
    const tenants = new Set([...erasures, ...purges, ...deleted].map(({ tenant }) => tenant));
    for (const tenant of tenants) {
      // What is begun again waits for the removal.
      this.#remove(this.#options.files.removeTenant(tenant));
      this.#queue.restart(tenant);
    }
  }

  async #put({ actor, event, from, to, email }: ReportWish): Promise<StoredReport | ErrorCode> {
    const { history, pipeline, keepMs, node } = this.#options;
    const id = newId();
    const place = { actor, id, event: event.row.id, from, to } as const;
    const refused = await pipeline.write({ kind: 'putReport', ...place, email, keepMs, node });
    if (refused !== null) return refused;
    const report = await history.report(id);
    if (report === undefined) return 'not_found';
    this.#queue.add(report);
    return report;
  }

  async #made(report: StoredReport, made: Made): Promise<'done' | 'again'> {
    const { onError } = this.#options;
    if (made.kind === 'void') return 'again';
    if (made.kind === 'failed') onError(new Error(`report ${report.id}: ${made.error}`));
    const failure = made.kind === 'failed' ? (made.reason ?? UNKNOWN_REASON) : null;
    if (report.settledAt !== null) {
      if (failure !== null) this.#failures.set(report.id, failure);
    } else await this.#settle(report, failure);
    return 'done';
  }

  /** While the log is away it is tried again with the next tick. */
  async #settle(report: StoredReport, failure: string | null): Promise<void> {
    const { history, pipeline, node, onReady } = this.#options;
    if (this.#isClosed) return;
    const refused = await pipeline.write({ kind: 'settleReport', id: report.id, node, failure });
    if (refused !== null || failure !== null) return;
    const settled = await history.report(report.id);
    if (settled?.settledBy === node) onReady(report);
  }

  async #tick(): Promise<void> {
    if (this.#isClosed) return;
    const { files, history, pipeline, node } = this.#options;
    if (this.#ticks === 0) await files.removeUnfinished();
    for (const report of await history.unsettledReports(pipeline.now())) {
      const isOurs = report.node === node || (pipeline.isLeader && this.#isLost(report));
      if (this.#queue.find(report.id) !== undefined || !isOurs) continue;
      if (await this.#maker.isMade(report)) await this.#settle(report, null);
      else this.#queue.add(report);
    }
    if (this.#ticks++ % SWEEP_EVERY === 0) await this.#sweep();
  }

  #isLost({ node, createdAt }: StoredReport): boolean {
    const { live, pipeline } = this.#options;
    return createdAt < pipeline.now() - LOST_MS[live.nodes.includes(node) ? 'running' : 'gone'];
  }

  async #sweep(): Promise<void> {
    const isWanted = async (id: string) => (await this.find(id)) !== undefined;
    await this.#options.files.sweep(isWanted);
    for (const id of this.#failures.keys()) if (!(await isWanted(id))) this.#failures.delete(id);
  }

  #remove(removal: Promise<void>): void {
    const tracked = removal.catch(this.#options.onError).finally(() => this.#removals.delete(tracked));
    this.#removals.add(tracked);
  }
}
