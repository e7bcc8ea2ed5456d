import { type ReadonlySignal, signal } from '@preact/signals';
import type { EventAnswer, ReportAnswer } from '../rest/answers.ts';
import type { RestPort, ReportOrder as WantedReport } from '../rest/rest-client.ts';

/** How far a report is that somebody wants. */
export type OrderState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting' }
  /** From 0 to 1. */
  | { readonly kind: 'making'; readonly progress: number }
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface ReportOrderOptions {
  readonly rest: RestPort;
  /** Loads a file that is ready. */
  readonly load: (url: string) => void;
  readonly wait: (ms: number) => Promise<void>;
}

const LOOK_MS = 1000;

/** A reason that the server gives. */
export class NotMade extends Error {
  override readonly name = 'NotMade';
}

/** Finds an event by its short code, has its report made, and loads it when it is there. */
export class ReportOrder {
  readonly #options: ReportOrderOptions;
  readonly #event = signal<EventAnswer | null | undefined>(null);
  readonly #state = signal<OrderState>({ kind: 'idle' });

  constructor(options: ReportOrderOptions) {
    this.#options = options;
  }

  /** Null: none was looked for; undefined: there is none. */
  get event(): ReadonlySignal<EventAnswer | null | undefined> {
    return this.#event;
  }

  get state(): ReadonlySignal<OrderState> {
    return this.#state;
  }

  async find(shortCode: string): Promise<void> {
    this.#state.value = { kind: 'idle' };
    try {
      this.#event.value = await this.#options.rest.eventByShortCode(shortCode);
    } catch (error) {
      this.#state.value = { kind: 'failed', error };
    }
  }

  /** Another short code is being written. */
  forget(): void {
    this.#event.value = null;
  }

  async order(range: { readonly from: string; readonly to: string }): Promise<void> {
    const event = this.#event.value;
    if (event) await this.orderOf({ event: event.id, ...range });
  }

  /** Of an event whose id is known. */
  async orderOf(wanted: WantedReport): Promise<void> {
    const { rest, load } = this.#options;
    this.#state.value = { kind: 'waiting' };
    try {
      const url = await this.#follow(await rest.orderReport(wanted));
      this.#state.value = { kind: 'ready', url };
      load(url);
    } catch (error) {
      this.#state.value = { kind: 'failed', error };
    }
  }

  async #follow(ordered: ReportAnswer): Promise<string> {
    const { rest, wait } = this.#options;
    for (let report = ordered; ; report = await rest.orderedReport(ordered.id)) {
      if (report.status === 'failed') throw new NotMade(report.reason ?? '');
      if (report.downloadUrl !== null) return report.downloadUrl;
      this.#state.value =
        report.status === 'running' ? { kind: 'making', progress: report.progress } : { kind: 'waiting' };
      await wait(LOOK_MS);
    }
  }
}
