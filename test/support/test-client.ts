import type { Scope } from '../../server/protocol/client-messages.ts';
import type {
  CountersMessage,
  JoinedMessage,
  LeftMessage,
  ServerMessage,
  WelcomeMessage,
} from '../../server/protocol/server-messages.ts';
import { Inbox, type OfType, type ReceivedType } from './inbox.ts';

export type Frame = Record<string, unknown> & { type: string };

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

let lastId = 0;

/** One connection, over whichever transport. */
export abstract class TestClient {
  readonly inbox = new Inbox();
  /** Resolves when the connection is gone. Over Socket.IO the code is that of `closing`, or of the refused connect. */
  abstract readonly closed: Promise<Closed>;
  #beating: NodeJS.Timeout | undefined;

  /** Sends and expects nothing. */
  abstract send(message: Frame | 'h'): void;
  /** Sends and gives the answer, be it an error. */
  abstract request(message: Frame): Promise<ServerMessage>;
  /** Closes cleanly, without leaving. */
  abstract close(): void;
  /** Cuts the TCP connection. */
  abstract cut(): void;
  /** Leaves what comes in the system's buffers. */
  abstract stopReading(): void;
  /** A sign of life of the transport alone, which is no proof of presence. */
  abstract ping(): void;

  welcome(): Promise<WelcomeMessage> {
    return this.inbox.next('welcome');
  }

  /** 0 when it is welcomed, else the code of the close. */
  admission(): Promise<number> {
    return this.welcome().then(
      () => 0,
      async () => (await this.closed).code,
    );
  }

  next<Type extends ReceivedType>(
    type: Type,
    fits?: (message: OfType<Type>) => boolean,
  ): Promise<OfType<Type>> {
    return this.inbox.next(type, fits);
  }

  /** Counters of any scope that fit: a push may bring the change in more than one step. */
  counters(fits: (counters: CountersMessage) => boolean): Promise<CountersMessage> {
    return this.inbox.next('counters', fits);
  }

  /** The answer, which must be of the type. */
  async ask<Type extends ServerMessage['type']>(
    message: Frame,
    type: Type,
  ): Promise<Extract<ServerMessage, { type: Type }>> {
    const answer = await this.request(message);
    if (answer.type !== type)
      throw new Error(`${JSON.stringify(message)} was answered ${JSON.stringify(answer)}`);
    return answer as Extract<ServerMessage, { type: Type }>;
  }

  /** The code of the error with which a message is refused. */
  async refusal(message: Frame): Promise<string> {
    return (await this.ask(message, 'error')).code;
  }

  join(session: string, more: Record<string, unknown> = {}): Promise<JoinedMessage> {
    return this.ask({ type: 'join', session, ...more }, 'joined');
  }

  leave(session: string): Promise<LeftMessage> {
    return this.ask({ type: 'leave', session }, 'left');
  }

  subscribe(scope: Scope, more: Record<string, unknown> = {}): Promise<CountersMessage> {
    return this.ask({ type: 'subscribe', scope, ...more }, 'counters');
  }

  /** Engages with an id of its own and gives the id; the engagement must be acknowledged. */
  async engage(session: string, action: string, data?: unknown): Promise<string> {
    const frame = engagement(session, action, data);
    await this.ask(frame, 'ack');
    return frame.id;
  }

  /** Beats until the connection is gone. */
  beat(everyMs: number, once: () => void = () => this.send('h')): void {
    this.#beating = setInterval(once, everyMs);
    void this.closed.then(() => this.fallSilent());
  }

  fallSilent(): void {
    clearInterval(this.#beating);
  }
}

export function newId(): string {
  return `id-${++lastId}`;
}

export function engagement(session: string, action: string, data?: unknown): Frame & { id: string } {
  return { type: 'engage', id: newId(), session, action, data };
}
