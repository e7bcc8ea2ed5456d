import { describe, expect, it } from 'vitest';
import { canStartRedis } from '../../../support/redis-process.ts';
import { DURABLE, expectRecovery, newServer, newWitness, twoNodes } from '../group.ts';

describe.runIf(canStartRedis).concurrent('the log when Redis refuses', () => {
  it('waits until Redis is no replica any more', async (context) => {
    const server = await newServer(context);
    const { a, nodes } = await twoNodes(context, server);
    await server.command('REPLICAOF', '127.0.0.1', '1');
    a.submit(5);
    await a.until(() => a.aways > 0 && a.errors.some(({ message }) => message.includes('is a replica')));
    await server.command('REPLICAOF', 'NO', 'ONE');
    await expectRecovery(nodes);
  });

  it('tries again, with pauses, until Redis has memory', async (context) => {
    const server = await newServer(context);
    const { a, nodes } = await twoNodes(context, server);
    const before = a.log.stats.errors;
    await server.command('CONFIG', 'SET', 'maxmemory', '1');
    a.submit(5);
    await a.until(() => a.aways > 2);
    expect(a.errors.at(-1)).toMatchObject({ stage: 'write', message: expect.stringContaining('OOM') });
    expect(a.log.stats.errors - before).toBeLessThan(20);
    await server.command('CONFIG', 'SET', 'maxmemory', '0');
    await expectRecovery(nodes);
  });

  it('says what is wrong with the password', async (context) => {
    const server = await newServer(context, { requirepass: 'right' });
    const none = newWitness(context, 'a', server).start();
    await none.until(() => none.aways > 1);
    expect(none.errors[0]?.message).toContain('asks for a password');
    const url = (password: string) => `redis://:${password}@127.0.0.1:${server.port}`;
    const wrong = newWitness(context, 'b', { url: url('wrong') }).start();
    await wrong.until(() => wrong.aways > 1);
    expect(wrong.errors[0]?.message).toContain('refuses the password');
    expect(wrong.errors[0]?.message).not.toContain('wrong');
    expect(wrong.log.stats.errors).toBeLessThan(8);
    const right = newWitness(context, 'c', { url: url('right') }).start();
    await expectRecovery([right]);
  });

  it('goes on after Redis asked for a password for a while', async (context) => {
    const server = await newServer(context);
    const { a, nodes } = await twoNodes(context, server);
    await server.command('CONFIG', 'SET', 'requirepass', 'now');
    const authorized = { url: `redis://:now@127.0.0.1:${server.port}` };
    const admin = newWitness(context, 'c', authorized).start();
    await admin.until(() => admin.caughtUps > 0);
    const { createClient } = await import('redis');
    const client = createClient({ ...authorized, socket: { reconnectStrategy: false } });
    client.on('error', () => {});
    await client.connect();
    await client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']);
    a.submit(3);
    await a.until(() => a.aways > 0);
    await client.sendCommand(['CONFIG', 'SET', 'requirepass', '']);
    client.destroy();
    await expectRecovery([...nodes, admin]);
  });

  it('waits until Redis has loaded', async (context) => {
    const server = await newServer(context, {
      ...DURABLE,
      'key-load-delay': '5000',
      'loading-process-events-interval-bytes': '1024',
    });
    const { a, nodes } = await twoNodes(context, server);
    // Each key takes five milliseconds to load.
    const keys = Array.from({ length: 500 }, (_, index) => [`key${index}`, 'x'.repeat(100)]).flat();
    await server.command('MSET', ...keys);
    await server.command('BGREWRITEAOF');
    await server.printed(/Background AOF rewrite finished successfully/);
    await server.kill();
    a.submit(3);
    const isLoading = a.until(() => a.errors.some(({ message }) => message.includes('LOADING')));
    await Promise.all([server.restart(), isLoading]);
    await expectRecovery(nodes);
  });
});
