import { describe, expect, it } from 'vitest';
import { canStartRedis } from '../../../support/redis-process.ts';
import { newServer, newWitness, settled, twoNodes } from '../group.ts';

const HOUR_MS = 3_600_000;

describe.runIf(canStartRedis).concurrent('the clock of Redis', () => {
  it('may be an hour ahead, and stand then: an alarm, and times that go on all the same', async (context) => {
    const server = await newServer(context);
    const { a, nodes } = await twoNodes(context, server);
    await a.until(() => a.log.stats.underway === 0);
    // What Redis itself gives ids by cannot be set: an entry from an hour ahead has the same effect.
    await server.command(
      'XADD',
      'headcount:log',
      `${Date.now() + HOUR_MS}-0`,
      ...'i test n 1 v'.split(' '),
      '',
      'c',
      '[1]',
    );
    for (const node of nodes) node.submit(3);
    await settled(nodes);
    await a.until(() => a.alarms.length > 0);
    expect(a.alarms[0]).toMatchObject({ kind: 'clockJump' });
    expect(Math.abs(a.log.stats.clockJumps - 1)).toBeLessThan(2);
    const times = a.entries.map(({ time }) => time);
    expect(times).toEqual([...new Set(times)].sort((x, y) => x - y));
    expect(a.log.now()).toBeGreaterThanOrEqual(times.at(-1) ?? 0);
  });

  it('is the only one: that of a node changes nothing', async (context) => {
    const server = await newServer(context);
    const { a } = await twoNodes(context, server);
    const time = { wall: () => Date.now() - 5000, monotonic: () => performance.now() - 5000 };
    const late = newWitness(context, 'c', { url: server.url, time }).start(a.position);
    late.submit(3);
    await settled([late]);
    expect(late.alarms).toEqual([]);
    expect(Math.abs(late.log.now() - a.log.now())).toBeLessThan(1000);
    expect(late.log.stats.lagMs).toBeLessThan(1000);
  });
});
