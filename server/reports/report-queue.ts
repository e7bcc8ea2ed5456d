import type { ScopeKey } from '../live/catalogue.ts';
import type { Report } from '../live/reports.ts';
import type { Made, RunningReport } from './report-process.ts';

/** A report whose files are being made, or are to be. */
export interface Job<R extends Report = Report> {
  readonly report: R;
  readonly status: 'queued' | 'running';
  /** From 0 to 1. */
  readonly progress: number;
}

interface Waiting<R extends Report> {
  readonly report: R;
  run: RunningReport | undefined;
  progress: number;
  isOver: boolean;
}

export interface ReportQueueOptions<R extends Report> {
  /** Begins to make a report's files. */
  readonly make: (report: R, onProgress: (done: number) => void) => Promise<RunningReport>;
  /** They were made, or were not; not told of what was dropped. `again`: they are to be made once more. */
  readonly onDone: (report: R, made: Made) => Promise<'done' | 'again'>;
  readonly onError: (error: unknown) => void;
}

/** So many at a time on a node. */
const AT_ONCE = 2;

/** Makes reports, two at a time, in the order in which they were asked for; each once. */
export class ReportQueue<R extends Report> {
  readonly #options: ReportQueueOptions<R>;
  /** In order; the first ones run. */
  readonly #jobs = new Map<string, Waiting<R>>();
  readonly #ending = new Set<Promise<void>>();
  #isClosed = false;

  constructor(options: ReportQueueOptions<R>) {
    this.#options = options;
  }

  find(id: string): Job<R> | undefined {
    const job = this.#jobs.get(id);
    return job && { report: job.report, status: job.run ? 'running' : 'queued', progress: job.progress };
  }

  /** How many of an organization wait or run. */
  countOf(organization: ScopeKey): number {
    return [...this.#jobs.values()].filter(({ report }) => report.organization === organization).length;
  }

  add(report: R): void {
    if (this.#isClosed || this.#jobs.has(report.id)) return;
    this.#jobs.set(report.id, { report, run: undefined, progress: 0, isOver: false });
    this.#next();
  }

  /** Nobody wants it any more. */
  drop(id: string): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    job.isOver = true;
    job.run?.kill();
    this.#jobs.delete(id);
    this.#next();
  }

  /** Whatever runs and is of the tenant begins anew. */
  restart(tenant: ScopeKey): void {
    const running = [...this.#jobs.values()].filter(({ report, run }) => run && report.tenant === tenant);
    for (const { report } of running) {
      this.drop(report.id);
      this.add(report);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const id of [...this.#jobs.keys()]) this.drop(id);
    await Promise.all(this.#ending);
  }

  #next(): void {
    const jobs = [...this.#jobs.values()];
    const free = AT_ONCE - this.#ending.size;
    for (const job of jobs
      .filter(({ isOver, run }) => !isOver && run === undefined)
      .slice(0, Math.max(0, free)))
      this.#begin(job);
  }

  #begin(job: Waiting<R>): void {
    // Until it really runs.
    job.run = { result: Promise.resolve({ kind: 'failed', error: 'dropped' }), kill: () => {} };
    const running = this.#run(job)
      .catch((error: unknown) => {
        this.#options.onError(error);
        return 'done' as const;
      })
      .then((outcome) => {
        this.#ending.delete(running);
        if (this.#jobs.get(job.report.id) === job) this.#jobs.delete(job.report.id);
        if (outcome === 'again') this.add(job.report);
        if (!this.#isClosed) this.#next();
      });
    this.#ending.add(running);
  }

  async #run(job: Waiting<R>): Promise<'done' | 'again'> {
    const { make, onDone } = this.#options;
    const run = await make(job.report, (done) => {
      job.progress = done;
    });
    if (job.isOver) run.kill();
    job.run = run;
    const made = await run.result;
    return job.isOver ? 'done' : onDone(job.report, made);
  }
}
