import { describe, expect, test } from 'vitest';
import type { Transport } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';

export function paceSuite(transport: Transport): void {
  describe('with a budget that a single presence exceeds', () => {
    const server = useTestServer({
      ...{ HEARTBEAT_SECONDS: 0.2, HEARTBEAT_MAX_SECONDS: 0.7, HEARTBEAT_BUDGET: 1e-9 },
      ...{ TIMEOUT_SECONDS: 1 },
    });
    const slow = { type: 'pace', heartbeatSeconds: 0.7, timeoutSeconds: 2.5 };

    test('whoever speaks is told the slower pace once, whoever comes has it from the welcome, and it ends with the load', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.knock('ann');
      expect(await ann.welcome()).toMatchObject({ heartbeatSeconds: 0.2, timeoutSeconds: 1 });
      await ann.join('s1');
      ann.beat(100);
      expect(await ann.next('pace')).toEqual(slow);
      const bob = await tenant.knock('bob');
      expect(await bob.welcome()).toMatchObject({ heartbeatSeconds: 0.7, timeoutSeconds: 2.5 });
      expect(await server.metric('headcount_heartbeat_seconds')).toBe(0.7);
      expect(await server.metric('headcount_heartbeat_changes_total', 'direction="slower"')).toBe(1);
      await ann.leave('s1');
      for (const heartbeatSeconds of [0.4, 0.2])
        expect(await ann.next('pace')).toMatchObject({ type: 'pace', heartbeatSeconds });
      expect(ann.inbox.waiting('pace')).toEqual([]);
      ann.close();
    });

    test('who was told a longer timeout may be silent for as long', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      ann.beat(100);
      await ann.next('pace', ({ heartbeatSeconds }) => heartbeatSeconds === 0.7);
      ann.fallSilent();
      expect((await ann.closed).code).toBe(4410);
      const [slice] = await tenant.slices('s1');
      const lingered = Date.parse(slice?.countedUntil ?? '') - Date.parse(slice?.end ?? '');
      expect(lingered).toBeGreaterThanOrEqual(2490);
      expect(lingered).toBeLessThan(3000);
    });
  });
}
