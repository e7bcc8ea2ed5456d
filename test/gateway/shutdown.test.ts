import { once } from 'node:events';
import { Agent, type ClientRequest, get, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { SocketIoClient } from '../support/socketio-client.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer } from '../support/test-server.ts';

/** The close that a client was told of, and when it was asked to come back. */
async function goodbyeTo(client: TestClient) {
  const { code, reason } = await client.closed;
  const [closing] = client.inbox.waiting('closing');
  return { code, reason, retryAfterSeconds: closing?.retryAfterSeconds };
}

async function answerTo(asked: ClientRequest) {
  const [response] = await once(asked, 'response');
  const body = JSON.parse(await text(response)) as Record<string, unknown>;
  return { status: response.statusCode as number, body };
}

test('a server that stops says goodbye with 4503 over both transports, and lets nobody in any more', async () => {
  const server = await startTestServer({ RESUME_SECONDS: 60 });
  const tenant = server.tenant();
  const plain = await tenant.enter('ann', 's1');
  const io = await server.tenantOf(tenant.org, 'socketio').enter('bob', 's1');
  const idle = await tenant.connect('cid');
  const { url } = server;
  await server.stop();
  for (const client of [plain, io, idle]) {
    expect(await goodbyeTo(client)).toMatchObject({ code: 4503, reason: 'shutting_down' });
  }
  await expect(fetch(`${url}/livez`)).rejects.toThrow();
  const late = new SocketIoClient(url, { auth: { token: tenant.token('eve') } });
  expect((await late.closed).code).toBe(1006);
  expect(server.errorsLogged).toEqual([]);
});

test('hundreds of people are each given another moment within a second to come back, and all their slices end', async () => {
  const first = await startTestServer({ RESUME_SECONDS: 60 });
  const tenant = first.tenant();
  const overSocketIo = first.tenantOf(tenant.org, 'socketio');
  const people = await Promise.all(
    Array.from({ length: 300 }, (_, index) =>
      (index % 10 === 0 ? overSocketIo : tenant).enter(`p${index}`, 's1'),
    ),
  );
  await first.halt();
  const goodbyes = await Promise.all(people.map(goodbyeTo));
  expect(new Set(goodbyes.map(({ code }) => code))).toEqual(new Set([4503]));
  const moments = goodbyes.map(({ retryAfterSeconds = -1 }) => retryAfterSeconds);
  expect(moments.filter((seconds) => seconds < 0 || seconds > 1)).toEqual([]);
  // Within a tenth of the second there are 30 of them; 60 would be five standard deviations off.
  const tenths = moments.map((seconds) => Math.min(9, Math.floor(seconds * 10)));
  for (let tenth = 0; tenth < 10; tenth++)
    expect(tenths.filter((other) => other === tenth).length).toBeLessThan(60);

  const again = await startTestServer({ DATA_DIR: first.dataDir });
  const same = again.tenantOf(tenant.org, 'plain');
  const { json } = await same.call('/v1/sessions/s1/slices?limit=1000');
  const slices = json.items as { endedBy: string; end: string; countedUntil: string }[];
  expect(slices).toHaveLength(300);
  expect(slices.filter(({ endedBy }) => endedBy !== 'drop')).toEqual([]);
  expect(slices.filter(({ end, countedUntil }) => end !== countedUntil)).toEqual([]);
});

test('while it stops, probes and requests are told so, and what is being answered is answered', async () => {
  const server = await startTestServer();
  const tenant = server.tenant();
  const token = tenant.token('desk', { role: 'operator' });
  // Two connections that were there before: nobody else is let in.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const ask = (path: string) =>
    answerTo(get(server.url + path, { agent, headers: { authorization: `Bearer ${token}` } }));
  expect((await ask('/readyz')).status).toBe(200);
  const upload = request(`${server.url}/v1/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
  });
  const imported = answerTo(upload);
  const line = `${JSON.stringify({ kind: 'event', id: 'e1', title: 'Begun' })}\n`;
  await new Promise((resolve) => upload.write(line, resolve));
  // The first answer comes once its connection was accepted, the second once its request was read.
  for (let turn = 0; turn < 2; turn++) await ask('/livez');

  const halted = server.halt();
  const { status, body } = await ask('/readyz');
  expect({ status, body }).toEqual({
    status: 503,
    body: { status: 'not ready', reasons: ['The server is shutting down; reconnect with jitter.'] },
  });
  expect((await ask('/livez')).status).toBe(200);
  for (const path of ['/v1/events/e1', '/v1/counters/event:e1'])
    expect(await ask(path)).toMatchObject({ status: 503, body: { code: 'shutting_down' } });
  upload.end(`${JSON.stringify({ kind: 'session', id: 's1', event: 'e1' })}\n`);
  expect(await imported).toMatchObject({ status: 200 });
  await halted;
  expect(server.errorsLogged).toEqual([]);

  const again = await startTestServer({ DATA_DIR: server.dataDir });
  const { json } = await again.tenantOf(tenant.org, 'plain').call('/v1/events/e1');
  expect(json).toMatchObject({ id: 'e1', title: 'Begun' });
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
