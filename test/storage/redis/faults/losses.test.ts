import { describe, expect, it } from 'vitest';
import { truncateAof } from '../../../support/redis-aof.ts';
import { canStartRedis } from '../../../support/redis-process.ts';
import { DURABLE, expectRecovery, newServer, newWitness, settled, twoNodes } from '../group.ts';

/** The last entry is kept all the same. */
const NO_RING = { ms: 0, bytes: 0 };

describe.runIf(canStartRedis).concurrent('the log when Redis has lost something', () => {
  it('is made whole again when everything was flushed in the middle of writing', async (context) => {
    const server = await newServer(context);
    const { a, b, nodes } = await twoNodes(context, server);
    for (const node of nodes) node.keepBusy(30);
    await a.until(() => a.applied.length > 20);
    await server.command('FLUSHALL');
    await expectRecovery(nodes);
    expect(a.log.stats.restorations + b.log.stats.restorations).toBe(2);
    const late = newWitness(context, 'c', server).start();
    await expectRecovery([...nodes, late]);
  });

  it('is made whole again in a Redis that came back empty', async (context) => {
    const server = await newServer(context, DURABLE);
    const { a, nodes } = await twoNodes(context, server);
    for (const node of nodes) node.keepBusy(30);
    await a.until(() => a.applied.length > 20);
    await server.kill();
    a.submit(5);
    await server.restart({ wipe: true });
    await expectRecovery(nodes);
    const late = newWitness(context, 'c', server).start();
    await expectRecovery([...nodes, late]);
  });

  it('is made whole again after the end of the file was cut off', async (context) => {
    const server = await newServer(context, DURABLE);
    const { a, nodes } = await twoNodes(context, server);
    for (const node of nodes) node.keepBusy(30);
    await a.until(() => a.applied.length > 20);
    await server.kill();
    truncateAof(server, 1500);
    await server.restart();
    await expectRecovery(nodes);
    const late = newWitness(context, 'c', server).start();
    await expectRecovery([...nodes, late]);
  });

  it('goes on over a bridge where nobody has what is missing', async (context) => {
    const server = await newServer(context, DURABLE);
    const a = newWitness(context, 'a', { url: server.url, ring: NO_RING }).start();
    a.keepBusy(30);
    await a.until(() => a.submitted === 30);
    await settled([a]);
    const [old] = a.entries;
    await server.kill();
    truncateAof(server, 1500);
    await server.restart();
    await expectRecovery([a]);
    expect(await server.command('XRANGE', 'headcount:log', '-', '+')).toContainEqual([
      expect.any(String),
      ['after', expect.any(String)],
    ]);
    const behind = newWitness(context, 'b', server).start(old?.position ?? null);
    await behind.until(() => behind.lost !== undefined);
    expect(behind.entries.length).toBeGreaterThan(0);
    expect(behind.lost).toContain('Redis lost entries');
    const beside = newWitness(context, 'c', server).start(a.position);
    beside.submit(3);
    await settled([beside]);
    expect(beside.alarms).toEqual([]);
  });

  it('goes on where the processes had read to when they and Redis start anew', async (context) => {
    const server = await newServer(context);
    const { a, b } = await twoNodes(context, server);
    await b.log.close();
    a.submit();
    await a.until(() => a.applied.includes('a4'));
    await a.log.close();
    await server.restart({ wipe: true });
    const [behind, ahead] = [b.position, a.position];
    const first = newWitness(context, 'a', server).start(ahead, 10);
    const second = newWitness(context, 'b', server).start(behind, 10);
    first.submit(3);
    await first.until(() => first.applied.includes('a3'));
    await second.until(() => second.lost !== undefined);
    expect(second.lost).toContain('no longer has');
    const third = newWitness(context, 'c', server).start(ahead);
    await expectRecovery([first, third]);
  });

  it('says that it is lost where the log was trimmed', async (context) => {
    const server = await newServer(context, { 'stream-node-max-entries': '5' });
    const { a, nodes } = await twoNodes(context, { url: server.url, keep: { ms: 0, bytes: 1 } });
    const old = a.entries[0]?.position ?? null;
    // Redis forgets whole nodes of its tree.
    a.keepBusy(20);
    await a.until(() => a.submitted === 23);
    await settled(nodes);
    await a.log.trim();
    const late = newWitness(context, 'c', server).start(old);
    await late.until(() => late.lost !== undefined);
    expect(late.lost).toContain('no longer has');
    await expectRecovery(nodes);
  });

  it('says that it is lost at a position of another log', async (context) => {
    const server = await newServer(context);
    const embedded = newWitness(context, 'a', server).start('42');
    expect(embedded.lost).toContain('no position');
    await embedded.log.close();
  });

  it('reads on from a position as those who read all before', async (context) => {
    const server = await newServer(context);
    const { a, nodes } = await twoNodes(context, server);
    const after = a.position;
    const from = a.entries.length;
    a.submit(3);
    await settled(nodes);
    const late = newWitness(context, 'c', server).start(after);
    late.submit(3);
    await Promise.all([...nodes, late].map((node) => node.until(() => node.applied.includes('c3'))));
    const length = Math.min(late.entries.length, a.entries.length - from);
    expect(late.entries.slice(0, length)).toEqual(a.entries.slice(from, from + length));
    expect(late.alarms).toEqual([]);
  });
});
