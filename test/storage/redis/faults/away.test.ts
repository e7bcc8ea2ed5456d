import { describe, expect, it } from 'vitest';
import { canStartRedis } from '../../../support/redis-process.ts';
import { DURABLE, expectRecovery, newProxy, newServer, newWitness, settled, twoNodes } from '../group.ts';

describe.runIf(canStartRedis).concurrent('the log while Redis is away', () => {
  it('waits for a Redis that is not there at the start', async (context) => {
    const server = await newServer(context);
    await server.kill();
    const a = newWitness(context, 'a', server).start();
    a.submit(2);
    await a.until(() => a.aways > 1);
    expect(a.errors[0]).toMatchObject({ stage: 'connect', message: expect.stringContaining('ECONNREFUSED') });
    await server.restart();
    await expectRecovery([a]);
    expect(a.caughtUps).toBe(1);
  });

  it('goes on after Redis was killed and came back with all it had', async (context) => {
    const server = await newServer(context, DURABLE);
    const { a, nodes } = await twoNodes(context, server);
    for (const node of nodes) node.keepBusy(20);
    await a.until(() => a.applied.length > 12);
    await server.kill();
    a.submit(5);
    await a.until(() => a.aways > 0);
    await server.restart();
    await expectRecovery(nodes);
  });

  it('goes on after Redis stood for three seconds', async (context) => {
    const server = await newServer(context);
    const { a, b, nodes } = await twoNodes(context, server);
    server.stop();
    a.submit(5);
    const began = performance.now();
    await b.until(() => b.aways > 2);
    expect(performance.now() - began).toBeGreaterThan(2900);
    server.cont();
    await expectRecovery(nodes);
    expect(a.caughtUps).toBe(2);
  });

  it('goes on after Redis held its clients for three seconds', async (context) => {
    const server = await newServer(context);
    const { a, nodes } = await twoNodes(context, server);
    await server.command('CLIENT', 'PAUSE', '3000', 'ALL');
    a.submit(5);
    await a.until(() => a.caughtUps > 1);
    expect(a.aways).toBeGreaterThan(0);
    await expectRecovery(nodes);
  });

  it('does not call a short interruption away', async (context) => {
    const server = await newServer(context);
    const { nodes } = await twoNodes(context, { url: server.url, timings: { awayMs: 10_000 } });
    for (const node of nodes) node.keepBusy(20);
    await server.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await expectRecovery(nodes);
    expect(nodes.map(({ aways, caughtUps }) => [aways, caughtUps])).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(nodes.map(({ log }) => log.stats.reconnects)).toEqual([1, 1]);
  });

  it.for(['to-target', 'to-client'] as const)(
    'goes on after a connection was cut %s',
    async (way, context) => {
      const server = await newServer(context);
      const proxy = await newProxy(context, server.port);
      const { a, nodes } = await twoNodes(context, server, { url: `redis://127.0.0.1:${proxy.port}` });
      for (let time = 0; time < 3; time++) {
        for (const node of nodes) node.submit(2);
        await proxy.halve(way);
        await settled(nodes);
      }
      await expectRecovery(nodes);
      expect(a.aways).toBe(0);
    },
  );

  it('goes on after its network was gone, while other nodes went on', async (context) => {
    const server = await newServer(context);
    const proxy = await newProxy(context, server.port);
    const { a, b, nodes } = await twoNodes(context, server, { url: `redis://127.0.0.1:${proxy.port}` });
    const before = a.caughtUps;
    await proxy.drop();
    b.submit(5);
    await b.until(() => b.aways > 1);
    a.submit(5);
    await settled([a]);
    await proxy.restore();
    await expectRecovery(nodes);
    expect([a.caughtUps, b.caughtUps]).toEqual([before, 2]);
  });

  it('goes on after its network held everything back', async (context) => {
    const server = await newServer(context);
    const proxy = await newProxy(context, server.port);
    const { b, nodes } = await twoNodes(context, server, { url: `redis://127.0.0.1:${proxy.port}` });
    b.submit(5);
    proxy.pause();
    b.submit(5);
    await b.until(() => b.aways > 1);
    proxy.resume();
    await expectRecovery(nodes);
  });
});
