import type { ClientMessage } from '../../server/protocol/client-messages.ts';
import type { ServerMessage } from '../../server/protocol/server-messages.ts';
import type { HeadcountError } from './errors.ts';
import type { Transport } from './transport.ts';

export type Request = ClientMessage & { id: string };

interface Pending {
  readonly request: Request;
  readonly keep: boolean;
  resolve(answer: ServerMessage): void;
  reject(error: HeadcountError): void;
}

/** What has been asked and not been answered, by id. */
export interface Requests {
  nextId(): string;
  /**
   * Resolves with the answer, rejects with the server's error. What is to be kept outlives its socket: it is sent
   * again over the next one, until it is answered. Anything else that has no socket or loses it is forgotten, and
   * its promise never settles.
   */
  ask(request: Request, keep?: boolean): Promise<ServerMessage>;
  /** Asks for the effect alone: an answer or none, it does not matter. */
  mention(request: Request): void;
  /** False when nothing of this id waits. */
  settle(id: string | undefined, answer: ServerMessage | HeadcountError): boolean;
  onOpen(): void;
  onLost(): void;
  onClosed(error: HeadcountError): void;
}

export function createRequests(instance: string, transport: Pick<Transport, 'send'>): Requests {
  const pending = new Map<string, Pending>();
  let count = 0;
  let closed: HeadcountError | undefined;

  function ask(request: Request, keep = false): Promise<ServerMessage> {
    return new Promise((resolve, reject) => {
      if (closed) reject(closed);
      else if (transport.send(request) || keep) pending.set(request.id, { request, keep, resolve, reject });
    });
  }

  function settle(id = '', answer: ServerMessage | HeadcountError): boolean {
    const asked = pending.get(id);
    if (answer instanceof Error) asked?.reject(answer);
    else asked?.resolve(answer);
    return pending.delete(id);
  }

  return {
    ask,
    settle,
    nextId: () => `${instance}-${++count}`,
    mention: (request) => void ask(request).catch(() => {}),
    onOpen() {
      for (const { keep, request } of pending.values()) if (keep) transport.send(request);
    },
    onLost() {
      for (const { keep, request } of pending.values()) if (!keep) pending.delete(request.id);
    },
    onClosed(error) {
      closed = error;
      for (const id of pending.keys()) settle(id, error);
    },
  };
}
