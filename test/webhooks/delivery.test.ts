import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SOON } from '../support/soon.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';
import { type Received, Receiver } from './receiver.ts';

const server = useTestServer({ WEBHOOK_ALLOW_PRIVATE: '127.0.0.1' });
let tenant: Tenant;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await Receiver.open((response, { path }) =>
    response.writeHead(path === '/gone' ? 410 : 200).end(`for ${path}`),
  );
  tenant = server.tenant();
  await tenant.call('/v1/events/conf', { method: 'PUT', body: { title: 'Conf' } });
  await tenant.putSession('talk', { event: 'conf', title: 'Talk' });
});
afterAll(() => receiver.close());

async function admin(method: string, path: string, body?: object) {
  const token = tenant.token('boss', { role: 'admin' });
  const { status, json } = await tenant.call(path, { method, token, body });
  expect(status).toBeLessThan(300);
  return json;
}

interface Made {
  readonly id: string;
  readonly secret: string;
}

/** A webhook to a path of its own. */
async function webhook(path: string, types: readonly string[] | null = null): Promise<Made> {
  const url = `http://127.0.0.1:${receiver.port}${path}`;
  return (await admin('POST', '/v1/webhooks', { url, types })) as unknown as Made;
}

const sentTo = (path: string) => receiver.received.filter((one) => one.path === path);

/** What a path has been sent, when it has been sent so much. */
async function delivered(path: string, count: number): Promise<Received[]> {
  for (let all = 1; sentTo(path).length < count; all++) await receiver.count(all);
  return sentTo(path);
}

const only = async (path: string) => (await delivered(path, 1))[0] as Received;

async function deliveries(id: string) {
  return (await admin('GET', `/v1/webhooks/${id}/deliveries`)).items as { id: string; status: string }[];
}

describe('what happens', () => {
  it('is told in order, signed, and is delivered then', async () => {
    const { id, secret } = await webhook('/all', ['session.live', 'session.ended', 'event.ended']);
    await tenant.act('talk', 'goLive');
    await tenant.act('talk', 'end');
    await admin('POST', '/v1/events/conf/actions', { action: 'end' });
    const requests = await delivered('/all', 3);
    const bodies = requests.map(({ headers, body }) => new Webhook(secret).verify(body, headers));
    const place = { organization: tenant.org, event: 'conf' };
    expect(
      bodies.toSorted(
        (a, b) => Number((a as { sequence: number }).sequence) - (b as { sequence: number }).sequence,
      ),
    ).toMatchObject([
      { type: 'session.live', sequence: 1, ...place, session: 'talk', data: { title: 'Talk' } },
      { type: 'session.ended', sequence: 2, ...place, session: 'talk' },
      { type: 'event.ended', sequence: 3, ...place, session: null, data: { title: 'Conf' } },
    ]);
    const states = async () => (await deliveries(id)).map(({ status }) => status);
    await expect.poll(states, SOON).toEqual(['delivered', 'delivered', 'delivered']);
  });

  it('can be tried and sent again, with the same id, and signed with the new secret and the old', async () => {
    const { id, secret } = await webhook('/test', ['report.ready']);
    await admin('POST', `/v1/webhooks/${id}/test`, {});
    const first = await only('/test');
    const { secret: next } = await admin('POST', `/v1/webhooks/${id}/rotate`, {});
    await expect.poll(async () => (await deliveries(id))[0]?.status, SOON).toBe('delivered');
    const [{ id: message } = { id: '' }] = await deliveries(id);
    await admin('POST', `/v1/webhooks/${id}/deliveries/${message}/redeliver`, {});
    const [, second] = await delivered('/test', 2);
    expect(second?.headers['webhook-id']).toBe(first.headers['webhook-id']);
    for (const one of [secret, String(next)]) {
      expect(new Webhook(one).verify(second?.body ?? '', second?.headers ?? {})).toMatchObject({
        type: 'webhook.test',
        data: { endpoint: id },
      });
    }
  });

  it('is not told any more to a webhook that is gone', async () => {
    const { id } = await webhook('/gone', ['report.ready']);
    await admin('POST', `/v1/webhooks/${id}/test`, {});
    const state = () => admin('GET', `/v1/webhooks/${id}`);
    await expect.poll(state, SOON).toMatchObject({ active: false, disabled: 'gone' });
    expect((await deliveries(id))[0]?.status).toBe('exhausted');
  });
});

describe('what was sent', () => {
  it('is shown with the answer, and names nobody any more who was erased', async () => {
    const { id, secret } = await webhook('/people', ['attendee.registered']);
    await tenant.call('/v1/attendees/eva', {
      method: 'PUT',
      body: { name: 'Eva', email: 'eva@example.com' },
    });
    await tenant.call('/v1/events/conf/registrations/eva', { method: 'PUT', body: {} });
    const { body } = await only('/people');
    expect(JSON.parse(body)).toMatchObject({ data: { attendee: { id: 'eva', email: 'eva@example.com' } } });
    const [{ id: message } = { id: '' }] = await deliveries(id);
    const requests = async () =>
      (await admin('GET', `/v1/webhooks/${id}/deliveries/${message}`)).requests as Record<string, unknown>[];
    await expect.poll(requests, SOON).toHaveLength(1);
    expect(await requests()).toMatchObject([{ status: 200, body, answer: 'for /people', failure: null }]);
    expect(JSON.stringify(await requests())).not.toContain(secret);
    await tenant.call('/v1/attendees/eva', {
      method: 'DELETE',
      token: tenant.token('boss', { role: 'admin' }),
    });
    expect(await requests()).toMatchObject([{ status: 200, body: '', answer: '' }]);
  });

  it('is counted', async () => {
    expect(await server.metric('headcount_webhook_attempts_total', 'result="delivered"')).toBeGreaterThan(4);
    expect(await server.metric('headcount_webhook_attempts_total', 'result="disabled"')).toBe(1);
    await expect.poll(() => server.metric('headcount_webhook_pending'), SOON).toBe(0);
  });
});
