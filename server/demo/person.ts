import { type Connection, connect, type WebSocketClass } from '../../client-sdk/src/index.ts';
import { CHAT, QUESTIONS, REACTIONS, type Room } from './programme.ts';
import type { Random } from './random.ts';

/** What all persons of a crowd share. */
export interface Stage {
  readonly url: string;
  readonly webSocket: WebSocketClass;
  readonly rooms: readonly Room[];
  /** The poll that is open now, by room. */
  readonly openPolls: Map<string, { readonly poll: string; readonly options: readonly string[] }>;
  /** The latest questions of a room, to vote for. */
  readonly questions: Map<string, string[]>;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DO = [
  ['react', 60],
  ['chat', 22],
  ['vote', 10],
  ['ask', 3],
  ['away', 8],
] as const;

/** One attendee with one socket: arrives, listens, moves on, says something now and then, leaves and perhaps comes back. */
export class Person {
  readonly #stage: Stage;
  readonly #random: Random;
  readonly #token: string;
  #connection: Connection | undefined;
  #room: Room | undefined;
  #timer: NodeJS.Timeout | undefined;
  #answered: string | undefined;

  constructor(stage: Stage, random: Random, token: string) {
    this.#stage = stage;
    this.#random = random;
    this.#token = token;
  }

  arriveIn(ms: number): void {
    this.#after(ms, () => this.#arrive());
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#connection?.close();
  }

  async #arrive(): Promise<void> {
    const { url, webSocket } = this.#stage;
    this.#connection = connect({ url, token: this.#token, WebSocket: webSocket, onError: () => {} });
    await this.#moveTo(this.#random.pick(this.#stage.rooms.map((room) => [room, room.draw])));
    this.#stay();
  }

  /** Joins the next room before it leaves the last, so that nobody is counted out of the event in between. */
  async #moveTo(room: Room): Promise<void> {
    const last = this.#room;
    if (room === last) return;
    await this.#connection?.join(room.id);
    this.#room = room;
    if (last !== undefined) await this.#connection?.leave(last.id);
  }

  #stay(): void {
    const untilMove = this.#random.waiting(5 * MINUTE);
    const untilAct = this.#random.waiting(40 * SECOND);
    if (untilMove < untilAct) this.#after(untilMove, () => this.#move());
    else this.#after(untilAct, () => this.#act());
  }

  async #move(): Promise<void> {
    if (this.#random.chance(0.15)) {
      await this.#connection?.close();
      this.#connection = undefined;
      this.#room = undefined;
      this.#after(this.#random.waiting(2 * MINUTE), () => this.#arrive());
      return;
    }
    await this.#moveTo(this.#random.pick(this.#stage.rooms.map((room) => [room, room.draw])));
    this.#stay();
  }

  async #act(): Promise<void> {
    const room = this.#room?.id;
    if (room !== undefined) await this.#engage(room);
    this.#stay();
  }

  async #engage(room: string): Promise<void> {
    const { openPolls, questions } = this.#stage;
    const poll = openPolls.get(room);
    if (poll !== undefined && poll.poll !== this.#answered && this.#random.chance(0.7)) {
      this.#answered = poll.poll;
      const option = this.#random.pick(poll.options.map((id, index) => [id, poll.options.length - index]));
      await this.#connection?.engage(room, 'poll.answer', { poll: poll.poll, options: [option] });
      return;
    }
    switch (this.#random.pick(DO)) {
      case 'react':
        await this.#connection?.engage(room, 'reaction', { reaction: this.#random.pick(REACTIONS) });
        break;
      case 'chat':
        await this.#connection?.engage(room, 'chat.message', { text: this.#oneOf(CHAT) });
        break;
      case 'ask': {
        const id = await this.#connection?.engage(room, 'question.ask', { text: this.#oneOf(QUESTIONS) });
        if (id !== undefined) questions.set(room, [...(questions.get(room) ?? []), id].slice(-5));
        break;
      }
      case 'vote': {
        const question = questions.get(room)?.at(-1);
        if (question !== undefined) await this.#connection?.engage(room, 'question.upvote', { question });
        break;
      }
      case 'away':
        await this.#lookAway(room);
        break;
    }
  }

  async #lookAway(room: string): Promise<void> {
    const state = this.#random.pick([
      ['active', 3],
      ['idle', 2],
      ['hidden', 1],
    ]);
    await this.#connection?.engage(room, 'visibility', { state });
  }

  #oneOf(texts: readonly string[]): string {
    return this.#random.pick(texts.map((text) => [text, 1]));
  }

  /** What the server refuses (a full room, a second vote) is part of life: the person goes on. */
  #after(ms: number, step: () => Promise<void>): void {
    this.#timer = setTimeout(() => step().catch(() => this.#stay()), ms);
  }
}
