import { describe, expect, test } from 'vitest';
import { ENGINE_PATH, exchange, handshake, RawSocket, statusOf } from '../support/raw-socket.ts';
import { SOON } from '../support/soon.ts';
import { useTestServer } from '../support/test-server.ts';
import { limitsSuite } from './limits.suite.ts';

describe('over Socket.IO', () => {
  limitsSuite('socketio');
});

describe('sockets of Socket.IO that do not say who they are', () => {
  const server = useTestServer({ MAX_CONNECTIONS: 2 });

  test('are as many as connections may be, and make no way for more', async () => {
    const idle = [
      await RawSocket.upgraded(server.port, ENGINE_PATH),
      await RawSocket.upgraded(server.port, ENGINE_PATH),
    ];
    expect(statusOf(await exchange(server.port, handshake(ENGINE_PATH)))).toBe(503);
    for (const socket of idle) socket.destroy();
    await expect.poll(() => server.metric('headcount_socketio_clients'), SOON).toBe(0);
    await server.tenant('socketio').connect('ann');
  });
});
