import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { NodeTokens } from '../../server/bootstrap/node-tokens.ts';
import { useContract } from '../support/contract.ts';
import { exchange, statusOf } from '../support/raw-socket.ts';
import { settledReport } from '../support/reports.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';
import { inSeconds, SECRET } from '../support/tokens.ts';
import { methods } from './requests/methods.suite.ts';
import { HOOK, ROLES, ROUTES, type Route, RULE } from './requests/routes.ts';
import { wire } from './requests/wire.suite.ts';

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
const contract = useContract(server);
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

methods(() => tenant);
wire(server, () => tenant);

test('a failure of the server never shows its inside', async () => {
  for (const route of READS) {
    const { text } = await call(route, { path: `${pathOf(route)}?limit=x&from=y&step=z&cursor=%00` });
    expect(text).not.toMatch(/at .*\.ts|node_modules|Error:/);
  }
  expect(server.errorsLogged).toEqual([]);
});
