import { textFrame } from '../load/frames.ts';
import { engageFrame, joinSession, leaveSession, openSessionClient } from '../load/session-client.ts';
import type { LoadSocket } from '../load/web-socket.ts';
import { pause } from '../runner/figure.ts';

/** In a test of an hour nobody is away for long. */
const MAX_AWAY_MS = 1000;
const BEAT = textFrame('h');

export const ACTS = ['leave', 'reconnect', 'engage'] as const;
export type Act = (typeof ACTS)[number];

/** One of a fixed pool of people, in one session at a time, who does one thing after the other. */
export class Person {
  readonly #port: number;
  readonly #name: string;
  readonly #anySession: () => string;
  #socket: LoadSocket | undefined;
  #session = '';
  #engaged = 0;
  #acting: Promise<void> = Promise.resolve();
  isBusy = false;

  constructor(port: number, name: string, anySession: () => string) {
    this.#port = port;
    this.#name = name;
    this.#anySession = anySession;
  }

  async enter(): Promise<void> {
    this.#socket = await openSessionClient(this.#port, this.#name);
    this.#session = this.#anySession();
    await joinSession(this.#socket, this.#session);
  }

  /** Begins something; who is busy lets it be. */
  begin(act: Act): void {
    if (this.isBusy) return;
    this.isBusy = true;
    this.#acting = this.#act(act).finally(() => {
      this.isBusy = false;
    });
  }

  /** Resolves when they are present, with nothing under way. */
  still(): Promise<void> {
    return this.#acting;
  }

  beat(): void {
    this.#socket?.write(BEAT);
  }

  async #act(act: Act): Promise<void> {
    const socket = this.#socket;
    if (socket === undefined) return;
    if (act === 'engage') {
      await socket.answered(engageFrame(`${this.#name}-${++this.#engaged}`, this.#session));
    } else if (act === 'reconnect') {
      socket.destroy();
      await pause(Math.random() * MAX_AWAY_MS);
      await this.enter();
    } else {
      await leaveSession(socket, this.#session);
      await pause(Math.random() * MAX_AWAY_MS);
      this.#session = this.#anySession();
      await joinSession(socket, this.#session);
    }
  }
}
