import { App } from 'uWebSockets.js';
import { onTestFinished } from 'vitest';
import { Exchanges } from '../../server/gateway/exchanges.ts';
import { fetchBridge } from '../../server/gateway/fetch-bridge.ts';
import { listen } from '../../server/gateway/listen.ts';

export interface ServedApi {
  readonly url: string;
  readonly port: number;
  readonly errors: unknown[];
}

/** Serves a `fetch` handler as the server does, for one test. */
export async function serveApi(
  fetch: (request: Request) => Response | Promise<Response>,
  exchanges = new Exchanges(),
): Promise<ServedApi> {
  const errors: unknown[] = [];
  const app = App().any(
    '/*',
    fetchBridge({ fetch, maxBodyBytes: 1024, onError: (error) => errors.push(error), exchanges }),
  );
  const { port, close } = await listen(app, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => {
    close();
    app.close();
  });
  return { url: `http://127.0.0.1:${port}`, port, errors };
}
