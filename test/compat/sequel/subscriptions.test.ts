import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SOON } from '../../support/soon.ts';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';
import { Receiver } from '../../webhooks/receiver.ts';

const server = useTestServer({ WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' });
const ROOT = '/compat/sequel/api/integrations/webhooks';
const DAY_MS = 86_400_000;
const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

let acme: Tenant;
let other: Tenant;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await Receiver.open();
  acme = server.tenant();
  other = server.tenant();
  const admin = { token: acme.token('boss', { role: 'admin' }) };
  await acme.call(`/v1/organizations/${acme.org}`, { ...admin, method: 'PUT', body: { name: 'Acme' } });
  await acme.call('/v1/organizations/acme-labs', { ...admin, method: 'PUT', body: { parentId: acme.org } });
  await acme.call('/v1/events/webinar', { method: 'PUT', body: { title: 'Webinar' } });
  await acme.putSession('talk', { event: 'webinar', kind: 'mainStage' });
  await acme.putSession('tables', { event: 'webinar', kind: 'networking' });
  await other.call('/v1/events/theirs', { method: 'PUT', body: {} });
});
afterAll(() => receiver.close());

const endpoint = (path: string) => `http://127.0.0.1:${receiver.port}${path}`;

interface Operation {
  readonly method?: string;
  readonly body?: unknown;
  readonly token?: string | null;
}

const call = (path = '', { method = 'GET', body, token }: Operation = {}) =>
  acme.call(`${ROOT}${path}`, {
    ...{ method, body },
    token: token === undefined ? acme.token('boss', { role: 'admin' }) : token,
  });

function registration(parts: Record<string, unknown> = {}, eventType = 'virtual-stage-event-ended') {
  return {
    eventType,
    subscriptionInfo: { companyId: acme.org, endpoint: endpoint('/in'), ...parts },
  };
}

async function register(parts?: Record<string, unknown>, eventType?: string) {
  const { status: code, json } = await call('', { method: 'POST', body: registration(parts, eventType) });
  expect(code).toBe(201);
  return json as { webHookSubscriptionId: string; clientSecret: string; expiresOn: string };
}

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
        companyId: acme.org,
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
    const token = acme.token('desk', { role: 'operator' });
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
    const token = other.token('boss', { role: 'admin' });
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

interface Delivered {
  readonly eventType: string;
  readonly webHookInvocationId: string;
  readonly correlationId: string;
  readonly timestamp: string;
  readonly details: Record<string, unknown>;
}

/** What a path has been sent, when it has been sent so much. */
async function deliveredTo(path: string, count: number) {
  const here = () => receiver.received.filter((one) => one.path === path);
  for (let all = 1; here().length < count; all++) await receiver.count(all);
  return here().map(({ headers, body }) => ({ headers, body, json: JSON.parse(body) as Delivered }));
}

const company = () => ({ companyId: acme.org, companyName: 'Acme' });
const webinar = () => ({ ...company(), eventId: 'webinar', eventName: 'Webinar' });

const words = (text: string) => text.split(' ').toSorted();

const ENDED_KEYS = words('companyId companyName eventId eventName users totalCount page size');
/** Those of the user activity, and one of their own. */
const USER_KEYS = words(
  '_id uid userId companyId eventId name email attended viewedReplay registrationDate createdOn updatedOn liveTime onDemandTime ' +
    'liveTimeSpentPercentage onDemandTimeSpentPercentage averageLiveViewTime averageOnDemandViewTime circlesNumber comments ' +
    'pollsNumber questionsNumber questions messagesReactionsCount engagementScore leadScore rawLeadScore leadScoreDetails leadStatus',
);
const EVENT_KEYS = words(
  'uid companyUid creatorUid name picture startDate endDate timezone type metadata networkingHub presenters organizers ' +
    'isRegistrationModeEnabled isAttendeeRegistrationModeEnabled privateEventInfo closeCaptioningSettings',
);

describe('deliveries', () => {
  it('of a start come with the headers and the envelope of the vendor', async () => {
    const { clientSecret } = await register(
      { endpoint: endpoint('/started') },
      'virtual-stage-event-started',
    );
    await acme.act('talk', 'goLive');
    const [{ headers, body, json } = await Promise.reject(new Error('nothing'))] = await deliveredTo(
      '/started',
      1,
    );
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'introvoke-web-hook',
      'x-introvoke-web-hook-auth': clientSecret,
    });
    expect(json).toEqual({
      eventType: 'virtual-stage-event-started',
      webHookInvocationId: headers['webhook-id'],
      correlationId: expect.stringMatching(/^msg_/),
      timestamp: ISO,
      details: webinar(),
    });
    expect(new Webhook(clientSecret).verify(body, headers)).toEqual(json);
  });

  it('of an end come in pages, with who was in the stage, once for the event', async () => {
    await register({ endpoint: endpoint('/ended'), batchSize: 2 });
    await register({ endpoint: endpoint('/ended-at-once'), batchSize: null, eventId: 'webinar' });
    const here = [];
    for (const attendee of ['ada', 'ben', 'cem'])
      here.push(
        await acme.enter(attendee, 'talk', {
          name: attendee.toUpperCase(),
          email: `${attendee}@example.com`,
        }),
      );
    here.push(await acme.enter('dan', 'tables'));
    await acme.act('talk', 'end');
    const pages = await deliveredTo('/ended', 2);
    const bodies = pages.map(({ json }) => json);
    expect(bodies).toMatchObject([
      { eventType: 'virtual-stage-event-ended', details: { ...webinar(), totalCount: 3, page: 1, size: 2 } },
      { eventType: 'virtual-stage-event-ended', details: { ...webinar(), totalCount: 3, page: 2, size: 2 } },
    ]);
    const [first, second] = bodies;
    expect(first?.correlationId).toBe(second?.correlationId);
    expect(first?.webHookInvocationId).not.toBe(second?.webHookInvocationId);
    const users = bodies.flatMap(({ details }) => details.users as Record<string, unknown>[]);
    expect(
      users
        .map(({ name, email }) => ({ name, email }))
        .toSorted((a, b) => (String(a.name) < String(b.name) ? -1 : 1)),
    ).toEqual([
      { name: 'ADA', email: 'ada@example.com' },
      { name: 'BEN', email: 'ben@example.com' },
      { name: 'CEM', email: 'cem@example.com' },
    ]);
    const ada = users.find(({ uid }) => uid === 'ada');
    expect(ada).toMatchObject({
      _id: 'ada',
      userId: 'ada|||webinar',
      companyId: acme.org,
      eventId: 'webinar',
      attended: true,
    });
    expect(Object.keys(ada ?? {}).toSorted()).toEqual(USER_KEYS);
    expect(Object.keys(first?.details ?? {}).toSorted()).toEqual(ENDED_KEYS);
    const [whole] = await deliveredTo('/ended-at-once', 1);
    expect(whole?.json.details).toMatchObject({ totalCount: 3, page: 1, size: 10_000 });
    for (const client of here) client.cut();
  });

  it('of a registration have the answers; those for a session are none', async () => {
    await register({ endpoint: endpoint('/registered') }, 'new-attendee-pre-registration');
    await acme.call('/v1/attendees/eva', { method: 'PUT', body: { name: 'Eva', email: 'eva@example.com' } });
    const put = (path: string) =>
      acme.call(`${path}/registrations/eva`, {
        method: 'PUT',
        body: { answers: { 'Which team?': 'Blue', Seats: 2 } },
      });
    await put('/v1/sessions/talk');
    await put('/v1/events/webinar');
    const [delivered] = await deliveredTo('/registered', 1);
    expect(delivered?.json).toMatchObject({ eventType: 'new-attendee-pre-registration' });
    expect(delivered?.json.details).toEqual({
      ...webinar(),
      attendee: {
        name: 'Eva',
        email: 'eva@example.com',
        registrationInfo: [
          { question: 'Which team?', response: 'Blue' },
          { question: 'Seats', response: '2' },
        ],
      },
    });
  });

  it('of a stage that is made, changed and deleted have the event; those of sessions are none', async () => {
    for (const what of ['created', 'updated', 'deleted'])
      await register({ endpoint: endpoint('/stage') }, `virtual-stage-${what}`);
    const { webHookSubscriptionId: id, clientSecret: old } = await register(
      { endpoint: endpoint('/renewed') },
      'virtual-stage-created',
    );
    const { clientSecret } = (await call(`/renew/${id}`, { method: 'POST' })).json;
    await acme.call('/v1/events/stage', { method: 'PUT', body: { title: 'Stage' } });
    await deliveredTo('/stage', 1);
    const [renewed = await Promise.reject(new Error('nothing'))] = await deliveredTo('/renewed', 1);
    expect(renewed.headers['x-introvoke-web-hook-auth']).toBe(clientSecret);
    expect(() => new Webhook(old).verify(renewed.body, renewed.headers)).toThrow('No matching signature');
    await acme.call('/v1/events/stage', {
      method: 'PUT',
      body: { title: 'New', startsAt: '2026-12-01T10:00:00Z' },
    });
    await deliveredTo('/stage', 2);
    await acme.putSession('part', { event: 'stage' });
    for (const path of ['/v1/sessions/part', '/v1/events/stage']) await acme.call(path, { method: 'DELETE' });
    const all = await deliveredTo('/stage', 3);
    const stage = { ...company(), eventId: 'stage' };
    expect(all.map(({ json: { eventType, details } }) => [eventType, details])).toMatchObject([
      ['virtual-stage-created', { ...stage, event: { uid: 'stage', companyUid: acme.org, type: 'Virtual' } }],
      ['virtual-stage-updated', { ...stage, event: { name: 'New', startDate: '2026-12-01T10:00:00.000Z' } }],
      ['virtual-stage-deleted', { ...stage, eventName: null }],
    ]);
    expect(Object.keys(all[0]?.json.details.event ?? {}).toSorted()).toEqual(EVENT_KEYS);
    expect(all[2]?.json.details).not.toHaveProperty('event');
  });

  it('that are refused with 400 are not sent again', async () => {
    receiver.answering = (response, { path }) => response.writeHead(path === '/refused' ? 400 : 204).end();
    await register({ endpoint: endpoint('/refused') }, 'virtual-stage-created');
    await acme.call('/v1/events/refused', { method: 'PUT', body: {} });
    await deliveredTo('/refused', 1);
    const exhausted = () => server.metric('headcount_webhook_attempts_total', 'result="exhausted"');
    await expect.poll(exhausted, SOON).toBe(1);
  });
});
