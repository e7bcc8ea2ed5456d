import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Random } from '../../server/demo/random.ts';
import { frame } from '../support/frames.ts';
import { useKeySet } from '../support/key-set.ts';
import { ENGINE_PATH, handshake, RawSocket } from '../support/raw-socket.ts';
import { SOON } from '../support/soon.ts';
import { useTestServer } from '../support/test-server.ts';

const HANG_UPS = 10_000;
const AT_ONCE = 50;
const WITHIN_MS = 5;
const BODY_BYTES = 1000;

describe('clients that hang up', () => {
  const keys = useKeySet();
  const server = useTestServer(() => ({
    JWKS_URL: keys.url,
    JWT_SECRET: undefined,
    MAX_ACCEPTS_PER_SECOND: 1_000_000,
    LOG_LEVEL: 'warn',
  }));

  test('ten thousand clients that hang up at any moment leave nothing behind', {
    timeout: 300_000,
  }, async () => {
    const token = await keys.sign('RS256', { sub: 'ann', org: 'acme', role: 'attendee' });
    const random = new Random(1);
    const hellos: readonly (readonly [string, string])[] = [
      ['/v1/ws', JSON.stringify({ type: 'auth', token })],
      [ENGINE_PATH, `40${JSON.stringify({ token })}`],
    ];
    const hangUp = async (index: number) => {
      const [path = '', hello = ''] = hellos[index % hellos.length] ?? [];
      const raw = await RawSocket.open(server.port);
      raw.write(handshake(path));
      if (random.chance(0.7)) raw.write(frame({ payload: hello }));
      await setTimeout(random.between(0, WITHIN_MS));
      raw.socket.resetAndDestroy();
      await raw.closed;
    };
    for (let count = 0; count < HANG_UPS; count += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => hangUp(index)));
    await expect.poll(() => server.metric('headcount_connections'), SOON).toBe(0);
    await expect.poll(() => server.metric('headcount_socketio_clients'), SOON).toBe(0);
    expect(server.errorsLogged).toEqual([]);
  });
});

describe('a request', () => {
  const server = useTestServer();

  test('a body that comes a byte a second is cut', { timeout: 120_000 }, async () => {
    const token = server.tenant().token('desk', { role: 'operator' });
    const raw = await RawSocket.open(server.port);
    raw.write(
      `PUT /v1/events/slow HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${BODY_BYTES}\r\n\r\n`,
    );
    let sent = 0;
    const drip = setInterval(() => {
      sent++;
      raw.write(' ');
    }, 1000);
    await raw.closed;
    clearInterval(drip);
    expect(sent).toBeLessThan(60);
    expect((await server.call('/livez')).status).toBe(200);
  });
});
