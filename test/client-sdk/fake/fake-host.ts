import type { Host, ListenOptions, Page, WorkerLike } from '../../../client-sdk/src/host.ts';

/** A window whose events the test fires. */
export class FakePage extends EventTarget implements Page {
  readonly document = { hidden: false };

  override addEventListener(type: string, listener: () => void, options: ListenOptions): void {
    super.addEventListener(type, listener, options);
  }

  fire(type: string): void {
    this.dispatchEvent(new Event(type));
  }

  show(visible: boolean): void {
    this.document.hidden = !visible;
    this.fire('visibilitychange');
  }
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Lets everything that is ready run: promises and the microtasks of callbacks. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A platform whose clock the test moves. */
export class FakeHost implements Host {
  time = 1_000;
  /** What `random` gives. */
  luck = 0.5;
  /** As a browser does with the timers of a hidden page: they fire at whole minutes only. */
  throttled = false;
  /** As a page's CSP without `worker-src blob:`. */
  forbidsWorkers = false;
  workersRunning = 0;
  readonly page?: FakePage;
  readonly baseUrl?: string;
  readonly #timers = new Set<Timer>();
  #ids = 0;

  constructor({ page, baseUrl }: { page?: FakePage; baseUrl?: string } = {}) {
    if (page) this.page = page;
    if (baseUrl) this.baseUrl = baseUrl;
  }

  /** How many timers of the platform wait. */
  get timersSet(): number {
    return this.#timers.size;
  }

  readonly now = (): number => this.time;
  readonly random = (): number => this.luck;
  readonly uniqueId = (): string => `client${++this.#ids}`;

  readonly setTimeout = (run: () => void, delayMs: number): Timer => {
    // Platforms take a longer delay for none.
    const at = this.time + (delayMs < 2 ** 31 ? delayMs : 1);
    return this.#add(this.throttled ? Math.ceil(at / 60_000) * 60_000 : at, run);
  };

  readonly clearTimeout = (handle: unknown): void => {
    this.#timers.delete(handle as Timer);
  };

  startWorker(): WorkerLike {
    if (this.forbidsWorkers) throw new Error('forbidden by the Content Security Policy');
    this.workersRunning++;
    let timer: Timer | undefined;
    const cancel = (): void => {
      if (timer) this.#timers.delete(timer);
    };
    const worker: WorkerLike = {
      onmessage: null,
      postMessage: (delayMs) => {
        cancel();
        timer = this.#add(this.time + delayMs, () => worker.onmessage?.());
      },
      terminate: () => {
        cancel();
        this.workersRunning--;
      },
    };
    return worker;
  }

  /** Moves the clock, firing each timer at its time. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (let next = this.#nextUntil(end); next; next = this.#nextUntil(end)) {
      this.#timers.delete(next);
      this.time = Math.max(this.time, next.at);
      next.run();
      await settle();
    }
    this.time = end;
  }

  /** The machine sleeps: time passes and nothing fires. */
  sleep(ms: number): void {
    this.time += ms;
  }

  #add(at: number, run: () => void): Timer {
    const timer = { at, run };
    this.#timers.add(timer);
    return timer;
  }

  #nextUntil(end: number): Timer | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}
