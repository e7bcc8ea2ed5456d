import { describe, expect, it } from 'vitest';
import { useHooks } from './hooks-world.ts';

const hooks = useHooks();
const { endpoint, call, registration, register } = hooks;

const DAY_MS = 86_400_000;

const daysFromNow = (text: unknown) => Math.round((Date.parse(String(text)) - Date.now()) / DAY_MS);

describe('a subscription', () => {
  it('is registered for 90 days, retrieved without its secret, and unregistered', async () => {
    const made = await register({ eventId: 'webinar' });
    const id = made.webHookSubscriptionId;
    expect(Object.keys(made)).toEqual(['webHookSubscriptionId', 'clientSecret', 'expiresOn']);
    expect(daysFromNow(made.expiresOn)).toBe(90);
    expect((await call(`/${id}`)).json).toEqual({
      webHookSubscriptionId: id,
      subscriptionInfo: {
        eventType: 'virtual-stage-event-ended',
        companyId: hooks.acme.org,
        eventId: 'webinar',
        endpoint: endpoint('/in'),
        expiresOn: made.expiresOn,
      },
    });
    const gone = await call(`/${id}`, { method: 'DELETE' });
    expect([gone.status, gone.json]).toEqual([200, { webHookSubscriptionId: id }]);
    expect((await call(`/${id}`)).status).toBe(404);
  });

  it('gets another endpoint and another end', async () => {
    const { webHookSubscriptionId: id, expiresOn } = await register({ subscriptionLengthInDays: 2 });
    expect(daysFromNow(expiresOn)).toBe(2);
    const info = { endpoint: endpoint('/other'), extendSubscriptionByDays: 10 };
    const edited = await call(`/${id}`, { method: 'PUT', body: { subscriptionInfo: info } });
    expect([edited.status, edited.json]).toEqual([200, (await call(`/${id}`)).json]);
    expect(edited.json.subscriptionInfo).toMatchObject({ endpoint: info.endpoint, eventId: null });
    const { expiresOn: later } = edited.json.subscriptionInfo as { expiresOn: string };
    expect(Date.parse(later) - Date.parse(expiresOn)).toBe(10 * DAY_MS);
    const same = await call(`/${id}`, { method: 'PUT', body: { subscriptionInfo: {} } });
    expect(same.json).toEqual(edited.json);
  });

  it('is renewed with a new secret, for 90 days or as long as was asked', async () => {
    const made = await register({ subscriptionLengthInDays: 2 });
    const path = `/renew/${made.webHookSubscriptionId}`;
    const first = await call(path, { method: 'POST' });
    expect(first.status).toBe(200);
    expect(Object.keys(first.json)).toEqual(['webHookSubscriptionId', 'clientSecret', 'expiresOn']);
    expect(daysFromNow(first.json.expiresOn)).toBe(90);
    expect(first.json.clientSecret).not.toBe(made.clientSecret);
    const body = { subscriptionInfo: { subscriptionLengthInDays: 365 } };
    const second = await call(path, { method: 'POST', body });
    expect(daysFromNow(second.json.expiresOn)).toBe(365);
    expect(second.json.clientSecret).not.toBe(first.json.clientSecret);
  });

  it('may be of a company below', async () => {
    await register({ companyId: 'acme-labs' });
  });
});

describe('a registration is refused', () => {
  it.each([
    ['an unknown event type', {}, 'virtual-stage-event-paused', 400],
    ['a length of one day', { subscriptionLengthInDays: 1 }, undefined, 400],
    ['a length of more than a year', { subscriptionLengthInDays: 366 }, undefined, 400],
    ['half a day more', { subscriptionLengthInDays: 2.5 }, undefined, 400],
    ['no company', { companyId: undefined }, undefined, 400],
    ['no endpoint', { endpoint: undefined }, undefined, 400],
    ['an endpoint without TLS', { endpoint: 'http://hooks.example.com/' }, undefined, 400],
    ['a private endpoint', { endpoint: 'https://10.0.0.1/' }, undefined, 400],
    ['a batch of nobody', { batchSize: 0 }, undefined, 400],
    ['an unknown company', { companyId: 'nobody' }, undefined, 404],
    ["another tenant's company", { companyId: 'org-2' }, undefined, 404],
    ['an unknown event', { eventId: 'nothing' }, undefined, 404],
    ["another tenant's event", { eventId: 'theirs' }, undefined, 404],
  ])('for %s', async (_, parts, eventType, code) => {
    const answer = await call('', { method: 'POST', body: registration(parts, eventType) });
    expect(answer.status).toBe(code);
    expect(answer.json).toEqual({ hasError: true, errorMessage: expect.any(String) });
  });

  it('without a token, and below admins', async () => {
    const body = registration();
    expect((await call('', { method: 'POST', body, token: null })).status).toBe(401);
    expect((await call('', { method: 'POST', body, token: 'no.such.token' })).status).toBe(401);
    const token = hooks.acme.token('desk', { role: 'operator' });
    expect((await call('', { method: 'POST', body, token })).status).toBe(403);
    expect((await call('', { method: 'POST', body: '{' })).status).toBe(400);
  });
});

describe('another subscription is not there', () => {
  it.each([
    ['GET', '/ID', undefined],
    ['PUT', '/ID', { subscriptionInfo: {} }],
    ['POST', '/renew/ID', { subscriptionInfo: {} }],
    ['DELETE', '/ID', undefined],
  ])('for %s %s', async (method, path, body) => {
    const { webHookSubscriptionId: id } = await register();
    const token = hooks.other.token('boss', { role: 'admin' });
    expect((await call(path.replace('ID', id), { method, body, token })).status).toBe(404);
    expect((await call(path.replace('ID', 'nothing'), { method, body })).status).toBe(404);
    expect((await call(`/${id}`)).status).toBe(200);
  });

  it('for an edit with a wrong length', async () => {
    const { webHookSubscriptionId: id } = await register();
    for (const extendSubscriptionByDays of [1, 366, -2, 'ten']) {
      const body = { subscriptionInfo: { extendSubscriptionByDays } };
      expect((await call(`/${id}`, { method: 'PUT', body })).status).toBe(400);
    }
  });
});
