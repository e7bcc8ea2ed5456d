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

export interface ClientOptions {
  readonly url: string;
  readonly timeoutMs: number;
  /** The connection has ended, by whatever cause. */
  readonly onEnd: (error: Error) => void;
}

/** A connection that is there once. Rejects when Redis does not answer in time, refuses, or asks for a password. */
export async function openClient({ url, timeoutMs, onEnd }: ClientOptions): Promise<Client> {
  const client = newClient(url, timeoutMs);
  client.on('error', onEnd);
  client.on('end', () => onEnd(new Error('the connection to Redis has ended')));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    client.destroy();
  }, timeoutMs);
  try {
    await client.connect();
    return client;
  } catch (error) {
    if (client.isOpen) client.destroy();
    throw isLate ? new Error(`Redis has not answered for ${timeoutMs} ms`) : error;
  } finally {
    clearTimeout(timer);
  }
}
