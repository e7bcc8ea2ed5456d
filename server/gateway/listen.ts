import {
  type TemplatedApp,
  type us_listen_socket,
  us_listen_socket_close,
  us_socket_local_port,
} from 'uWebSockets.js';
import { StartError } from '../start-error.ts';
import { expectFreePort } from './free-port.ts';

export interface Listening {
  /** The one asked for, or the one found where that was 0. */
  readonly port: number;
  /** Takes no more connections; those there are go on. */
  close(): void;
}

/** @throws StartError when the port cannot be had */
export async function listen(
  app: TemplatedApp,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  await expectFreePort(host, port);
  const socket = await new Promise<us_listen_socket>((resolve, reject) => {
    app.listen(host, port, (listening) => {
      if (listening) resolve(listening);
      else reject(new StartError(`cannot listen on ${host}:${port}`));
    });
  });
  return {
    port: us_socket_local_port(socket as Parameters<typeof us_socket_local_port>[0]),
    close: () => us_listen_socket_close(socket),
  };
}
