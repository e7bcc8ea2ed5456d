import { type ReadonlySignal, signal } from '@preact/signals';
import { RestError } from '../../rest/rest-client.ts';
import type { ChatLine } from '../session/chat-lines.ts';
import type { ReplayPast } from './replay-past.ts';
import { type CardState, cardAt, type ReplayState, stateAt } from './state-at.ts';
import type { LoadedWindow, WindowLoader } from './window-loader.ts';

export interface HoursPorts {
  /** The span by the minute. */
  readonly past: ReplayPast;
  readonly loader: WindowLoader;
  /** The instant that is shown, ms. */
  readonly at: ReadonlySignal<number>;
  /** What kept the latest hour from being loaded; null once one has come. */
  readonly tell: (problem: RestError | null) => void;
}

/** Messages of the chat that are shown. */
const CHAT_SHOWN = 12;

export function problemOf(error: unknown): RestError {
  return error instanceof RestError ? error : new RestError(0, 'unreadable', String(error));
}

/** The hours of a span that is replayed, loaded as they are wanted, and what they say of the instant that is shown. */
export class ReplayHours {
  readonly past: ReplayPast;
  readonly #ports: HoursPorts;
  readonly #window = signal<LoadedWindow | null>(null);
  #wanted: number | null = null;
  #isLoading = false;

  constructor(ports: HoursPorts) {
    this.#ports = ports;
    this.past = ports.past;
  }

  /** The hour of the instant that is shown; null while it is not there. */
  get shown(): LoadedWindow | null {
    const window = this.#window.value;
    return window?.figures.holds(this.#ports.at.value) ? window : null;
  }

  /** Null while it is loaded, and where it is not known who was there. */
  state(): ReplayState | null {
    const { shown } = this;
    return shown && stateAt(this.past, shown.figures, this.#ports.at.value);
  }

  /** The same of one session of an event. */
  card(session: string): CardState | null {
    const { shown } = this;
    return shown && cardAt(this.past, shown.figures, { at: this.#ports.at.value, session });
  }

  /** The latest messages of the hour. */
  chat(): readonly ChatLine[] {
    const at = this.#ports.at.value;
    const lines = this.shown?.chat ?? [];
    const after = lines.findIndex((line) => line.at > at);
    return lines.slice(0, after < 0 ? lines.length : after).slice(-CHAT_SHOWN);
  }

  /** One hour at a time: who drags the slider through a day wants the hour where they let it go. */
  async want(at: number): Promise<void> {
    this.#wanted = at;
    this.#show();
    if (this.#isLoading) return;
    this.#isLoading = true;
    while (await this.#loadWanted());
    this.#isLoading = false;
  }

  /** Whether there may be more to load. */
  async #loadWanted(): Promise<boolean> {
    const { loader, tell } = this.#ports;
    const at = this.#wanted;
    if (at === null || loader.find(at)) return false;
    try {
      await loader.load(at);
      tell(null);
      this.#show();
      return true;
    } catch (error) {
      tell(problemOf(error));
      this.#wanted = null;
      return false;
    }
  }

  #show(): void {
    const found = this.#ports.loader.find(this.#ports.at.peek());
    if (found) this.#window.value = found;
  }
}
