import { describe, expect, test } from 'vitest';
import type { Transport } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';

export function endingSuite(transport: Transport): void {
  describe('a session that was ended by action', () => {
    const server = useTestServer();

    test('cannot be joined in any mode while its replay is off', async () => {
      const tenant = server.tenant(transport);
      await tenant.putSession('s1');
      await tenant.act('s1', 'goLive');
      await tenant.act('s1', 'end');
      const ann = await tenant.connect('ann');
      expect(await ann.refusal({ type: 'join', session: 's1' })).toBe('replay_off');
      expect(await ann.refusal({ type: 'join', session: 's1', mode: 'onDemand' })).toBe('replay_off');
      expect((await tenant.counters('session:s1')).uniques).toBe(0);
    });

    test('turns live into onDemand while its replay is on', async () => {
      const tenant = server.tenant(transport);
      await tenant.putSession('s1');
      await tenant.act('s1', 'end');
      await tenant.act('s1', 'replayOn');
      await tenant.enter('ann', 's1');
      expect((await tenant.counters('session:s1')).byMode).toEqual({ live: 0, onDemand: 1 });
      await tenant.act('s1', 'replayOff');
      const bob = await tenant.connect('bob');
      expect(await bob.refusal({ type: 'join', session: 's1', mode: 'onDemand' })).toBe('replay_off');
    });

    test('keeps who is present in their mode, also when they join again', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      await tenant.act('s1', 'end');
      expect((await ann.join('s1')).concurrent).toBe(1);
      expect((await tenant.counters('session:s1')).byMode).toEqual({ live: 1, onDemand: 0 });
    });

    test('is joined live again once it goes live again', async () => {
      const tenant = server.tenant(transport);
      await tenant.putSession('s1');
      await tenant.act('s1', 'end');
      await tenant.act('s1', 'goLive');
      await tenant.enter('ann', 's1');
      expect((await tenant.counters('session:s1')).byMode).toEqual({ live: 1, onDemand: 0 });
    });

    test('stays open to everybody when it is a networking session', async () => {
      const tenant = server.tenant(transport);
      await tenant.putSession('hub', { kind: 'networking' });
      await tenant.act('hub', 'end');
      await tenant.enter('ann', 'hub');
      expect((await tenant.counters('session:hub')).byMode).toEqual({ live: 1, onDemand: 0 });
    });
  });
}
