import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startProxy, type TcpProxy } from './tcp-proxy.ts';

/** A server that keeps its connections for the test to look at. */
async function startTarget() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return { server, port: address.port };
}

describe('a proxy', () => {
  let proxy: TcpProxy;
  let target: Awaited<ReturnType<typeof startTarget>>;

  beforeEach(async () => {
    target = await startTarget();
    proxy = await startProxy(target.port);
  });

  async function open(): Promise<{ client: Socket; server: Socket }> {
    const accepted = once(target.server, 'connection') as Promise<[Socket]>;
    const client = connect(proxy.port, '127.0.0.1');
    client.on('error', () => {});
    onTestFinished(() => void client.destroy());
    const [[server]] = await Promise.all([accepted, once(client, 'connect')]);
    return { client, server };
  }

  const next = async (socket: Socket) => String((await once(socket, 'data'))[0]);

  it('carries bytes both ways, and the end', async () => {
    const { client, server } = await open();
    client.write('question');
    expect(await next(server)).toBe('question');
    server.end('answer');
    expect(String(await buffer(client))).toBe('answer');
  });

  it('carries more than any buffer holds', async () => {
    const { client, server } = await open();
    const much = Buffer.alloc(8 * 1024 * 1024, 'x');
    server.end(much);
    expect((await buffer(client)).equals(much)).toBe(true);
  });

  it('ends all connections and refuses new ones when it drops, until it is restored', async () => {
    const { client, server } = await open();
    const gone = Promise.all([once(client, 'close'), once(server, 'close')]);
    await proxy.drop();
    await gone;
    expect(proxy.connections).toBe(0);
    const refused = connect(proxy.port, '127.0.0.1');
    await expect(once(refused, 'connect')).rejects.toThrow(/ECONNREFUSED/);

    await proxy.restore();
    const again = await open();
    again.client.write('again');
    expect(await next(again.server)).toBe('again');
  });

  it('holds bytes back while it is paused, on new connections too', async () => {
    const old = await open();
    proxy.pause();
    const young = await open();
    const came: string[] = [];
    for (const { client, server } of [old, young]) {
      server.on('data', (chunk) => came.push(String(chunk)));
      client.on('data', (chunk) => came.push(String(chunk)));
      client.write('question');
      server.write('answer');
    }
    // A whole exchange past the proxy: what it let through would have come by then.
    const direct = connect(target.port, '127.0.0.1');
    const [[accepted]] = (await Promise.all([
      once(target.server, 'connection'),
      once(direct, 'connect'),
    ])) as [[Socket], unknown];
    direct.end('direct');
    await next(accepted);
    expect(came).toEqual([]);

    proxy.resume();
    await expect.poll(() => came.sort()).toEqual(['answer', 'answer', 'question', 'question']);
  });

  it('cuts a connection in the middle of a chunk to the target', async () => {
    const { client, server } = await open();
    const cut = proxy.halve('to-target');
    const [received] = await Promise.all([buffer(server), cut, client.write('12345678')]);
    expect(String(received)).toBe('1234');
    if (!client.destroyed) await once(client, 'close');
  });

  it('cuts a connection in the middle of a chunk to the client', async () => {
    const { client, server } = await open();
    client.write('whole');
    expect(await next(server)).toBe('whole');
    const cut = proxy.halve('to-client');
    const [received] = await Promise.all([buffer(client), cut, server.write('12345678')]);
    expect(String(received)).toBe('1234');
  });
});
