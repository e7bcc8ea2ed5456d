import type { CDPSession } from 'playwright-core';

/** The events of Chromium's trace format that are read here. Times in µs. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  /** CPU of the thread. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** A task each, with the CPU it took. */
const CATEGORIES = ['disabled-by-default-devtools.timeline', '__metadata'];
const TASK = 'RunTask';
const MAIN_THREAD = 'CrRendererMain';

/** Chromium's trace of what the main threads of its pages did. */
export class MainThreadTrace {
  readonly #devtools: CDPSession;
  readonly #events: TraceEvent[] = [];

  private constructor(devtools: CDPSession) {
    this.#devtools = devtools;
    devtools.on('Tracing.dataCollected', ({ value }) => {
      this.#events.push(...(value as unknown as TraceEvent[]));
    });
  }

  static async start(devtools: CDPSession): Promise<MainThreadTrace> {
    const trace = new MainThreadTrace(devtools);
    await devtools.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'] },
    });
    return trace;
  }

  async stop(): Promise<void> {
    const complete = new Promise<void>((resolve) => {
      this.#devtools.once('Tracing.tracingComplete', () => resolve());
    });
    await this.#devtools.send('Tracing.end');
    await complete;
  }

  /** CPU of all tasks, ms: of the page that did most, where the browser has others that stand idle. */
  get tasksMs(): number {
    const spent = new Map<string, number>();
    for (const { pid, tid, tdur } of this.#tasks()) {
      const thread = `${pid} ${tid}`;
      spent.set(thread, (spent.get(thread) ?? 0) + (tdur ?? 0));
    }
    return Math.max(0, ...spent.values()) / 1000;
  }

  /** The longest task, ms, by the clock on the wall. */
  get longestMs(): number {
    return this.#tasks().reduce((longest, { dur = 0 }) => Math.max(longest, dur), 0) / 1000;
  }

  #tasks(): TraceEvent[] {
    const named = this.#events.filter(
      ({ name, args }) => name === 'thread_name' && args?.name === MAIN_THREAD,
    );
    const main = new Set(named.map(({ pid, tid }) => `${pid} ${tid}`));
    return this.#events.filter(
      ({ name, ph, pid, tid }) => name === TASK && ph === 'X' && main.has(`${pid} ${tid}`),
    );
  }
}
