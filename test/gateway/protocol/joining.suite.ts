import { describe, expect, test } from 'vitest';
import type { Transport } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';

export function joiningSuite(transport: Transport): void {
  describe('joining and leaving', () => {
    const server = useTestServer();

    test('the welcome says who one is and how often to beat', async () => {
      const client = await server.tenant(transport).knock('ann');
      const { connectionId, serverTime, ...welcome } = await client.welcome();
      expect(welcome).toEqual({
        type: 'welcome',
        attendeeId: 'ann',
        heartbeatSeconds: 0.2,
        timeoutSeconds: 60,
        resumeSeconds: 0.3,
      });
      expect(connectionId).toMatch(/^[0-9a-f]+-\d+$/);
      expect(Math.abs(Date.parse(serverTime) - Date.now())).toBeLessThan(5000);
      expect(serverTime).toBe(new Date(serverTime).toISOString());
    });

    test('every connection has an id of its own', async () => {
      const tenant = server.tenant(transport);
      const [one, other] = [await tenant.knock('ann'), await tenant.knock('ann')];
      expect((await one.welcome()).connectionId).not.toBe((await other.welcome()).connectionId);
    });

    test('a join is answered with the number of distinct attendees, the joiner among them', async () => {
      const tenant = server.tenant(transport);
      const [ann, bob, tab] = [
        await tenant.connect('ann'),
        await tenant.connect('bob'),
        await tenant.connect('ann'),
      ];
      expect(await ann.join('s1')).toMatchObject({ type: 'joined', session: 's1', concurrent: 1 });
      expect((await bob.join('s1')).concurrent).toBe(2);
      expect((await tab.join('s1')).concurrent).toBe(2);
      await tenant.settled();
      expect(await tenant.counters('session:s1')).toMatchObject({
        concurrent: 2,
        connections: 3,
        uniques: 2,
      });
    });

    test('a repeated join is answered again and changes nothing', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      expect((await ann.join('s1')).concurrent).toBe(1);
      expect(await tenant.counters('session:s1')).toMatchObject({ concurrent: 1, connections: 1 });
      expect(await tenant.movements('session:s1')).toEqual({ joins: 1, leaves: 0 });
      expect(await tenant.slices('s1')).toHaveLength(1);
    });

    test('a join in the other mode moves the connection over without a join or a leave', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      await ann.join('s1', { mode: 'onDemand', position: 12.5 });
      expect(await tenant.counters('session:s1')).toMatchObject({
        byMode: { live: 0, onDemand: 1 },
        connections: 1,
      });
      expect(await tenant.movements('session:s1')).toEqual({ joins: 1, leaves: 0 });
      const slices = await tenant.slices('s1');
      expect(slices.map(({ mode, endedBy }) => ({ mode, endedBy }))).toEqual([
        { mode: 'live', endedBy: 'leave' },
        { mode: 'onDemand', endedBy: null },
      ]);
    });

    test('an attendee in both modes over two tabs counts once', async () => {
      const tenant = server.tenant(transport);
      await tenant.enter('ann', 's1');
      const tab = await tenant.connect('ann');
      expect((await tab.join('s1', { mode: 'onDemand' })).concurrent).toBe(1);
      expect((await tenant.counters('session:s1')).byMode).toEqual({ live: 1, onDemand: 1 });
    });

    test('a networking session is live whatever mode is asked for', async () => {
      const tenant = server.tenant(transport);
      await tenant.putSession('hub', { kind: 'networking' });
      const ann = await tenant.connect('ann');
      await ann.join('hub', { mode: 'onDemand' });
      expect((await tenant.counters('session:hub')).byMode).toEqual({ live: 1, onDemand: 0 });
    });

    test('someone in two sessions counts once in the event and in the organization', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1', { event: 'expo' });
      await ann.join('s2');
      expect(await tenant.counters('event:expo')).toMatchObject({ concurrent: 1, connections: 1 });
      expect(await tenant.counters(`organization:${tenant.org}`)).toMatchObject({ concurrent: 1 });
    });

    test('a leave is answered when the attendee is no longer counted', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      expect(await ann.leave('s1')).toMatchObject({ type: 'left', session: 's1' });
      expect((await tenant.counters('session:s1')).concurrent).toBe(0);
      expect((await tenant.slices('s1'))[0]).toMatchObject({ attendee: 'ann', endedBy: 'leave' });
    });

    test('a join right after a leave begins a new slice', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      await ann.leave('s1');
      await ann.join('s1');
      expect((await tenant.slices('s1')).map(({ endedBy }) => endedBy)).toEqual(['leave', null]);
    });

    test('join and leave in one breath leave nobody behind', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.connect('ann');
      await Promise.all([ann.join('s1'), ann.leave('s1')]);
      expect(await tenant.counters('session:s1')).toMatchObject({ concurrent: 0, connections: 0 });
      expect((await tenant.slices('s1')).map(({ endedBy }) => endedBy)).toEqual(['leave']);
    });

    test('one tab that leaves does not take the other along', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      const tab = await tenant.enter('ann', 's1');
      await ann.leave('s1');
      expect(await tenant.counters('session:s1')).toMatchObject({ concurrent: 1, connections: 1 });
      await tab.leave('s1');
      expect(await tenant.counters('session:s1')).toMatchObject({ concurrent: 0, connections: 0 });
    });

    test('a session that one is not in cannot be left', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      expect(await ann.refusal({ type: 'leave', session: 's2' })).toBe('not_joined');
      await ann.leave('s1');
      expect(await ann.refusal({ type: 'leave', session: 's1' })).toBe('not_joined');
    });

    test('heartbeats of either form are not answered', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      const before = await server.metric('headcount_heartbeats_total');
      ann.send('h');
      ann.send({ type: 'heartbeat' });
      ann.send({ type: 'heartbeat', positions: { s1: 73.5, elsewhere: 1 } });
      await ann.join('s1');
      expect(await server.metric('headcount_heartbeats_total')).toBeGreaterThan(before);
      expect(ann.inbox.waiting('error')).toEqual([]);
    });

    test('an unregistered session is made on its first join, in the event of the token', async () => {
      const tenant = server.tenant(transport);
      await tenant.enter('ann', 'new', { event: 'expo' });
      await tenant.enter('bob', 'plain');
      expect((await tenant.call('/v1/sessions/new')).json).toMatchObject({
        event: 'expo',
        title: 'new',
        kind: 'mainStage',
      });
      expect((await tenant.call('/v1/sessions/plain')).json).toMatchObject({ event: tenant.org });
    });

    test('a session outside the event of the token does not exist for it', async () => {
      const tenant = server.tenant(transport);
      await tenant.enter('ann', 's1', { event: 'expo' });
      const bob = await tenant.connect('bob', { event: 'gala' });
      expect(await bob.refusal({ type: 'join', session: 's1' })).toBe('session_not_found');
      expect((await tenant.counters('session:s1')).concurrent).toBe(1);
    });

    test('sessions of the same id in two tenants have nothing to do with each other', async () => {
      const [one, other] = [server.tenant(transport), server.tenant(transport)];
      await one.enter('ann', 's1');
      const bob = await other.connect('bob');
      expect((await bob.join('s1')).concurrent).toBe(1);
      expect((await one.counters('session:s1')).concurrent).toBe(1);
    });

    test('a full session is refused only when its capacity is enforced, and never to who is in it', async () => {
      const tenant = server.tenant(transport);
      await tenant.putSession('small', { capacity: 1, enforceCapacity: true });
      await tenant.putSession('loose', { capacity: 1 });
      const ann = await tenant.enter('ann', 'small');
      const bob = await tenant.enter('bob', 'loose');
      expect(await bob.refusal({ type: 'join', session: 'small' })).toBe('session_full');
      const tab = await tenant.enter('ann', 'small');
      await tab.join('loose');
      expect(await tenant.counters('session:loose')).toMatchObject({ concurrent: 2, capacity: 1 });
      await ann.leave('small');
      await tab.leave('small');
      expect((await bob.join('small')).concurrent).toBe(1);
    });

    test('the id of a request comes back in its answer and in its error', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.connect('ann');
      expect(await ann.join('s1', { id: 'j1' })).toMatchObject({ id: 'j1' });
      expect(await ann.request({ type: 'subscribe', scope: 'session:s1', id: 'c1' })).toMatchObject({
        type: 'counters',
        id: 'c1',
      });
      expect(await ann.request({ type: 'unsubscribe', scope: 'session:s1', id: 'u1' })).toMatchObject({
        type: 'unsubscribed',
        id: 'u1',
      });
      expect(await ann.request({ type: 'leave', session: 's1', id: 'l1' })).toMatchObject({
        type: 'left',
        id: 'l1',
      });
      for (const message of [
        { type: 'join', session: '', id: 'e1' },
        { type: 'leave', session: 's1', id: 'e2' },
        { type: 'subscribe', scope: 'nothing', id: 'e3' },
        { type: 'dance', id: 'e4' },
        { type: 'engage', session: 's1', action: 'nothing', id: 'e5' },
      ]) {
        expect(await ann.request(message)).toMatchObject({ type: 'error', id: message.id });
      }
    });

    test('a message of no known type is refused, and the connection stays', async () => {
      const ann = await server.tenant(transport).connect('ann');
      expect(await ann.refusal({ type: 'dance' })).toBe('unknown_type');
      expect(await ann.refusal({ type: 'constructor' })).toBe('unknown_type');
      expect((await ann.join('s1')).concurrent).toBe(1);
    });

    test('who has authenticated cannot do so again', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.connect('ann');
      expect(await ann.refusal({ type: 'auth', token: tenant.token('bob') })).toBe('already_authenticated');
    });
  });

  describe('with STRICT_SESSIONS', () => {
    const server = useTestServer({ STRICT_SESSIONS: 'on' });

    test('a session that nobody registered cannot be joined', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.connect('ann');
      expect(await ann.refusal({ type: 'join', session: 's1' })).toBe('session_not_found');
      await tenant.putSession('s1');
      expect((await ann.join('s1')).concurrent).toBe(1);
    });
  });
}
