import { createClient } from 'redis';

export interface SeriesClientOptions {
  readonly url: string;
  /** Told of each failing connection; it goes on trying. */
  readonly onError: (error: unknown) => void;
}

const RECONNECT_MS = 500;

/** A connection for time series. It refuses at once what is asked of it while Redis is away. */
export function createSeriesClient({ url, onError }: SeriesClientOptions) {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { reconnectStrategy: () => RECONNECT_MS },
  });
  client.on('error', onError);
  return client;
}

/** Any client of `redis` with its modules. */
export type SeriesClient = ReturnType<typeof createSeriesClient>;
