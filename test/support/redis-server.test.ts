import { existsSync } from 'node:fs';
import { createClient } from 'redis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aofOf, truncateAof } from './redis-aof.ts';
import { canStartRedis } from './redis-process.ts';
import { RedisServer, startRedis } from './redis-server.ts';

const DURABLE = { appendonly: 'yes', appendfsync: 'always' };

/** A client that never comes back by itself. */
async function connected({ url }: RedisServer) {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  const lost = new Promise<void>((resolve) => client.on('error', () => resolve()));
  await client.connect();
  onTestFinished(() => {
    if (client.isOpen) client.destroy();
  });
  return { client, lost };
}

describe.runIf(canStartRedis)('a Redis of a test', () => {
  it('answers when it has started, with its settings', async () => {
    const server = await startRedis({ maxmemory: '64mb', save: ['3600', '1'] });
    expect(await server.command('PING')).toBe('PONG');
    expect(await server.command('CONFIG', 'GET', 'maxmemory')).toEqual({ maxmemory: '67108864' });
    expect(await server.command('CONFIG', 'GET', 'save')).toEqual({ save: '3600 1' });
  });

  it('keeps what was written when it is killed, where the AOF is on', async () => {
    const server = await startRedis(DURABLE);
    const first = server.pid;
    await server.command('SET', 'key', 'kept');
    await server.kill();
    await expect(server.command('PING')).rejects.toThrow();
    await server.restart();
    expect(server.pid).not.toBe(first);
    expect(await server.command('GET', 'key')).toBe('kept');
  });

  it('has lost everything after a restart without AOF, and after a wipe', async () => {
    for (const [settings, options] of [
      [{}, {}],
      [DURABLE, { wipe: true }],
    ] as const) {
      const server = await startRedis(settings);
      await server.command('SET', 'key', 'lost');
      await server.restart(options);
      expect(await server.command('GET', 'key')).toBeNull();
    }
  });

  it('loses the tail that was cut off its AOF', async () => {
    const server = await startRedis(DURABLE);
    await server.command('XADD', 'log', '1-0', 'name', 'first');
    await server.command('XADD', 'log', '2-0', 'name', 'second');
    await server.kill();
    truncateAof(server, 10);
    await server.restart();
    expect(await server.command('XLEN', 'log')).toBe(1);
    expect(existsSync(aofOf(server))).toBe(true);
  });

  it('holds its answers while it is stopped', async () => {
    const server = await startRedis();
    const { client } = await connected(server);
    server.stop();
    const answer = client.ping();
    const pending = Symbol('pending');
    // A round trip to another server is time enough for an answer to come.
    const other = await startRedis();
    expect(await Promise.race([answer, other.command('PING').then(() => pending)])).toBe(pending);
    server.cont();
    expect(await answer).toBe('PONG');
  });

  it('ends its connections when it is killed', async () => {
    const server = await startRedis();
    const { lost } = await connected(server);
    await server.kill();
    await lost;
  });

  it('shuts down even while it is stopped', async () => {
    const server = await startRedis(DURABLE);
    await server.command('SET', 'key', 'kept');
    server.stop();
    await server.shutdown();
    expect(server.isRunning).toBe(false);
  });

  it('says why it does not start', async () => {
    await expect(RedisServer.start({ appendfsync: 'sometimes' })).rejects.toThrow('everysec, always, no');
  });

  it('takes another port where one is taken', async () => {
    const holder = await startRedis();
    const ports: number[] = [];
    const server = await RedisServer.run(({ port, folder }) => {
      ports.push(port);
      const wanted = ports.length === 1 ? holder.port : port;
      return ['--port', String(wanted), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    });
    onTestFinished(() => server.close());
    expect(ports).toHaveLength(2);
    expect(await server.command('PING')).toBe('PONG');
  });

  it('leaves nothing behind', async () => {
    const server = await RedisServer.start(DURABLE);
    await server.close();
    expect(server.isRunning).toBe(false);
    expect(existsSync(server.folder)).toBe(false);
  });
});
