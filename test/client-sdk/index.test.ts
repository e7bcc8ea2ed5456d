import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type Connection, connect } from '../../client-sdk/src/index.ts';
import { welcome } from './fake/fake-server.ts';

/** Node's own where there is one, as a user would have it. */
const Socket = globalThis.WebSocket ?? WebSocket;

const running: { close(): unknown }[] = [];

afterEach(() => {
  for (const one of running.splice(0)) one.close();
});

interface RealServer {
  readonly url: string;
  readonly server: WebSocketServer;
  /** The next frame that any client sends, with its socket. */
  next(): Promise<{ frame: string; socket: WebSocket; binary: boolean }>;
}

/** A real socket server that answers nothing by itself. */
async function listen(): Promise<RealServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  running.push(server);
  const frames: Awaited<ReturnType<RealServer['next']>>[] = [];
  const waiting: ((frame: (typeof frames)[number]) => void)[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (data, binary) => {
      const frame = { frame: String(data), socket, binary };
      const resolve = waiting.shift();
      if (resolve) resolve(frame);
      else frames.push(frame);
    });
  });
  return {
    server,
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: async () => frames.shift() ?? new Promise((resolve) => waiting.push(resolve)),
  };
}

async function connected(
  heartbeatSeconds = 15,
): Promise<RealServer & { connection: Connection; socket: WebSocket }> {
  const real = await listen();
  const connection = connect({ url: real.url, token: 'token1', WebSocket: Socket });
  running.push(connection);
  const { socket, frame } = await real.next();
  expect(JSON.parse(frame)).toMatchObject({ type: 'auth', token: 'token1' });
  socket.send(JSON.stringify(welcome({ heartbeatSeconds })));
  return { ...real, connection, socket };
}

describe('over a real socket', () => {
  it('joins, beats, engages and leaves with text frames', async () => {
    const { connection, next } = await connected(0.05);
    const join = connection.join('s1');
    const { frame, socket, binary } = await next();
    expect(binary).toBe(false);
    const { id } = JSON.parse(frame);
    socket.send(JSON.stringify({ type: 'joined', session: 's1', concurrent: 3, id }));
    expect(await join).toEqual({ concurrent: 3 });
    expect(await next()).toMatchObject({ frame: 'h', binary: false });

    const engaged = connection.engage('s1', 'chat.message', { text: 'grüß 👋' });
    let engagement = await next();
    while (engagement.frame === 'h') engagement = await next();
    const sent = JSON.parse(engagement.frame);
    expect(sent.data).toEqual({ text: 'grüß 👋' });
    socket.send(JSON.stringify({ type: 'ack', id: sent.id }));
    expect(await engaged).toBe(sent.id);
  });

  it('comes back after the server has cut it off, and sends what was not acknowledged again', async () => {
    const { connection, next, socket } = await connected();
    const engaged = connection.engage('s1', 'reaction', { reaction: 'clap' }, { id: 'once' });
    expect(JSON.parse((await next()).frame)).toMatchObject({ id: 'once' });
    socket.terminate();
    const again = await next();
    expect(JSON.parse(again.frame)).toMatchObject({ type: 'auth', token: 'token1' });
    again.socket.send(JSON.stringify(welcome()));
    expect(JSON.parse((await next()).frame)).toMatchObject({ type: 'engage', id: 'once' });
    again.socket.send(JSON.stringify({ type: 'ack', id: 'once' }));
    expect(await engaged).toBe('once');
  });

  it('stays away after 4403, and tells why', async () => {
    const { connection, socket } = await connected();
    const join = connection.join('s1');
    socket.close(4403, 'kicked');
    await expect(join).rejects.toMatchObject({ code: 'closed', message: 'closed: 4403 kicked' });
    expect(connection.state).toEqual({ status: 'closed', closeCode: 4403, reason: 'kicked' });
  });

  it('comes back when the handshake fails', async () => {
    const http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    running.push(http);
    const connection = connect({
      url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
      token: 'token1',
      WebSocket: Socket,
    });
    running.push(connection);
    const [, refused] = await once(http, 'upgrade');
    refused.destroy();
    const [request, socket, head] = await once(http, 'upgrade');
    expect(request.url).toBe('/v1/ws');
    const server = new WebSocketServer({ noServer: true });
    const accepted = await new Promise<WebSocket>((resolve) => {
      server.handleUpgrade(request, socket, head, resolve);
    });
    const [frame] = await once(accepted, 'message');
    expect(JSON.parse(String(frame))).toMatchObject({ type: 'auth', token: 'token1' });
  });

  it('close sends the leaves, ends with 1000 and resolves when the socket is closed', async () => {
    const { connection, next, socket } = await connected();
    const join = connection.join('s1');
    const { id } = JSON.parse((await next()).frame);
    socket.send(JSON.stringify({ type: 'joined', session: 's1', concurrent: 1, id }));
    await join;
    const ended = once(socket, 'close');
    const closed = connection.close();
    expect(JSON.parse((await next()).frame)).toEqual({ type: 'leave', session: 's1' });
    expect((await ended)[0]).toBe(1000);
    await closed;
  });
});
