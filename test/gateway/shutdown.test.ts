import { expect, test } from 'vitest';
import { SocketIoClient } from '../support/socketio-client.ts';
import { startTestServer } from '../support/test-server.ts';

test('a server that stops says goodbye with 4503 over both transports, and lets nobody in any more', async () => {
  const server = await startTestServer({ RESUME_SECONDS: 60 });
  const tenant = server.tenant();
  const plain = await tenant.enter('ann', 's1');
  const io = await server.tenantOf(tenant.org, 'socketio').enter('bob', 's1');
  const idle = await tenant.connect('cid');
  const { url } = server;
  await server.stop();
  for (const { closed } of [plain, io, idle]) {
    expect(await closed).toMatchObject({ code: 4503, reason: 'shutting_down' });
  }
  await expect(fetch(`${url}/livez`)).rejects.toThrow();
  const late = new SocketIoClient(url, { auth: { token: tenant.token('eve') } });
  expect((await late.closed).code).toBe(1006);
  expect(server.errorsLogged).toEqual([]);
});

test('engagements that were acknowledged and slices that were open are on disk when it has stopped', async () => {
  const first = await startTestServer({ RESUME_SECONDS: 60 });
  const tenant = first.tenant();
  const ann = await tenant.enter('ann', 's1');
  await ann.engage('s1', 'reaction', { reaction: 'clap' });
  await first.halt();
  const again = await startTestServer({ DATA_DIR: first.dataDir });
  const same = again.tenantOf(tenant.org, 'plain');
  expect(await same.slices('s1')).toMatchObject([{ attendee: 'ann', endedBy: 'drop' }]);
  expect(await same.counters('session:s1')).toMatchObject({
    concurrent: 0,
    uniques: 1,
    peak: { value: 1 },
    engagement: { reaction: 1 },
  });
  await same.enter('ann', 's1');
  expect(await same.slices('s1')).toHaveLength(2);
});
