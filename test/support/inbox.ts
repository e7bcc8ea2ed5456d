import type { ClosingMessage, ServerMessage } from '../../server/protocol/server-messages.ts';

export type Received = ServerMessage | ClosingMessage;
export type ReceivedType = Received['type'];
export type OfType<Type extends ReceivedType> = Extract<Received, { type: Type }>;

/** Long, because the machine may be busy; a test that waits for it has failed. */
const PATIENCE_MS = 15_000;

interface Waiter {
  readonly wanted: (message: Received) => boolean;
  readonly take: (message: Received) => void;
  readonly fail: (error: Error) => void;
}

/** What a client has received and nobody has taken yet, in order. */
export class Inbox {
  #messages: Received[] = [];
  #waiters: Waiter[] = [];
  #ended: string | undefined;

  push(message: Received): void {
    const waiter = this.#waiters.find(({ wanted }) => wanted(message));
    if (waiter === undefined) this.#messages.push(message);
    else waiter.take(message);
  }

  /** Nothing more will come. */
  end(why: string): void {
    this.#ended = why;
    for (const { fail } of [...this.#waiters]) fail(new Error(`${why} while a message was awaited`));
  }

  /** All messages that nobody has taken. */
  get everything(): readonly Received[] {
    return this.#messages;
  }

  /** The messages of a type that nobody has taken. */
  waiting<Type extends ReceivedType>(type: Type): OfType<Type>[] {
    return this.#messages.filter((message): message is OfType<Type> => message.type === type);
  }

  /** Takes the first message of a type (that fits), whatever came before it, or waits for it. */
  next<Type extends ReceivedType>(
    type: Type,
    fits: (message: OfType<Type>) => boolean = () => true,
  ): Promise<OfType<Type>> {
    return this.take(
      (message): message is OfType<Type> => message.type === type && fits(message as OfType<Type>),
      type,
    );
  }

  take<Message extends Received>(
    wanted: (message: Received) => message is Message,
    what: string,
  ): Promise<Message> {
    const index = this.#messages.findIndex(wanted);
    const [found] = index < 0 ? [] : this.#messages.splice(index, 1);
    if (found !== undefined && wanted(found)) return Promise.resolve(found);
    if (this.#ended !== undefined) return Promise.reject(new Error(`${this.#ended}: no ${what} will come`));
    return new Promise((resolve, reject) => {
      const forget = () => {
        clearTimeout(timer);
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
      };
      const waiter: Waiter = {
        wanted,
        take: (message) => {
          forget();
          if (wanted(message)) resolve(message);
        },
        fail: (error) => {
          forget();
          reject(error);
        },
      };
      const timer = setTimeout(
        () => waiter.fail(new Error(`no ${what} came; there are ${JSON.stringify(this.#messages)}`)),
        PATIENCE_MS,
      );
      this.#waiters.push(waiter);
    });
  }
}
