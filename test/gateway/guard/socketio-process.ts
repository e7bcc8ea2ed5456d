import { App, type us_listen_socket, us_socket_local_port } from 'uWebSockets.js';
import { createInterface } from 'node:readline';
import { Server } from 'socket.io';
import { GatewayStats } from '../../../server/gateway/gateway-stats.ts';
import { closeSlowReader } from '../../../server/gateway/slow-reader.ts';
import { guardApp } from '../../../server/gateway/socketio-guard.ts';

/** Long enough for a client to hang up meanwhile. */
const GAP_MS = 20;
const BACKLOG_BYTES = 64 * 1024;

/**
 * Socket.IO on uWebSockets.js with nothing of ours but, perhaps, the guard. `guarded`, or `bare`; `late` decides about a
 * request after a while, before the socket is open, instead of about a client after it.
 */
const [protection, moment] = process.argv.slice(2);

const app = App();
const stats = new GatewayStats();
const afterAWhile = (decide: () => void) => void setTimeout(decide, GAP_MS);
const late = {
  allowRequest: (_req: unknown, decide: (error: null, yes: boolean) => void) =>
    afterAWhile(() => decide(null, true)),
};
const io = new Server({ serveClient: false, ...(moment === 'late' ? late : {}) });
if (moment !== 'late') io.use((_socket, next) => afterAWhile(next));

const guarded = guardApp(app, {
  maxBackpressure: BACKLOG_BYTES,
  isAllowed: () => true,
  isFull: () => false,
  retrySeconds: () => null,
  onSlowReader: (socket) => closeSlowReader(stats, socket),
});
io.attachApp(protection === 'guarded' ? guarded : app);

app.listen('127.0.0.1', 0, (socket: us_listen_socket | false) => {
  if (socket) say({ port: us_socket_local_port(socket as Parameters<typeof us_socket_local_port>[0]) });
});

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const [command, count = '', bytes] = line.split(' ');
  if (command === 'say') io.emit(count);
  if (command === 'broadcast') {
    const text = 'x'.repeat(Number(bytes));
    for (let index = 0; index < Number(count); index++) io.emit('news', text);
  }
  say({ clients: io.engine.clientsCount, sockets: io.sockets.sockets.size, slow: stats.slowReaders });
});
