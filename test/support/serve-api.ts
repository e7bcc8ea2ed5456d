import { App, type us_listen_socket, us_listen_socket_close, us_socket_local_port } from 'uWebSockets.js';
import { onTestFinished } from 'vitest';
import { fetchBridge } from '../../server/gateway/fetch-bridge.ts';

export interface ServedApi {
  readonly url: string;
  readonly port: number;
  readonly errors: unknown[];
}

/** Serves a `fetch` handler as the server does, for one test. */
export async function serveApi(
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<ServedApi> {
  const errors: unknown[] = [];
  const app = App().any(
    '/*',
    fetchBridge({ fetch, maxBodyBytes: 1024, onError: (error) => errors.push(error) }),
  );
  const socket = await new Promise<us_listen_socket>((resolve, reject) => {
    app.listen('127.0.0.1', 0, (listening) =>
      listening ? resolve(listening) : reject(new Error('cannot listen')),
    );
  });
  onTestFinished(() => {
    us_listen_socket_close(socket);
    app.close();
  });
  const port = us_socket_local_port(socket as Parameters<typeof us_socket_local_port>[0]);
  return { url: `http://127.0.0.1:${port}`, port, errors };
}
