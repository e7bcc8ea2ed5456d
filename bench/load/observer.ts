import { keepBeating } from './beating.ts';
import { now } from './clock.ts';
import { textFrame } from './frames.ts';
import { openSessionClient } from './session-client.ts';
import { LoadSocket } from './web-socket.ts';

/** What it was told of the counters, and when. */
export interface Told {
  readonly at: number;
  readonly concurrent: number;
  /** Since the minute began. */
  readonly minute: { readonly joins: number; readonly leaves: number };
}

/** Subscribes to a scope, which need not exist yet, and remembers when it was told how many are there. */
export class Observer {
  readonly #told: Told[] = [];

  static async open(port: number, scope: string): Promise<Observer> {
    const socket = await openSessionClient(port, 'observer', 'operator');
    keepBeating([socket]);
    return Observer.#subscribed(socket, JSON.stringify({ type: 'subscribe', scope }));
  }

  /** Of the control. */
  static async openBare(port: number, session: string): Promise<Observer> {
    return Observer.#subscribed(await LoadSocket.open(port, '/presence'), `s${session}`);
  }

  static async #subscribed(socket: LoadSocket, request: string): Promise<Observer> {
    const observer = new Observer();
    socket.onText = (text) => observer.#hear(text);
    await socket.answered(textFrame(request));
    return observer;
  }

  get concurrent(): number {
    return this.last?.concurrent ?? 0;
  }

  get last(): Told | undefined {
    return this.#told.at(-1);
  }

  /** What it was told until now. */
  forget(): void {
    this.#told.length = 0;
  }

  /**
   * How long it took to be told of each who came, ms, by when each asked to join, in that order. `countOf`: what has grown by one
   * with each.
   */
  behind(
    asked: readonly number[],
    countOf: (told: Told) => number = ({ concurrent }) => concurrent,
  ): number[] {
    let index = 0;
    const counted = () => {
      const told = this.#told[index];
      return told === undefined ? Number.POSITIVE_INFINITY : countOf(told);
    };
    return asked.map((at, before) => {
      while (counted() <= before) index++;
      return (this.#told[index]?.at ?? Number.POSITIVE_INFINITY) - at;
    });
  }

  #hear(text: string): void {
    const { concurrent, minute } = JSON.parse(text) as Partial<Told>;
    if (concurrent === undefined || minute === undefined) return;
    const { joins, leaves } = minute;
    this.#told.push({ at: now(), concurrent, minute: { joins, leaves } });
  }
}
