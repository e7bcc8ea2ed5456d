import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ALGORITHMS, KeySet, useKeySet } from '../support/key-set.ts';
import { PlainClient } from '../support/plain-client.ts';
import { SocketIoClient } from '../support/socketio-client.ts';
import { SOON } from '../support/soon.ts';
import type { TestClient } from '../support/test-client.ts';
import { useTestServer } from '../support/test-server.ts';
import { inSeconds, mint, SECRET, segment } from '../support/tokens.ts';

const OPERATOR = { sub: 'desk', org: 'acme', role: 'operator' };

/** 0 when the token is let in over a plain WebSocket, else the code of the close. */
async function closeCode(url: string, token: string): Promise<number> {
  const client = await PlainClient.open(url);
  client.send({ type: 'auth', token });
  const code = await client.admission();
  client.cut();
  return code;
}

const keys = useKeySet();

describe('with a key set', () => {
  const server = useTestServer(() => ({ JWKS_URL: keys.url, JWT_SECRET: undefined }));

  test.each(ALGORITHMS)(
    '%s tokens of the set are accepted by both transports and REST',
    async (algorithm) => {
      const token = await keys.sign(algorithm, OPERATOR);
      expect(await closeCode(server.url, token)).toBe(0);
      const io = new SocketIoClient(server.url, { auth: { token } });
      expect((await io.welcome()).attendeeId).toBe('desk');
      io.close();
      expect((await server.call('/v1/counters/session:s1', { token })).status).toBe(200);
      expect((await server.call('/v1/series/session:s1', { token })).status).toBe(200);
    },
  );

  test('HS256 tokens are refused, above all those signed with a public key', async () => {
    const { spki, jwk } = await keys.publicKey('RS256');
    for (const secret of [spki, spki.trim(), String(jwk.n), JSON.stringify(jwk), SECRET]) {
      for (const header of [{}, { kid: 'RS256' }]) {
        expect(await closeCode(server.url, mint(OPERATOR, { secret, header }))).toBe(4401);
      }
    }
  });

  test('the alg of a token does not choose the key', async () => {
    const token = await keys.sign('RS256', OPERATOR);
    const [, body, signature] = token.split('.');
    for (const alg of ['none', 'HS256', 'RS512', 'PS256', 'ES256', 'EdDSA']) {
      const head = segment({ alg, kid: 'RS256' });
      expect(await closeCode(server.url, `${head}.${body}.${signature}`)).toBe(4401);
    }
  });

  test('a signature of zeros is refused', async () => {
    const [head, body] = (await keys.sign('ES256', OPERATOR)).split('.');
    expect(await closeCode(server.url, `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`)).toBe(
      4401,
    );
  });

  test('keys that a header brings or points to are never followed', async () => {
    const attacker = new KeySet();
    await attacker.start();
    const { jwk } = await attacker.publicKey('ES256');
    for (const header of [{ jwk }, { jku: attacker.url }, { x5u: attacker.url }, { kid: attacker.url }]) {
      expect(await closeCode(server.url, await attacker.sign('ES256', OPERATOR, header))).toBe(4401);
    }
    expect(attacker.requests).toBe(0);
    await attacker.stop();
  });

  test.each([
    { kid: 'unknown' },
    { kid: '../../etc/passwd' },
    { crit: ['b64'], b64: true },
    { typ: 'secevent+jwt' },
  ])('a header with %j is refused', async (header) => {
    expect(await closeCode(server.url, await keys.sign('RS256', OPERATOR, header))).toBe(4401);
  });

  test.each([
    ['no exp', { exp: undefined }],
    ['an exp of a moment ago', { exp: Math.floor(inSeconds(-2)) }],
    ['nbf after the leeway', { nbf: inSeconds(90) }],
    ['an unknown role', { role: 'root' }],
    ['no org', { org: undefined }],
  ])('a token with %s is refused', async (_what, claims) => {
    expect(await closeCode(server.url, await keys.sign('ES256', { ...OPERATOR, ...claims }))).toBe(4401);
  });

  test('an issuer’s clock may be ahead by less than a minute', async () => {
    const token = await keys.sign('ES256', { ...OPERATOR, nbf: inSeconds(30) });
    expect(await closeCode(server.url, token)).toBe(0);
  });

  test('what is sent before the welcome is answered after it, in order', async () => {
    const client = await PlainClient.open(server.url);
    const answers = [
      client.request({ type: 'auth', token: await keys.sign('ES256', OPERATOR), id: 'a' }),
      client.request({ type: 'join', session: 's1', id: 'b' }),
      client.request({ type: 'auth', token: 'again', id: 'c' }),
    ];
    client.send('h');
    expect((await Promise.all(answers)).map((answer) => answer.type)).toEqual(['welcome', 'joined', 'error']);
    client.cut();
  });

  test('what is sent before a refusal changes nothing', async () => {
    const client: TestClient = await PlainClient.open(server.url);
    client.send({ type: 'auth', token: await keys.sign('ES256', { ...OPERATOR, role: 'root' }) });
    client.send({ type: 'join', session: 'secret-door' });
    expect((await client.closed).code).toBe(4401);
    const token = await keys.sign('ES256', OPERATOR);
    expect((await server.call('/v1/sessions/secret-door', { token })).status).toBe(404);
  });

  test('clients that hang up while their token is verified leave nothing behind', async () => {
    const token = await keys.sign('RS256', OPERATOR);
    const handshake = [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      'Host: localhost',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
      '\r\n',
    ].join('\r\n');
    const packet = Buffer.from(`40${JSON.stringify({ token })}`);
    const frame = Buffer.alloc(8 + packet.length);
    frame.writeUInt16BE(0x81fe);
    frame.writeUInt16BE(packet.length, 2);
    packet.copy(frame, 8);
    const hangUp = () =>
      new Promise<void>((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => socket.write(handshake));
        socket.once('data', () => socket.write(frame, () => socket.resetAndDestroy()));
        socket.on('error', () => {});
        socket.on('close', () => resolve());
      });
    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 20 }, hangUp));
    const beside = new SocketIoClient(server.url, { auth: { token } });
    await beside.welcome();
    await expect.poll(() => server.metric('headcount_socketio_clients'), SOON).toBe(1);
    expect(await server.metric('headcount_connections')).toBe(1);
    beside.close();
    expect(server.errorsLogged).toEqual([]);
  });

  test('the server mints no tokens', async () => {
    const token = await keys.sign('RS256', OPERATOR);
    const { status, json } = await server.call('/v1/tokens', { method: 'POST', token, body: { sub: 'bob' } });
    expect({ status, code: json.code }).toEqual({ status: 503, code: 'unavailable' });
  });

  test('no token has got into the log', () => {
    expect(server.logged.join('\n')).not.toContain('eyJ');
  });
});

describe('with a key set that takes its time', () => {
  const slow = useKeySet();
  const server = useTestServer(() => ({ JWKS_URL: slow.url, JWT_SECRET: undefined }));

  test('only so much is kept of who talks on before the welcome', async () => {
    const release = slow.hold();
    const client = await PlainClient.open(server.url);
    client.send({ type: 'auth', token: await slow.sign('RS256', OPERATOR) });
    for (let index = 0; index < 40; index++) client.send({ type: 'join', session: `s${index}` });
    expect(await client.closed).toMatchObject({ code: 4429, reason: 'too_many_messages' });
    release();
  });
});

describe('with a key set and a secret', () => {
  const server = useTestServer(() => ({ JWKS_URL: keys.url }));

  test('both kinds of token are accepted, each with its own key only', async () => {
    expect(await closeCode(server.url, mint())).toBe(0);
    expect(await closeCode(server.url, await keys.sign('RS256', OPERATOR))).toBe(0);
    const { spki } = await keys.publicKey('RS256');
    expect(await closeCode(server.url, mint({}, { secret: spki }))).toBe(4401);
  });
});

describe('with a key set that is not there', () => {
  const server = useTestServer({ JWKS_URL: 'http://127.0.0.1:9/keys', JWT_SECRET: undefined });

  test('tokens are refused and the server goes on', async () => {
    const token = await keys.sign('RS256', OPERATOR);
    expect(await closeCode(server.url, token)).toBe(4401);
    expect((await server.call('/v1/counters/session:s1', { token })).status).toBe(401);
    expect((await server.call('/livez')).status).toBe(200);
  });
});
