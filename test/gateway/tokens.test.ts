import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { PlainClient } from '../support/plain-client.ts';
import { SocketIoClient } from '../support/socketio-client.ts';
import { type TestServer, useTestServer } from '../support/test-server.ts';
import { inSeconds, mint, SECRET, segment, signed } from '../support/tokens.ts';

const OTHER_SECRET = 'another-secret-of-at-least-32-bytes!!';

/** The code of the close over a plain WebSocket (0: welcomed), and the status of a request, with the same token. */
async function verdict(server: TestServer, token: string): Promise<{ close: number; status: number }> {
  const client = await PlainClient.open(server.url);
  client.send({ type: 'auth', token });
  const close = await client.admission();
  client.cut();
  // A token that is no text for a header cannot be sent in one.
  const sendable = /^[\x21-\x7e]{1,3000}$/.test(token);
  const { status } = sendable
    ? await server.call('/v1/series/session:none', { token })
    : { status: close === 0 ? 200 : 401 };
  return { close, status: status === 401 ? 401 : 200 };
}

const REFUSED = { close: 4401, status: 401 };
const ACCEPTED = { close: 0, status: 200 };

function withoutPadding(text: string): string {
  return text.replace(/=+$/, '');
}

/** A good token with its segments changed. */
function changed(change: (head: string, body: string, signature: string) => string): string {
  const [head = '', body = '', signature = ''] = mint().split('.');
  return change(head, body, signature);
}

/** Signed over segments in the alphabet of plain base64. */
function standardBase64(): string {
  const body = withoutPadding(
    Buffer.from(
      JSON.stringify({ sub: 'ann', org: 'acme', role: 'attendee', exp: 9e9, name: '???>>>' }),
    ).toString('base64'),
  );
  return signed(segment({ alg: 'HS256' }), body);
}

const MALFORMED: readonly (readonly [string, string])[] = [
  ['that is empty', ''],
  ['of one segment', 'abc'],
  ['of two segments', changed((head, body) => `${head}.${body}`)],
  ['without a signature', changed((head, body) => `${head}.${body}.`)],
  ['of four segments', changed((head, body, signature) => `${head}.${body}.${signature}.${signature}`)],
  ['of dots', '...'],
  ['with padding', changed((head, body, signature) => `${head}.${body}.${signature}=`)],
  ['with a space before it', ` ${mint()}`],
  ['with a line break after it', `${mint()}\n`],
  ['with a space inside', changed((head, body, signature) => `${head}. ${body}.${signature}`)],
  ['in the alphabet of plain base64', standardBase64()],
  ['of 16 KB', mint({ name: 'n'.repeat(12_000) })],
  ['whose header is no JSON', signed(segment('{alg'), segment({}))],
  ['whose header is a list', signed(segment(['HS256']), segment({}))],
  ['whose payload is no JSON', signed(segment({ alg: 'HS256' }), segment('{sub'))],
  ['whose payload is a list', signed(segment({ alg: 'HS256' }), segment(['ann']))],
  [
    'whose payload was changed',
    changed((head, _body, signature) => `${head}.${segment({ sub: 'eve' })}.${signature}`),
  ],
  [
    'whose signature was cut',
    changed((head, body, signature) => `${head}.${body}.${signature.slice(0, -4)}`),
  ],
  ['whose signature goes on', changed((head, body, signature) => `${head}.${body}.${signature}AAAA`)],
  ['signed with another secret', mint({}, { secret: OTHER_SECRET })],
  ['signed with an empty secret', mint({}, { secret: '' })],
];

const HEADERS: readonly (readonly [string, Record<string, unknown>])[] = [
  ['alg HS384', { alg: 'HS384' }],
  ['alg hs256', { alg: 'hs256' }],
  ['alg RS256', { alg: 'RS256' }],
  ['no alg', { alg: undefined }],
  ['a list as alg', { alg: ['HS256'] }],
  ['crit', { crit: ['exp'] }],
  ['an empty crit', { crit: [] }],
  ['another type of token', { typ: 'secevent+jwt' }],
];

const CLAIMS: readonly (readonly [string, Record<string, unknown>])[] = [
  ['no exp', { exp: undefined }],
  ['a text as exp', { exp: String(inSeconds(60)) }],
  ['null as exp', { exp: null }],
  ['a past exp', { exp: inSeconds(-1) }],
  ['exp 0', { exp: 0 }],
  ['a negative exp', { exp: -1e308 }],
  ['nbf after the leeway', { nbf: inSeconds(90) }],
  ['a text as nbf', { nbf: 'soon' }],
  ['no sub', { sub: undefined }],
  ['a number as sub', { sub: 1 }],
  ['an empty sub', { sub: '' }],
  ['an object as sub', { sub: {} }],
  ['a sub of 129 characters', { sub: 'a'.repeat(129) }],
  ['a sub with a control character', { sub: 'a\u001fb' }],
  ['a sub with a space', { sub: 'a b' }],
  ['an emoji as sub', { sub: '🎉' }],
  ['no org', { org: undefined }],
  ['a list as org', { org: ['acme'] }],
  ['an empty event', { event: '' }],
  ['a number as event', { event: 5 }],
  ['no role', { role: undefined }],
  ['an unknown role', { role: 'root' }],
  ['a role in capitals', { role: 'ADMIN' }],
  ['a list of roles', { role: ['admin'] }],
  ['a role from the prototype', { role: 'constructor' }],
  ['a number as name', { name: 5 }],
  ['a list as email', { email: [] }],
];

const GOOD: readonly (readonly [string, string])[] = [
  ['with nothing but what it must have', mint()],
  ['of type at+jwt', mint({}, { header: { typ: 'at+jwt' } })],
  ['without a type', mint({}, { header: { typ: undefined } })],
  ['with a decimal exp', mint({ exp: inSeconds(3600.5) })],
  ['that expires in the year 275760 and later', mint({ exp: 1e308 })],
  ['with nbf within the leeway', mint({ nbf: inSeconds(30) })],
  ['with an issuer and an audience that nobody asked for', mint({ iss: 'x', aud: ['y'] })],
  ['with a sub of 128 characters of any script', mint({ sub: 'ж'.repeat(128) })],
  ['with claims that we do not know', mint({ __proto__: null, constructor: { prototype: 1 } })],
];

describe('HS256 tokens', () => {
  const server = useTestServer();

  test.each(GOOD)('a token %s is accepted', async (_what, token) => {
    expect(await verdict(server, token)).toEqual(ACCEPTED);
  });

  test.each(MALFORMED)('a token %s is refused', async (_what, token) => {
    expect(await verdict(server, token)).toEqual(REFUSED);
  });

  test.each(['none', 'None', 'nOnE', 'NONE', ''])(
    'a token of alg %j is refused, signed or not',
    async (alg) => {
      const body = segment({ sub: 'ann', org: 'acme', role: 'admin', exp: inSeconds(60) });
      for (const token of [
        `${segment({ alg })}.${body}.`,
        `${segment({ alg })}.${body}.${segment('x')}`,
        signed(segment({ alg }), body),
      ]) {
        expect(await verdict(server, token)).toEqual(REFUSED);
      }
    },
  );

  test.each(HEADERS)('a token with %s in its header is refused', async (_what, header) => {
    expect(await verdict(server, mint({}, { header }))).toEqual(REFUSED);
  });

  test.each(CLAIMS)('a token with %s is refused', async (_what, claims) => {
    expect(await verdict(server, mint(claims))).toEqual(REFUSED);
  });

  test('an exp too large for a number is refused', async () => {
    const body = '{"sub":"ann","org":"acme","role":"admin","exp":1e309}';
    expect(await verdict(server, signed(segment({ alg: 'HS256' }), segment(body)))).toEqual(REFUSED);
  });

  test.each([
    { kid: '../../../dev/null' },
    { kid: "' OR 1=1 --" },
    { jwk: { kty: 'oct', k: segment(OTHER_SECRET) } },
    { jku: 'http://127.0.0.1:9/keys' },
    { x5u: 'http://127.0.0.1:9/keys' },
  ])('what %j in a header says about keys does not matter', async (header) => {
    expect(await verdict(server, mint({}, { header }))).toEqual(ACCEPTED);
    expect(await verdict(server, mint({}, { header, secret: OTHER_SECRET }))).toEqual(REFUSED);
  });

  test.each([
    ['Basic', (token: string) => `Basic ${token}`],
    ['nothing', () => ''],
    ['no scheme', (token: string) => token],
    ['two tokens', (token: string) => `Bearer ${token}, Bearer ${token}`],
    ['more after it', (token: string) => `Bearer ${token} x`],
  ])('an Authorization header with %s is refused', async (_what, header) => {
    const headers = { authorization: header(mint({ role: 'operator' })) };
    expect((await server.call('/v1/series/session:none', { headers })).status).toBe(401);
    expect((await server.call('/v1/counters/session:none', { headers })).status).toBe(401);
  });

  test('the scheme of an Authorization header may be written in any case', async () => {
    const headers = { authorization: `bEARER ${mint({ role: 'operator' })}` };
    expect((await server.call('/v1/counters/session:none', { headers })).status).toBe(200);
  });

  test('a token in a query counts for nothing, and gets into no log', async () => {
    const token = mint({ role: 'admin' });
    expect((await server.call(`/v1/series/session:none?token=${token}&access_token=${token}`)).status).toBe(
      401,
    );
    const io = new SocketIoClient(`${server.url}?token=${token}`, { auth: {} });
    expect((await io.closed).code).toBe(4401);
    const plain = await PlainClient.open(server.url);
    plain.send({ type: 'join', session: 's1', token });
    expect((await plain.closed).code).toBe(4401);
    expect(server.logged.join('\n')).not.toContain(token.slice(0, 20));
  });

  test.each([[{}], [{ token: 5 }], [{ token: null }], [{ token: { toString: 'x' } }], [{ token: '' }]])(
    'Socket.IO refuses a handshake of %j with the code in the error',
    async (auth) => {
      const client = new SocketIoClient(server.url, { auth });
      expect(await client.closed).toEqual({ code: 4401, reason: 'unauthorized' });
      expect(client.refusedBecause).toMatchObject({ data: { code: 'unauthorized' } });
    },
  );

  test.concurrent.each(['plain', 'socketio'] as const)(
    'an expired token closes its %s connection within a second, joined or not',
    async (transport) => {
      const tenant = server.tenant(transport);
      const exp = inSeconds(1.5);
      const [joined, idle] = [await tenant.enter('ann', 's1', { exp }), await tenant.connect('bob', { exp })];
      for (const client of [joined, idle]) {
        client.beat(50);
        expect(await client.closed).toMatchObject({ code: 4401, reason: 'unauthorized' });
        expect(Date.now() / 1000 - exp).toBeGreaterThanOrEqual(0);
        expect(Date.now() / 1000 - exp).toBeLessThan(1);
      }
      const token = tenant.token('desk', { role: 'operator', exp });
      expect((await tenant.call('/v1/counters/session:s1', { token })).status).toBe(401);
    },
  );

  test.concurrent('a token that was good a moment ago is refused by REST once it has expired', async () => {
    const tenant = server.tenant();
    const exp = inSeconds(1);
    const token = tenant.token('desk', { role: 'operator', exp });
    expect((await tenant.call('/v1/counters/session:s1', { token })).status).toBe(200);
    await (await tenant.connect('desk', { exp })).closed;
    expect((await tenant.call('/v1/counters/session:s1', { token })).status).toBe(401);
  });

  test('no token, secret or signature has got into the log', () => {
    const log = server.logged.join('\n');
    expect(log).toContain('listening');
    expect(log).not.toMatch(/eyJ|signature/);
    expect(log).not.toContain(SECRET);
    expect(server.errorsLogged).toEqual([]);
  });
});

describe('with a new and an old secret', () => {
  const server = useTestServer({ JWT_SECRET: `${SECRET},${OTHER_SECRET}` });

  test('tokens of both are accepted, and the new one signs', async () => {
    expect(await verdict(server, mint())).toEqual(ACCEPTED);
    expect(await verdict(server, mint({}, { secret: OTHER_SECRET }))).toEqual(ACCEPTED);
    expect(await verdict(server, mint({}, { secret: `${SECRET},${OTHER_SECRET}` }))).toEqual(REFUSED);
    const body = { sub: 'ann' };
    const { json } = await server.tenant().call('/v1/tokens', { method: 'POST', body });
    const [head, payload, signature] = String(json.token).split('.');
    const expected = createHmac('sha256', SECRET).update(`${head}.${payload}`).digest('base64url');
    expect(signature).toBe(expected);
  });
});

describe('with an issuer and an audience', () => {
  const server = useTestServer({ JWT_ISSUER: 'https://id.example.org', JWT_AUDIENCE: 'headcount' });
  const iss = 'https://id.example.org';

  test.each([
    ['both', { iss, aud: 'headcount' }],
    ['several audiences', { iss, aud: ['other', 'headcount'] }],
  ])('a token with %s is accepted', async (_what, claims) => {
    expect(await verdict(server, mint(claims))).toEqual(ACCEPTED);
  });

  test.each([
    ['neither', {}],
    ['another issuer', { iss: 'https://id.example.com', aud: 'headcount' }],
    ['a list of issuers', { iss: [iss], aud: 'headcount' }],
    ['another audience', { iss, aud: 'headcount2' }],
    ['no audience', { iss }],
    ['an object as audience', { iss, aud: { headcount: true } }],
  ])('a token with %s is refused', async (_what, claims) => {
    expect(await verdict(server, mint(claims))).toEqual(REFUSED);
  });

  test('the tokens that the server mints have them', async () => {
    const token = mint({ role: 'operator', iss, aud: 'headcount' });
    const { json } = await server.call('/v1/tokens', { method: 'POST', token, body: { sub: 'bob' } });
    expect(await verdict(server, String(json.token))).toEqual(ACCEPTED);
  });
});
