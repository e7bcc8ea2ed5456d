import { describe, expect, test } from 'vitest';
import type { Slice, Transport } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';

const MS = (time: string | null) => Date.parse(String(time));

/** How long after the last proof the attendee left the count, seconds. */
function lingered({ end, countedUntil }: Slice): number {
  return (MS(countedUntil) - MS(end)) / 1000;
}

export function presenceSuite(transport: Transport): void {
  describe('with a long resume window', () => {
    const server = useTestServer({ RESUME_SECONDS: 30 });

    test.each(['close', 'cut'] as const)('a %s and a join within the window are one slice', async (how) => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      ann[how]();
      await ann.closed;
      expect((await tenant.counters('session:s1')).concurrent).toBe(1);
      const back = await tenant.connect('ann');
      expect((await back.join('s1')).concurrent).toBe(1);
      expect((await tenant.slices('s1')).map(({ end }) => end)).toEqual([null]);
      expect(await tenant.counters('session:s1')).toMatchObject({ connections: 1, uniques: 1 });
      expect(await tenant.movements('session:s1')).toEqual({ joins: 1, leaves: 0 });
    });

    test('who resumes in the other transport resumes as well', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      ann.close();
      await ann.closed;
      const other = server.tenantOf(tenant.org, transport === 'plain' ? 'socketio' : 'plain');
      await other.enter('ann', 's1');
      expect(await tenant.slices('s1')).toHaveLength(1);
    });

    test('a leave ends the slice at once, without a window', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      await ann.leave('s1');
      ann.close();
      expect((await tenant.counters('session:s1')).concurrent).toBe(0);
    });

    test('a leave ends the windows of the attendee’s lost connections, too', async () => {
      const tenant = server.tenant(transport);
      const lost = await tenant.enter('ann', 's1');
      const ann = await tenant.enter('ann', 's1');
      lost.cut();
      await lost.closed;
      await ann.leave('s1');
      expect((await tenant.counters('session:s1')).concurrent).toBe(0);
    });

    test('a newer connection of the same client replaces the older with 4403', async () => {
      const tenant = server.tenant(transport);
      const older = await tenant.enter('ann', 's1', { client: 'laptop' });
      const [phone, bob] = [
        await tenant.connect('ann', { client: 'phone' }),
        await tenant.connect('bob', { client: 'laptop' }),
      ];
      const newer = await tenant.connect('ann', { client: 'laptop' });
      expect(await older.closed).toMatchObject({ code: 4403, reason: 'replaced' });
      expect((await newer.join('s1')).concurrent).toBe(1);
      expect(await tenant.slices('s1')).toHaveLength(1);
      expect((await tenant.counters('session:s1')).connections).toBe(1);
      for (const other of [phone, bob]) await other.join('s1');
    });
  });

  describe('with a short resume window', () => {
    const server = useTestServer({ RESUME_SECONDS: 0.2 });

    test('who comes back after the window begins a new slice', async () => {
      const tenant = server.tenant(transport);
      const desk = await tenant.connect('desk', { role: 'moderator' });
      const ann = await tenant.enter('ann', 's1');
      await desk.subscribe('session:s1');
      ann.close();
      await desk.counters(({ concurrent }) => concurrent === 0);
      await tenant.enter('ann', 's1');
      const slices = await tenant.slices('s1');
      expect(slices.map(({ endedBy }) => endedBy)).toEqual(['drop', null]);
      const [first] = slices;
      expect(lingered(first as Slice)).toBeCloseTo(0.2, 2);
      expect((await tenant.counters('session:s1')).uniques).toBe(1);
    });
  });

  describe('with a short timeout', () => {
    const timeout = 1;
    const server = useTestServer({ TIMEOUT_SECONDS: timeout });

    test.concurrent('silence in a session closes with 4410 and ends the count half a second after the timeout at most', async () => {
      const tenant = server.tenant(transport);
      const desk = await tenant.connect('desk', { role: 'moderator' });
      await desk.subscribe('session:s1');
      const ann = await tenant.enter('ann', 's1');
      const bob = await tenant.enter('bob', 's1');
      bob.beat(100);
      expect(await ann.closed).toMatchObject({ code: 4410, reason: 'silent' });
      await desk.counters(({ concurrent, uniques }) => concurrent === 1 && uniques === 2);
      const slice = (await tenant.slices('s1')).find(({ attendee }) => attendee === 'ann') as Slice;
      expect(slice.endedBy).toBe('timeout');
      expect(lingered(slice)).toBeGreaterThanOrEqual(timeout - 0.01);
      expect(lingered(slice)).toBeLessThan(timeout + 0.5);
    });

    test.concurrent('the last frame of who fell silent is the end of the slice', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      ann.beat(50);
      await tenant.settled();
      ann.fallSilent();
      const last = MS((await ann.ask({ type: 'subscribe', scope: 'session:s1' }, 'counters')).at);
      await ann.closed;
      const [slice] = await tenant.slices('s1');
      expect(Math.abs(MS((slice as Slice).end) - last)).toBeLessThan(100);
      expect(MS((slice as Slice).start)).toBeLessThan(last);
    });

    test.concurrent('signs of life of the transport are no proof of presence', async () => {
      const ann = await server.tenant(transport).enter('ann', 's1');
      ann.beat(50, () => ann.ping());
      expect((await ann.closed).code).toBe(4410);
    });

    test.concurrent('somebody silent gets no window: who joins again begins a new slice', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      await ann.closed;
      const back = await tenant.enter('ann', 's1');
      back.beat(100);
      expect((await tenant.slices('s1')).map(({ endedBy }) => endedBy)).toEqual(['timeout', null]);
    });

    test.concurrent('one silent tab does not end a presence that another tab proves', async () => {
      const tenant = server.tenant(transport);
      const silent = await tenant.enter('ann', 's1');
      const tab = await tenant.enter('ann', 's1');
      tab.beat(100);
      expect((await silent.closed).code).toBe(4410);
      expect(await tenant.counters('session:s1')).toMatchObject({ concurrent: 1, connections: 1 });
      expect(await tenant.slices('s1')).toMatchObject([{ end: null }]);
    });

    test.concurrent('connections that joined nothing are never closed for silence, nor is who beats in any form', async () => {
      const tenant = server.tenant(transport);
      const subscriber = await tenant.connect('desk', { role: 'moderator' });
      await subscriber.subscribe('session:s1');
      const left = await tenant.enter('gone', 's1');
      await left.leave('s1');
      const [short, long] = [await tenant.enter('short', 's1'), await tenant.enter('long', 's1')];
      short.beat(100);
      long.beat(100, () => long.send({ type: 'heartbeat' }));
      // Two silent ones, one after the other, measure more than two timeouts.
      for (const sub of ['one', 'two']) await (await tenant.enter(sub, 's1')).closed;
      for (const client of [subscriber, left, short, long]) await client.join('s2');
    });
  });
}
