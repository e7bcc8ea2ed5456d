import { createClient } from 'redis';

/** RESP 2: what is read here are lists and texts. */
const newClient = (url: string, timeoutMs: number) =>
  createClient({
    url,
    RESP: 2,
    name: 'headcount',
    // Never by itself: what a server is must be looked at before it is written to.
    socket: { reconnectStrategy: false, connectTimeout: timeoutMs },
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
  });

export type Client = ReturnType<typeof newClient>;

/** One attempt to connect. */
export interface Attempt {
  readonly timeoutMs: number;
  /** Nobody wants it any more. */
  readonly signal: AbortSignal;
}

export interface ClientOptions extends Attempt {
  readonly url: string;
  /** The connection has ended, by whatever cause. */
  readonly onEnd: (error: Error) => void;
}

/** A connection that is there once. Rejects when Redis does not answer in time, refuses, or asks for a password. */
export async function openClient({ url, timeoutMs, signal, onEnd }: ClientOptions): Promise<Client> {
  const client = newClient(url, timeoutMs);
  client.on('error', onEnd);
  client.on('end', () => onEnd(new Error('the connection to Redis has ended')));
  let isLate = false;
  const giveUp = () => {
    if (client.isOpen) client.destroy();
  };
  const timer = setTimeout(() => {
    isLate = true;
    giveUp();
  }, timeoutMs);
  signal.addEventListener('abort', giveUp);
  try {
    await client.connect();
    return client;
  } catch (error) {
    giveUp();
    throw isLate ? new Error(`Redis has not answered for ${timeoutMs} ms`) : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}
