import { beforeAll, expect, test } from 'vitest';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';
import { ask, makeKey } from './world.ts';

const server = useTestServer();
let tenant: Tenant;
/** Keys and tokens by what they may. */
let keys: Record<string, string>;

const CODES = {
  400: [400, undefined],
  401: [401, 'You are not authorized to view the resource'],
  403: [403, 'Accessing the resource you were trying to reach is forbidden'],
  404: [404, 'The resource you were trying to reach is not found'],
  4030201: [403, 'Not Event Host'],
  4040200: [404, 'Event Not Found'],
  404800: [404, 'Session Not Found'],
} as const;

/** `spring` with `keynote` and `autumn` with `panel`, both of the root; `north` of an organization below it. */
beforeAll(async () => {
  tenant = server.tenant();
  const admin = tenant.token('boss', { role: 'admin' });
  const put = async (path: string, body: object) => {
    const { status } = await tenant.call(path, { method: 'PUT', token: admin, body });
    expect([path, status]).toEqual([path, 201]);
  };
  await put('/v1/events/spring', { shortCode: 'spring-2026' });
  await put('/v1/events/autumn', { shortCode: 'autumn-2026' });
  await put('/v1/organizations/below', { parentId: tenant.org });
  await put('/v1/events/north', { organization: 'below' });
  await put('/v1/sessions/keynote', { event: 'spring' });
  await put('/v1/sessions/panel', { event: 'autumn' });
  await put('/v1/sessions/pole', { event: 'north' });
  const below = server.tenantOf('below', 'plain');
  await put('/v1/attendees/gone', {});
  await tenant.call('/v1/attendees/gone', { method: 'DELETE', token: admin });
  keys = {
    host: await makeKey(tenant, { role: 'operator' }),
    admin: await makeKey(tenant, { role: 'admin' }),
    moderator: await makeKey(tenant, { role: 'moderator' }),
    ofSpring: await makeKey(tenant, { role: 'operator', event: 'spring' }),
    ofBelow: await makeKey(below, { role: 'operator' }),
    ofNothing: tenant.token('desk', { role: 'operator', event: 'never' }),
    erased: tenant.token('gone', { role: 'operator' }),
    stranger: server.tenant().token('desk', { role: 'admin' }),
    attendee: tenant.token('ann'),
    bad: 'hck_nothing',
  };
});

const LIST = '/rest/host/session/analytics';
const CSV = '/rest/host/session/analytics/csv';

test.each<[who: string, path: string, code: keyof typeof CODES]>([
  // No key, or a bad one.
  ['nobody', `${LIST}?eventId=spring`, 401],
  ['nobody', '/rest/nowhere', 401],
  ['bad', `${LIST}?eventId=spring`, 401],
  ['bad', CSV, 401],
  ['erased', `${LIST}?eventId=spring`, 403],
  // Below hosts.
  ['moderator', `${LIST}?eventId=spring`, 4030201],
  ['attendee', '/rest/host/session/keynote/attendee', 4030201],
  // An event that is not there, of others, or not the key's.
  ['host', `${LIST}?eventId=never`, 4040200],
  ['host', `${LIST}?eventUrl=never`, 4040200],
  ['host', `${LIST}?eventId=`, 4040200],
  ['host', `${LIST}?eventId=1000000000001`, 4040200],
  ['host', `${LIST}?eventId=${'9'.repeat(400)}`, 4040200],
  ['host', '/rest/host/event/never/session/analytics', 4040200],
  ['host', '/rest/host/event/never/session/keynote/analytics', 4040200],
  ['host', `${CSV}?eventId=%00`, 4040200],
  ['stranger', `${LIST}?eventId=spring`, 4040200],
  ['stranger', `${LIST}?eventUrl=spring-2026`, 4040200],
  ['ofBelow', `${LIST}?eventUrl=spring-2026`, 4040200],
  ['ofBelow', `${CSV}?eventId=spring`, 4040200],
  ['ofSpring', `${LIST}?eventId=autumn`, 4030201],
  ['ofSpring', '/rest/host/event/autumn-2026/session/analytics/csv', 4030201],
  ['ofSpring', `${LIST}?eventId=never`, 4040200],
  ['ofNothing', LIST, 4040200],
  // None is named, and there are several; or several are.
  ['host', LIST, 400],
  ['host', CSV, 400],
  ['stranger', LIST, 400],
  ['host', `${LIST}?eventId=spring&eventUrl=autumn-2026`, 400],
  ['host', '/rest/host/event/spring-2026/session/analytics?eventId=autumn', 400],
  // Pages.
  ['host', `${LIST}?eventId=spring&page=-1`, 400],
  ['host', `${LIST}?eventId=spring&page=1.5`, 400],
  ['host', `${LIST}?eventId=spring&page=`, 400],
  ['host', `${LIST}?eventId=spring&size=0`, 400],
  ['host', `${LIST}?eventId=spring&size=ten`, 400],
  ['host', `${LIST}?eventId=spring&size=9999999999`, 400],
  ['host', '/rest/host/session/keynote/attendee?size=0', 400],
  // Sessions.
  ['host', '/rest/host/session/never/analytics', 404800],
  ['host', '/rest/host/session/never/attendee', 404800],
  ['host', '/rest/host/session/never/video/analytics', 404800],
  ['host', '/rest/host/session/%00/analytics', 404800],
  ['host', '/rest/host/session/%E0%A4%A/analytics', 404800],
  ['stranger', '/rest/host/session/keynote/analytics', 404800],
  ['ofBelow', '/rest/host/session/keynote/attendee', 404800],
  ['ofSpring', '/rest/host/session/panel/video/analytics', 4030201],
  ['host', '/rest/host/event/autumn-2026/session/keynote/analytics', 404800],
  ['host', '/rest/host/session/keynote/analytics?eventId=autumn', 404800],
  // Nothing of the vendor's.
  ['host', '/rest/host/session', 404],
  ['host', '/rest/host/session/keynote', 404],
  ['host', '/', 404],
])('%s: %s is %i', async (who, path, code) => {
  const key = keys[who];
  const { status, headers, json } = await ask(tenant, path, key === undefined ? {} : { key });
  const [expected, message = expect.any(String)] = CODES[code];
  expect([status, headers.get('content-type')]).toEqual([expected, 'application/json']);
  expect(json).toEqual({ status: expected, errorCode: code, errorMessage: message });
});

test.each([
  ['key', (text: string) => ({ key: text })],
  ['Authorization, bare', (text: string) => ({ authorization: text })],
  ['Authorization with Bearer', (text: string) => ({ authorization: `Bearer ${text}` })],
  ['both, of which one is bad', (text: string) => ({ key: 'never', authorization: text })],
  ['both, of which the other is bad', (text: string) => ({ key: text, authorization: 'Basic eDp5' })],
] as const)('a host is let in by %s', async (_name, headersOf) => {
  for (const text of [keys.host, keys.admin, tenant.token('desk', { role: 'operator' })]) {
    const { status } = await ask(tenant, `${LIST}?eventId=spring`, headersOf(text ?? ''));
    expect(status).toBe(200);
  }
});

test.each(['Basic eDp5', 'Bearer', 'Bearer a, Bearer b', ''])(
  'Authorization: %s is nobody',
  async (authorization) => {
    expect((await ask(tenant, `${LIST}?eventId=spring`, { authorization })).status).toBe(401);
  },
);

test('without an event the only one is meant: the key’s, or that of its organization', async () => {
  const titles = async (key = '') => {
    const { json } = await ask(tenant, LIST, { key });
    return (json.data as { title: string }[]).map(({ title }) => title);
  };
  expect(await titles(keys.ofSpring)).toEqual(['keynote']);
  expect(await titles(keys.ofBelow)).toEqual(['pole']);
});

test('an organization reaches what is below it', async () => {
  const { status, json } = await ask(tenant, `${LIST}?eventId=north`, { key: keys.host ?? '' });
  expect([status, json.recordsTotal]).toEqual([200, 1]);
});

test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is nothing here', async (method) => {
  const headers = { key: keys.host ?? '' };
  const answer = await tenant.call(`/compat/accelevents${LIST}?eventId=spring`, {
    method,
    token: null,
    headers,
  });
  expect([answer.status, answer.json.errorCode]).toEqual([404, 404]);
});

test('HEAD has the status and no body', async () => {
  const headers = { key: keys.host ?? '' };
  for (const path of [`${LIST}?eventId=spring`, `${CSV}?eventId=spring`]) {
    const answer = await tenant.call(`/compat/accelevents${path}`, { method: 'HEAD', token: null, headers });
    expect([answer.status, answer.text]).toEqual([200, '']);
  }
});

test('nothing of this is a failure of the server', () => {
  expect(server.errorsLogged).toEqual([]);
});
