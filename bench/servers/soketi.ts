import * as uws from 'uWebSockets.js';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { SOKETI_APP } from '../load/peers/soketi-app.ts';
import { obey } from './orders.ts';
import { ownSettings } from './settings.ts';

type Load = (request: string, ...rest: unknown[]) => unknown;

/**
 * soketi wants a uWebSockets.js of 2022, which has no binary for this Node, as a repository of GitHub. It gets the one that all
 * others here run on; since then the data of a socket has moved from the socket to `getUserData()`, so it is put back.
 */
function appOfOld(): uws.TemplatedApp {
  const app = uws.App();
  const ws = app.ws.bind(app);
  app.ws = <UserData>(pattern: string, behavior: uws.WebSocketBehavior<UserData>) =>
    ws<UserData>(pattern, {
      ...behavior,
      open: (socket) => {
        Object.assign(socket, socket.getUserData());
        void behavior.open?.(socket);
      },
    });
  return app;
}

const loader = Module as unknown as { _load: Load };
const load = loader._load;
loader._load = (request, ...rest) =>
  request === 'uWebSockets.js' ? { ...uws, App: appOfOld } : load(request, ...rest);

interface Soketi {
  start(callback: (server: { serverProcess: uws.us_listen_socket }) => void): Promise<void>;
}

/** Where it is installed. */
const { folder = '' } = ownSettings();
const { Server } = createRequire(join(folder, 'package.json'))('@soketi/soketi') as {
  Server: new (options: object) => Soketi;
};
// It greets on the standard output, where the results go.
console.log = () => undefined;

const server = new Server({
  host: '127.0.0.1',
  port: 0,
  'metrics.host': '127.0.0.1',
  'metrics.port': 0,
  'presence.maxMembersPerChannel': 100_000,
  'appManager.array.apps': [SOKETI_APP],
});
await server.start(({ serverProcess }) => obey(us_port(serverProcess)));

function us_port(socket: uws.us_listen_socket): number {
  return uws.us_socket_local_port(socket as unknown as Parameters<typeof uws.us_socket_local_port>[0]);
}
