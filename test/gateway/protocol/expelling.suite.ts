import { describe, expect, test } from 'vitest';
import type { Transport } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';

export function expellingSuite(transport: Transport): void {
  describe('who is put out', () => {
    const server = useTestServer({ RESUME_SECONDS: 60 });
    const newTenant = () => {
      const tenant = server.tenant(transport);
      const put = (path: string, body: object, claims = {}) =>
        tenant.call(path, {
          method: 'POST',
          body,
          token: tenant.token('staff', { role: 'admin', ...claims }),
        });
      return {
        tenant,
        kick: (session: string, body: object, claims = {}) =>
          put(`/v1/sessions/${session}/kick`, body, { role: 'moderator', ...claims }),
        disconnect: (attendee: string, body: object, claims = {}) =>
          put(`/v1/attendees/${attendee}/disconnect`, body, claims),
      };
    };

    test('of the only session is closed over all connections at once, without a window', async () => {
      const { tenant, kick } = newTenant();
      const [tab, other, bob] = [
        await tenant.enter('ann', 's1'),
        await tenant.enter('ann', 's1'),
        await tenant.enter('bob', 's1'),
      ];
      const gone = await tenant.enter('ann', 's1', { client: 'gone' });
      gone.cut();
      const answer = await kick('s1', { attendee: 'ann' });
      expect(answer.json).toEqual({ session: 's1', attendee: 'ann', blockedUntil: null });
      expect(await tab.closed).toMatchObject({ code: 4403, reason: 'kicked' });
      expect(await other.closed).toMatchObject({ code: 4403, reason: 'kicked' });
      const { concurrent, connections } = await tenant.counters('session:s1');
      expect({ concurrent, connections }).toEqual({ concurrent: 1, connections: 1 });
      expect((await tenant.slices('s1')).map(({ attendee, endedBy }) => [attendee, endedBy])).toEqual([
        ['ann', 'kick'],
        ['bob', null],
      ]);
      // Only out now: whoever comes again is let in.
      await tenant.enter('ann', 's1');
      expect((await bob.join('s1')).concurrent).toBe(2);
    });

    test('of one session of several is told so, and goes on in the others', async () => {
      const { tenant, kick } = newTenant();
      const ann = await tenant.enter('ann', 's1');
      await ann.join('s2');
      const told = ann.next('error');
      await kick('s1', { attendee: 'ann', minutes: 1 });
      expect(await told).toMatchObject({ code: 'kicked', session: 's1' });
      expect(await ann.refusal({ type: 'join', session: 's1' })).toBe('kicked');
      expect(await ann.refusal({ type: 'leave', session: 's1' })).toBe('not_joined');
      expect((await ann.leave('s2')).session).toBe('s2');
    });

    test('for minutes is refused until then, over every connection, or until the block is lifted', async () => {
      const { tenant, kick } = newTenant();
      await tenant.putSession('s1');
      const before = Date.now();
      const { status, json } = await kick('s1', { attendee: 'ann', minutes: 1440 });
      expect(status).toBe(200);
      expect(Date.parse(String(json.blockedUntil)) - before).toBeGreaterThanOrEqual(1440 * 60_000 - 1000);
      const ann = await tenant.connect('ann');
      expect(await ann.refusal({ type: 'join', session: 's1' })).toBe('kicked');
      expect((await ann.join('s2')).concurrent).toBe(1);
      expect((await kick('s1', { attendee: 'ann' })).json.blockedUntil).toBe(null);
      expect((await ann.join('s1')).concurrent).toBe(1);
    });

    test('must be there, or be kept out, for a kick to mean anything', async () => {
      const { tenant, kick } = newTenant();
      await tenant.putSession('s1', { event: undefined });
      expect((await kick('s1', { attendee: 'nobody' })).json.code).toBe('not_joined');
      expect((await kick('s9', { attendee: 'ann', minutes: 1 })).json.code).toBe('not_found');
      expect((await kick('s1', { attendee: 'ann', minutes: 1 }, { event: 'other' })).json.code).toBe(
        'not_found',
      );
      for (const minutes of [-1, 1441, 0.5, '1', null])
        expect((await kick('s1', { attendee: 'ann', minutes })).json.code).toBe('invalid_request');
    });

    test('of everything loses every socket, also those that only subscribe, and no one else’s', async () => {
      const { tenant, disconnect } = newTenant();
      const other = server.tenant(transport);
      const namesake = await other.enter('ann', 's1');
      const here = await tenant.enter('ann', 's1');
      const watching = await tenant.connect('ann');
      const { json } = await disconnect('ann', { minutes: 5 });
      expect(json).toMatchObject({ attendee: 'ann', blockedUntil: expect.any(String) });
      expect(await here.closed).toMatchObject({ code: 4403, reason: 'kicked' });
      expect(await watching.closed).toMatchObject({ code: 4403, reason: 'kicked' });
      const again = await tenant.connect('ann');
      for (const session of ['s1', 'new'])
        expect(await again.refusal({ type: 'join', session })).toBe('kicked');
      expect((await disconnect('ann', {})).json).toEqual({ attendee: 'ann', blockedUntil: null });
      expect(await again.closed).toMatchObject({ code: 4403 });
      await tenant.enter('ann', 'new');
      expect((await namesake.join('s1')).concurrent).toBe(1);
      expect((await disconnect('ann', {}, { event: 'e' })).json.code).toBe('not_allowed');
    });
  });
}
