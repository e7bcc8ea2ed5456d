import type { Host, WorkerLike } from './host.ts';

export type Cancel = () => void;

/** Timers of all connections of a page over one timer of the platform. */
export interface Scheduler {
  after(delayMs: number, run: () => void): Cancel;
  /** Runs what is due now: for events that show that the platform's timer may have been held back. */
  check(): void;
}

/** The largest delay that the platform's timers take; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

// Browsers wake the timers of a hidden page once a minute, those of its workers on time.
const WORKER_SOURCE = 'let t;onmessage=e=>{clearTimeout(t);t=setTimeout(()=>postMessage(0),e.data)}';

const schedulers = new WeakMap<Host, Scheduler>();

/** The one scheduler of a host. */
export function schedulerOf(host: Host): Scheduler {
  let scheduler = schedulers.get(host);
  if (!scheduler) {
    scheduler = createScheduler(host);
    schedulers.set(host, scheduler);
  }
  return scheduler;
}

interface Task {
  readonly at: number;
  readonly run: () => void;
}

function createScheduler(host: Host): Scheduler {
  // Apart from the host: browsers call them as plain functions only.
  const { setTimeout, clearTimeout } = host;
  const tasks = new Set<Task>();
  let armedFor = Infinity;
  let handle: unknown;
  let worker: WorkerLike | undefined;
  let refused = false;

  /**
   * Wakes a hidden page from a worker. It only adds to the platform's timer: where a worker cannot be had (no
   * Worker, a CSP without `worker-src blob:`), or dies, that timer goes on alone.
   */
  function armWorker(delayMs: number): void {
    if (!host.page?.document.hidden || refused) return;
    try {
      worker ??= host.startWorker(WORKER_SOURCE);
      worker.onmessage = check;
      worker.postMessage(delayMs);
    } catch {
      refused = true;
    }
  }

  function arm(at: number): void {
    clearTimeout(handle);
    armedFor = at;
    if (at === Infinity) {
      worker?.terminate();
      worker = undefined;
      return;
    }
    const delayMs = Math.min(Math.max(at - host.now(), 0), MAX_TIMER_MS);
    handle = setTimeout(check, delayMs);
    armWorker(delayMs);
  }

  function check(): void {
    const now = host.now();
    for (const task of tasks) {
      if (task.at > now) continue;
      tasks.delete(task);
      task.run();
    }
    let next = Infinity;
    for (const task of tasks) next = Math.min(next, task.at);
    arm(next);
  }

  return {
    check,
    after(delayMs, run) {
      const task = { at: host.now() + delayMs, run };
      tasks.add(task);
      if (task.at < armedFor) arm(task.at);
      return () => {
        // A timer that nobody waits for would keep a Node process alive.
        if (tasks.delete(task) && !tasks.size) arm(Infinity);
      };
    },
  };
}
