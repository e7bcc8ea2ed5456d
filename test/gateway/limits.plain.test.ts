import { describe, expect, test } from 'vitest';
import { PlainClient } from '../support/plain-client.ts';
import { ENGINE_PATH, RawSocket } from '../support/raw-socket.ts';
import { useTestServer } from '../support/test-server.ts';
import { limitsSuite } from './limits.suite.ts';

describe('over a plain WebSocket', () => {
  limitsSuite('plain');
});

describe('before authentication', () => {
  const server = useTestServer({ MAX_CONNECTIONS: 4 });

  test('a connection has five seconds, which nothing it sends prolongs; afterwards it has all the time', async () => {
    const tenant = server.tenant();
    const ann = await tenant.connect('ann');
    const from = performance.now();
    const [silent, busy, engine] = [
      await PlainClient.open(server.url),
      await PlainClient.open(server.url),
      await RawSocket.upgraded(server.port, ENGINE_PATH),
    ];
    busy.beat(200, () => {
      busy.send({ type: 'auth', token: 'x', client: 5 });
      busy.ping();
    });
    const closes = [silent.closed, busy.closed, engine.closed].map(async (closed) => {
      const how = await closed;
      return { code: how === undefined ? 'engine' : how.code, seconds: (performance.now() - from) / 1000 };
    });
    const results = await Promise.all(closes);
    expect(results.map(({ code }) => code)).toEqual([4408, 4408, 'engine']);
    for (const { seconds } of results) {
      expect(seconds).toBeGreaterThan(4.8);
      expect(seconds).toBeLessThan(7);
    }
    expect((await ann.join('s1')).concurrent).toBe(1);
    expect(await server.metric('headcount_errors_total', 'code="auth_timeout"')).toBe(2);
    expect(await server.metric('headcount_closes_total', 'code="4408"')).toBe(2);
  });
});
