import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { NodeTokens } from '../../server/bootstrap/node-tokens.ts';
import { Contract } from '../support/contract.ts';
import { exchange, RawSocket, statusOf } from '../support/raw-socket.ts';
import { settledReport } from '../support/reports.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';
import { inSeconds, SECRET } from '../support/tokens.ts';

const ROLES = ['attendee', 'moderator', 'operator', 'admin'] as const;
type Role = (typeof ROLES)[number];

interface Route {
  readonly operation: `${string} /${string}`;
  readonly least: Role;
  readonly body?: object;
  /** A body of lines, which is tested where it is read. */
  readonly lines?: string;
  readonly query?: string;
  /** Which one it is of, unless the first. */
  readonly session?: string;
  /** Takes away what its PUT makes. */
  readonly takesAway?: true;
}

/** Of an event or session. */
const REGISTRATIONS: readonly Route[] = ['events', 'sessions'].flatMap((scopes) =>
  ['registrations', 'bookmarks'].flatMap((kind): Route[] => {
    const list = `/v1/${scopes}/{id}/${kind}` as const;
    return [
      { operation: `GET ${list}`, least: 'moderator' },
      { operation: `PUT ${list}/{attendee}`, least: 'operator', body: {} },
      { operation: `GET ${list}/{attendee}`, least: 'moderator' },
      { operation: `DELETE ${list}/{attendee}`, least: 'operator', takesAway: true },
    ];
  }),
);

const SPANS: readonly Route[] = [
  ...['sessions', 'events', 'organizations'].flatMap((scopes) =>
    ['participants', 'usage', 'periods', 'countries'].map((figure): Route => {
      return { operation: `GET /v1/${scopes}/{id}/${figure}`, least: 'moderator' };
    }),
  ),
  ...['sessions', 'events'].flatMap((scopes) =>
    ['retention', 'minutes', 'minutes/{start}/attendees'].map((figure): Route => {
      return { operation: `GET /v1/${scopes}/{id}/${figure}`, least: 'moderator' };
    }),
  ),
  { operation: 'GET /v1/events/{id}/comparison', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/report', least: 'moderator' },
  { operation: 'GET /v1/compare', least: 'moderator', query: '?a=session:s1&b=event:e1' },
];

const HOOK = { url: 'https://hooks.example/x' };

const WEBHOOKS: readonly Route[] = [
  { operation: 'GET /v1/webhooks', least: 'admin' },
  { operation: 'POST /v1/webhooks', least: 'admin', body: HOOK },
  { operation: 'GET /v1/webhooks/{id}', least: 'admin' },
  { operation: 'PUT /v1/webhooks/{id}', least: 'admin', body: HOOK },
  { operation: 'PATCH /v1/webhooks/{id}', least: 'admin', body: {} },
  { operation: 'DELETE /v1/webhooks/{id}', least: 'admin' },
  { operation: 'POST /v1/webhooks/{id}/rotate', least: 'admin', body: {} },
  { operation: 'POST /v1/webhooks/{id}/test', least: 'admin', body: {} },
  { operation: 'GET /v1/webhooks/{id}/deliveries', least: 'admin' },
  { operation: 'GET /v1/webhooks/{id}/deliveries/{delivery}', least: 'admin' },
  { operation: 'POST /v1/webhooks/{id}/deliveries/{delivery}/redeliver', least: 'admin', body: {} },
];

const RULE = {
  name: 'full',
  scope: 'session:polled',
  condition: { kind: 'above', threshold: 0 },
  coolDownSeconds: 0,
};
const CHANGED = { name: 'full', condition: { kind: 'peak' } };

const ALERTS: readonly Route[] = [
  { operation: 'GET /v1/alerts', least: 'operator' },
  { operation: 'POST /v1/alerts', least: 'operator', body: RULE },
  { operation: 'GET /v1/alerts/{id}', least: 'operator' },
  { operation: 'PUT /v1/alerts/{id}', least: 'operator', body: CHANGED },
  { operation: 'DELETE /v1/alerts/{id}', least: 'operator' },
  { operation: 'POST /v1/alerts/{id}/mute', least: 'operator', body: { until: null } },
  { operation: 'GET /v1/alert-history', least: 'operator' },
  { operation: 'POST /v1/alert-history/{id}/acknowledge', least: 'operator', body: {} },
];

/** Every route and the least role that it needs. */
const ROUTES: readonly Route[] = [
  { operation: 'GET /v1/counters/{scope}', least: 'attendee' },
  { operation: 'GET /v1/present/{scope}', least: 'moderator' },
  { operation: 'GET /v1/series/{scope}', least: 'moderator' },
  { operation: 'GET /v1/organizations', least: 'moderator' },
  { operation: 'GET /v1/organizations/{id}', least: 'moderator' },
  { operation: 'PUT /v1/organizations/{id}', least: 'operator', body: {} },
  { operation: 'GET /v1/organizations/{id}/retention', least: 'moderator' },
  { operation: 'DELETE /v1/organizations/{id}', least: 'admin', takesAway: true },
  { operation: 'GET /v1/events', least: 'moderator' },
  { operation: 'GET /v1/events/{id}', least: 'attendee' },
  { operation: 'DELETE /v1/events/{id}', least: 'operator', takesAway: true },
  { operation: 'POST /v1/events/{id}/actions', least: 'moderator', body: { action: 'end' } },
  { operation: 'PUT /v1/events/{id}', least: 'operator', body: {} },
  { operation: 'GET /v1/events/{id}/series', least: 'moderator' },
  { operation: 'GET /v1/organizations/{id}/series', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/sessions', least: 'attendee' },
  { operation: 'GET /v1/sessions/{id}', least: 'attendee' },
  { operation: 'DELETE /v1/sessions/{id}', least: 'operator', takesAway: true },
  { operation: 'PUT /v1/sessions/{id}', least: 'operator', body: {} },
  { operation: 'POST /v1/sessions/{id}/actions', least: 'moderator', body: { action: 'goLive' } },
  { operation: 'POST /v1/sessions/{id}/kick', least: 'moderator', body: { attendee: 'x', minutes: 1 } },
  { operation: 'GET /v1/attendees', least: 'moderator' },
  { operation: 'PUT /v1/attendees/{id}', least: 'operator', body: {} },
  { operation: 'GET /v1/attendees/{id}', least: 'moderator' },
  ...['summary', 'slices', 'engagements'].map(
    (what): Route => ({ operation: `GET /v1/attendees/{id}/${what}`, least: 'moderator' }),
  ),
  ...REGISTRATIONS,
  ...SPANS,
  { operation: 'POST /v1/attendees/{id}/disconnect', least: 'admin', body: {} },
  { operation: 'DELETE /v1/attendees/{id}', least: 'admin', takesAway: true },
  { operation: 'GET /v1/audit', least: 'admin' },
  { operation: 'GET /v1/keys', least: 'admin' },
  { operation: 'POST /v1/keys', least: 'admin', body: { name: 'k', role: 'operator' } },
  { operation: 'GET /v1/keys/{id}', least: 'admin' },
  { operation: 'DELETE /v1/keys/{id}', least: 'admin' },
  { operation: 'GET /v1/reports', least: 'operator' },
  {
    ...{ operation: 'POST /v1/reports', least: 'operator' },
    body: { event: 'e1', from: '2026-05-04', to: '2026-05-04' },
  },
  { operation: 'GET /v1/reports/{id}', least: 'operator' },
  { operation: 'GET /v1/reports/{id}/file', least: 'operator' },
  { operation: 'DELETE /v1/reports/{id}', least: 'operator' },
  ...WEBHOOKS,
  ...ALERTS,
  { operation: 'GET /v1/sessions/{id}/summary', least: 'moderator' },
  { operation: 'GET /v1/check/{scope}', least: 'operator' },
  { operation: 'GET /v1/events/{id}/summary', least: 'moderator' },
  { operation: 'GET /v1/organizations/{id}/summary', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/attendees', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/attendees', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/slices', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/engagements', least: 'moderator' },
  { operation: 'POST /v1/import', least: 'operator', lines: '{"kind":"event","id":"e1"}' },
  { operation: 'GET /v1/sessions/{id}/chat', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/polls', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/questions', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/chat', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/polls', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/questions', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/polls/{poll}/answers', least: 'moderator', session: 'polled' },
  { operation: 'GET /v1/sessions/{id}/sentiment', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/words', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/reactions', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/sentiment', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/words', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/reactions', least: 'moderator' },
  { operation: 'GET /v1/organizations/{id}/sentiment', least: 'moderator' },
  { operation: 'GET /v1/organizations/{id}/words', least: 'moderator' },
  { operation: 'GET /v1/organizations/{id}/reactions', least: 'moderator' },
  { operation: 'GET /v1/sessions/{id}/moments', least: 'moderator' },
  { operation: 'GET /v1/events/{id}/moments', least: 'moderator' },
  { operation: 'POST /v1/tokens', least: 'operator', body: { sub: 'bob' } },
];

/** No role of people reaches it: see the tests of `server/bootstrap`. */
const OF_NODES = 'GET /v1/bootstrap';
/** Where there are several tenants, to nobody at all: see `audit.test.ts` and `node.test.ts`. */
const OF_NOBODY = ['GET /v1/backup', 'GET /v1/operations'];
const OF_RULES = 'POST /v1/rules/raise';

const READS = ROUTES.filter(({ operation }) => operation.startsWith('GET'));
const WRITES = ROUTES.filter(({ body }) => body !== undefined);
const ofSession = (route: Route) => /sessions\/\{id\}|\{scope\}/.test(route.operation);

function pathOf(route: Route, session = route.session ?? 's1', event = 'e1'): string {
  const { operation, query = '' } = route;
  const path = operation.split(' ')[1] ?? '';
  const [, kind] = /\/(events|organizations)\//.exec(path) ?? [];
  const organization = operation.startsWith('DELETE') ? `${tenant.org}-part` : tenant.org;
  const id = kind === undefined ? session : kind === 'events' ? event : organization;
  return path
    .replace('{poll}', 'p1')
    .replace(
      '{id}',
      encodeURIComponent(MADE.test(path) ? idOfMade(path) : path.startsWith('/v1/reports') ? reportId : id),
    )
    .replace('{delivery}', deliveryId)
    .replace('{attendee}', 'bob')
    .replace('{start}', '2026-01-01T00:00:00Z')
    .replace('{scope}', `session:${encodeURIComponent(session)}`)
    .concat(query);
}

const MADE = /^\/v1\/(keys|webhooks|alerts|alert-history)\//;

function idOfMade(path: string): string {
  if (path.startsWith('/v1/keys/')) return keyId;
  if (path.startsWith('/v1/webhooks/')) return hookId;
  return path.startsWith('/v1/alerts/') ? ruleId : alertOf;
}

const methodOf = ({ operation }: Route) => operation.split(' ')[0] ?? '';

const server = useTestServer();
let contract: Contract;
let tenant: Tenant;
/** Of a report that is ready. */
let reportId = '';
/** Of an alert. */
let alertOf = '';
/** Of a key, webhook or rule that was made for the call. */
let keyId = '';
let hookId = '';
let isHookGone = true;
let ruleId = '';
let deliveryId = '';
beforeAll(async () => {
  contract = await Contract.of(server);
  tenant = server.tenant();
  await makeCatalogue();
  await tenant.putSession('polled');
  reportId = await makeReport();
  await tenant.enter('guest', 'polled');
  await makeRule();
  const { items } = (await tenant.call('/v1/alert-history')).json as { items: { id: string }[] };
  alertOf = items[0]?.id ?? '';
  const desk = await tenant.connect('mod', { role: 'moderator' });
  await desk.engage('polled', 'poll.open', { poll: 'p1', question: 'Q', type: 'text' });
  for (const route of ROUTES.filter(({ operation }) => /^PUT .*(attendees|\{attendee\})/.test(operation)))
    await call(route);
});

async function makeCatalogue(): Promise<void> {
  await tenant.call('/v1/events/e1', { method: 'PUT', body: {} });
  await tenant.putSession('s1', { event: 'e1' });
  await tenant.call('/v1/events/e2', { method: 'PUT', body: {} });
}

const call = async (route: Route, more: { token?: string | null; path?: string } = {}) => {
  if (route.operation === 'DELETE /v1/reports/{id}') reportId = await makeReport();
  // What was deleted meanwhile has taken the files of the tenant with it.
  if (route.operation.endsWith('/file'))
    await settledReport((one) => tenant.call(one), `/v1/reports/${reportId}`);
  if (route.operation.endsWith('/keys/{id}')) keyId = await makeKey();
  if (route.operation.includes('/webhooks/{id}')) {
    if (isHookGone) await makeWebhook();
    isHookGone = route.operation.startsWith('DELETE');
  }
  if (route.operation.includes('/alerts/{id}')) await makeRule();
  const { path = pathOf(route), ...rest } = more;
  if (route.takesAway) {
    await makeCatalogue();
    const token = tenant.token('desk', { role: 'admin' });
    await tenant.call(pathOf(route), { method: 'PUT', token, body: {} });
  }
  const { body, lines } = route;
  const headers = lines === undefined ? {} : { 'content-type': 'application/x-ndjson' };
  return tenant.call(path, { method: methodOf(route), body: lines ?? body, headers, ...rest });
};

async function makeKey(): Promise<string> {
  const token = tenant.token('desk', { role: 'admin' });
  const body = { name: 'k', role: 'operator' };
  return String((await tenant.call('/v1/keys', { method: 'POST', token, body })).json.id);
}

/** The one before goes, since there may only be so many. */
async function makeRule(): Promise<void> {
  if (ruleId !== '') await tenant.call(`/v1/alerts/${ruleId}`, { method: 'DELETE' });
  ruleId = String((await tenant.call('/v1/alerts', { method: 'POST', body: RULE })).json.id);
}

async function makeReport(): Promise<string> {
  // Of an event that stays.
  const body = { event: 'e2', from: '2026-05-04', to: '2026-05-04' };
  return String((await tenant.call('/v1/reports', { method: 'POST', body })).json.id);
}

/** With a delivery; the one before is as good, until it may have been deleted. */
async function makeWebhook(): Promise<void> {
  const token = tenant.token('desk', { role: 'admin' });
  hookId = String((await tenant.call('/v1/webhooks', { method: 'POST', token, body: HOOK })).json.id);
  const tried = await tenant.call(`/v1/webhooks/${hookId}/test`, { method: 'POST', token, body: {} });
  deliveryId = String(tried.json.id);
}

test('the table of routes is complete', () => {
  const described = Object.entries(contract.document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect([OF_NODES, OF_RULES, ...OF_NOBODY, ...ROUTES.map(({ operation }) => operation)].sort()).toEqual(
    described.sort(),
  );
});

test('a server that is no node of a cluster gives nobody its history', async () => {
  for (const role of [...ROLES, 'node']) {
    const answer = await tenant.call('/v1/bootstrap', {
      token: tenant.token('ann', { role, exp: inSeconds(60) }),
    });
    expect([answer.status, answer.json.code]).toEqual([404, 'not_found']);
    contract.expectKept(OF_NODES, answer);
  }
});

test('nobody raises the rules but who has the common secret', async () => {
  const raise = (token: string | null) => tenant.call('/v1/rules/raise', { method: 'POST', token, body: {} });
  for (const role of ROLES) {
    const answer = await raise(tenant.token('ann', { role, exp: inSeconds(60) }));
    expect([role, answer.status, answer.json.code]).toEqual([role, 401, 'unauthorized']);
    contract.expectKept(OF_RULES, answer);
  }
  const answer = await raise(await new NodeTokens([SECRET]).sign());
  expect([answer.status, answer.json]).toEqual([200, { raised: false }]);
  contract.expectKept(OF_RULES, answer);
});

describe.each(ROUTES)('$operation', (route) => {
  test(`needs the role ${route.least} or above`, async () => {
    for (const role of ROLES) {
      const answer = await call(route, { token: tenant.token('ann', { role }) });
      const may = ROLES.indexOf(role) >= ROLES.indexOf(route.least);
      expect([role, answer.status < 300]).toEqual([role, may]);
      if (!may)
        expect({ status: answer.status, code: answer.json.code }).toEqual({
          status: 403,
          code: 'not_allowed',
        });
      contract.expectKept(route.operation, answer);
    }
    if (route.takesAway) await makeCatalogue();
  });

  test('needs a token', async () => {
    const expired = tenant.token('ann', { role: 'admin', exp: inSeconds(-5) });
    for (const token of [null, '', 'x', 'a.b.c', expired]) {
      const answer = await call(route, { token });
      expect({ status: answer.status, code: answer.json.code }).toEqual({
        status: 401,
        code: 'unauthorized',
      });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      contract.expectKept(route.operation, answer);
    }
  });
});

describe.each(ROUTES.filter(ofSession))('$operation of a session', (route) => {
  test('outside the token’s event looks as if there were none', async () => {
    const token = tenant.token('ann', { role: 'admin', event: 'e2' });
    const hidden = await call(route, { token });
    const missing = await call(route, { token, path: pathOf(route, 'missing') });
    if (route.operation === 'PUT /v1/sessions/{id}') {
      expect([hidden.status, hidden.json.code]).toEqual([409, 'id_taken']);
    } else if (missing.status === 404) {
      expect(hidden.text).toBe(missing.text);
      expect(hidden.json.code).toBe('not_found');
    } else expect([hidden.status, hidden.json.code]).toEqual([404, 'not_found']);
    contract.expectKept(route.operation, hidden);
  });

  test('of another tenant is not there', async () => {
    const stranger = server.tenant();
    const token = stranger.token('eve', { role: 'admin' });
    if (route.operation === 'PUT /v1/sessions/{id}')
      return expect((await call(route, { token })).status).toBe(201);
    const answer = await call(route, { token, path: pathOf(route, 's1') });
    if (/counters|present|series/.test(route.operation)) {
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('"concurrent":1');
    } else expect([answer.status, answer.json.code]).toEqual([404, 'not_found']);
  });

  test.each(['%00', '%zz', 'a%20b', 'a'.repeat(129), '%F0%9F%8E%89', 'a%1Fb', '%ED%A0%80'])(
    'with the id %s is a bad request',
    async (id) => {
      const path = pathOf(route, 's1').replace('s1', id);
      const answer = await call(route, { path });
      expect({ status: answer.status, code: answer.json.code }).toEqual({
        status: 400,
        code: 'invalid_request',
      });
      expect(answer.json.errors).toMatchObject([
        { path: route.operation.includes('scope') ? 'scope' : 'id' },
      ]);
    },
  );
});

describe.each(WRITES)('$operation', (route) => {
  const send = (body: string | Buffer, headers: Record<string, string> = {}) =>
    tenant.call(pathOf(route), {
      ...{ method: methodOf(route), body: body.toString(), headers },
      token: tenant.token('desk', { role: 'admin' }),
    });

  test.each(['{', '', 'null x', '{"a":1,}', '\u0000', '[', "{'a':1}"])(
    'does not take the body %j',
    async (body) => {
      const answer = await send(body, { 'content-type': 'application/json' });
      expect({ status: answer.status, code: answer.json.code }).toEqual({
        status: 400,
        code: 'invalid_request',
      });
      contract.expectKept(route.operation, answer);
    },
  );

  test.each(['null', '5', '"text"', '[]', '[{}]', 'true'])(
    'takes no body but an object: %s',
    async (body) => {
      const answer = await send(body);
      expect(answer.status).toBe(400);
      expect(answer.json.errors).toMatchObject([{ message: expect.any(String) }]);
    },
  );

  test('names every field that there is not', async () => {
    const good = JSON.stringify(route.body).slice(1, -1);
    const answer = await send(`{"titel":1,"constructor":{"a":1},"__proto__":{"b":1}${good && ','}${good}}`);
    expect(answer.status).toBe(400);
    const errors = answer.json.errors as { path: string }[];
    expect(errors.map(({ path }) => path)).toEqual(['titel', 'constructor', '__proto__']);
    contract.expectKept(route.operation, answer);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonx',
    '',
  ])('does not take %j', async (type) => {
    const answer = await send('{}', { 'content-type': type });
    expect({ status: answer.status, code: answer.json.code }).toEqual({
      status: 415,
      code: 'unsupported_media_type',
    });
    contract.expectKept(route.operation, answer);
  });

  test('takes JSON with parameters, in any case', async () => {
    const answer = await send(JSON.stringify(route.body), {
      'content-type': 'Application/JSON; charset=utf-8',
    });
    expect(answer.status).toBeLessThan(300);
  });

  test('takes a mebibyte of body and not a byte more', async () => {
    const good = JSON.stringify(route.body);
    const size = 1024 * 1024;
    expect((await send(good.padEnd(size))).status).toBeLessThan(300);
    const answer = await send(good.padEnd(size + 1));
    expect({ status: answer.status, code: answer.json.code }).toEqual({ status: 413, code: 'too_large' });
    contract.expectKept(route.operation, answer);
  });

  test('does not unpack what is compressed', async () => {
    const token = tenant.token('desk', { role: 'admin' });
    const body = gzipSync(JSON.stringify(route.body));
    const head = `${methodOf(route)} ${pathOf(route)} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`;
    expect(statusOf(await exchange(server.port, Buffer.concat([Buffer.from(head), body])))).toBe(415);
  });
});

describe('methods', () => {
  test.each(['PATCH', 'OPTIONS', 'POST'])(
    '%s of an event is not allowed, and it is said what is',
    async (method) => {
      const body = method === 'OPTIONS' ? undefined : {};
      const { status, json, headers } = await tenant.call('/v1/events/e1', { method, body });
      expect({ status, code: json.code }).toEqual({ status: 405, code: 'method_not_allowed' });
      expect(headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'PUT']);
    },
  );

  test.each(['/v1/nothing', '/v1', '/v1/events/e1/nothing', '/v1/sessions/a/b', '/nothing', '/V1/events/e1'])(
    '%s is not there, by any method',
    async (path) => {
      for (const [method, body] of [['GET'], ['DELETE'], ['PUT', {}], ['PATCH', {}]] as const) {
        const { status, json } = await tenant.call(path, { method, body });
        expect([method, status, json.code]).toEqual([method, 404, 'not_found']);
      }
    },
  );

  test('without a token one does not learn what is there', async () => {
    const answers = await Promise.all(
      ['/v1/events/e1', '/v1/nothing', '/v1/sessions/s1/summary'].map((path) =>
        tenant.call(path, { token: null }),
      ),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  test('headers that ask for another method are ignored', async () => {
    const headers = { 'x-http-method-override': 'PUT', 'x-method-override': 'PUT' };
    const { status } = await tenant.call('/v1/events/e1', { headers });
    expect(status).toBe(200);
    expect((await tenant.call('/v1/events/e3', { headers })).status).toBe(404);
  });
});

describe('requests as they come over the wire', () => {
  const authorization = () => `Authorization: Bearer ${tenant.token('desk', { role: 'operator' })}`;
  const put = (headers: string, body: string) =>
    exchange(
      server.port,
      `PUT /v1/events/w HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`,
    );

  test('a body may come in chunks', async () => {
    const answer = await put(`${authorization()}\r\nTransfer-Encoding: chunked`, '2\r\n{}\r\n0\r\n\r\n');
    expect(statusOf(answer)).toBeLessThan(300);
  });

  test('a body in chunks is bounded as well', async () => {
    const raw = await RawSocket.open(server.port);
    raw.write(
      `PUT /v1/events/w HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${authorization()}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    for (let sent = 0; sent < 18; sent++) raw.write(`10000\r\n${' '.repeat(0x10000)}\r\n`);
    await raw.until((text) => text.includes('"code":"too_large"'));
    raw.destroy();
  });

  test('a length and chunks together are refused', async () => {
    const answer = await put(
      `${authorization()}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked`,
      '2\r\n{}\r\n0\r\n\r\n',
    );
    expect(statusOf(answer)).toBe(400);
  });

  test('two Authorization headers are none', async () => {
    expect(statusOf(await put(`${authorization()}\r\n${authorization()}\r\nContent-Length: 2`, '{}'))).toBe(
      401,
    );
  });

  test('a request that is refused before its body has come does not spoil the connection', async () => {
    const raw = await RawSocket.open(server.port);
    const size = 400_000;
    raw.write(
      `PUT /v1/events/w HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${size}\r\n\r\n`,
    );
    raw.write('x'.repeat(size / 2));
    await raw.until((text) => text.includes('"code":"unauthorized"'));
    raw.write('x'.repeat(size / 2));
    raw.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await raw.until((text) => text.includes('{"status":"ok"}'));
    raw.destroy();
  });

  test('several requests in one breath are answered in order', async () => {
    const raw = await RawSocket.open(server.port);
    const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    raw.write(get('/livez'));
    await raw.until((text) => text.includes('"ok"'));
    raw.write(get('/readyz'));
    await raw.until((text) => text.includes('"ready"'));
    raw.destroy();
  });
});

test('a failure of the server never shows its inside', async () => {
  for (const route of READS) {
    const { text } = await call(route, { path: `${pathOf(route)}?limit=x&from=y&step=z&cursor=%00` });
    expect(text).not.toMatch(/at .*\.ts|node_modules|Error:/);
  }
  expect(server.errorsLogged).toEqual([]);
});
