import { now } from './clock.ts';
import { textFrame } from './frames.ts';
import { openSessionClient } from './session-client.ts';

interface Told {
  readonly at: number;
  readonly concurrent: number;
}

/** Subscribes to a scope, which need not exist yet, and remembers when it was told how many are there. */
export class Observer {
  readonly #told: Told[] = [];

  static async open(port: number, scope: string): Promise<Observer> {
    const observer = new Observer();
    const socket = await openSessionClient(port, 'observer', 'operator');
    const first = socket.receivedCount(socket.received + 1);
    socket.onText = (text) => {
      const { concurrent } = JSON.parse(text) as { concurrent?: number };
      if (concurrent !== undefined) observer.#told.push({ at: now(), concurrent });
    };
    socket.write(textFrame(JSON.stringify({ type: 'subscribe', scope })));
    await first;
    return observer;
  }

  get concurrent(): number {
    return this.#told.at(-1)?.concurrent ?? 0;
  }

  /** How long it took to be told of each who came, ms, by when each asked to join, in that order. */
  behind(asked: readonly number[]): number[] {
    let index = 0;
    return asked.map((at, before) => {
      while ((this.#told[index]?.concurrent ?? Number.POSITIVE_INFINITY) <= before) index++;
      return (this.#told[index]?.at ?? Number.POSITIVE_INFINITY) - at;
    });
  }
}
