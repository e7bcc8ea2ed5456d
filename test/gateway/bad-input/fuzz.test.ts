import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { CloseCode } from '../../../server/protocol/close-codes.ts';
import { ERRORS } from '../../../server/protocol/error-codes.ts';
import { frame } from '../../support/frames.ts';
import type { Received } from '../../support/inbox.ts';
import { PlainClient } from '../../support/plain-client.ts';
import { ENGINE_PATH, handshake, RawSocket } from '../../support/raw-socket.ts';
import { SOON } from '../../support/soon.ts';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';
import { Witness } from '../../support/witness.ts';

const CLOSE_CODES: readonly number[] = Object.values(CloseCode);

const server = useTestServer({ MAX_MESSAGES_PER_SECOND: 1_000_000, TIMEOUT_SECONDS: 10 });
let tenant: Tenant;
let witness: Witness;
beforeAll(async () => {
  tenant = server.tenant();
  witness = await Witness.of(server, tenant);
});

const word = fc.constantFrom(
  's1',
  's2',
  '',
  'session:s1',
  'event:e1',
  'organization:x',
  'live',
  'onDemand',
  'chat.message',
  'poll.open',
  'visibility',
  'x.a',
  '__proto__',
  'a\u0000b',
  '🎉',
  '\ud800',
);
const value = fc.oneof({ weight: 4, arbitrary: word }, fc.jsonValue({ maxDepth: 3 }), fc.constant(undefined));
const type = fc.constantFrom(
  'auth',
  'join',
  'heartbeat',
  'leave',
  'engage',
  'subscribe',
  'unsubscribe',
  'dance',
  'constructor',
);
/** Nearly a message: known names with values that may or may not fit. */
const message = fc.record(
  {
    type: fc.oneof({ weight: 9, arbitrary: type }, value),
    session: value,
    scope: value,
    mode: value,
    position: value,
    positions: fc.oneof(value, fc.dictionary(word, value)),
    id: value,
    action: value,
    data: fc.oneof(
      value,
      fc.dictionary(fc.constantFrom('text', 'poll', 'state', 'options', 'message'), value),
    ),
    feed: value,
    client: value,
    token: value,
  },
  { requiredKeys: ['type'] },
);

/** Text with a few characters cut out or put in. */
const damaged = fc
  .tuple(message, fc.nat(), fc.nat(20), fc.string({ unit: 'binary', maxLength: 5 }))
  .map(([good, at, cut, put]) => {
    const text = JSON.stringify(good);
    const start = at % text.length;
    return text.slice(0, start) + put + text.slice(start + cut);
  });

const text = fc.oneof(
  { weight: 5, arbitrary: message.map((good) => JSON.stringify(good)) },
  { weight: 2, arbitrary: damaged },
  fc.json(),
  fc.string({ unit: 'binary' }),
);

function expectKnown(received: readonly Received[]): void {
  for (const answer of received) {
    if (answer.type === 'error') expect(Object.keys(ERRORS)).toContain(answer.code);
  }
}

describe('whatever text comes', () => {
  test('a plain connection answers with a known code, ignores it, or closes with one', async () => {
    let client = await tenant.connect('ann', { role: 'moderator' });
    let rounds = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 10 }), async (texts) => {
        if (!(client instanceof PlainClient)) throw new Error('the tenant connects plainly');
        for (const one of texts) client.raw(one);
        const sentinel = `sentinel-${++rounds}`;
        const stays = await client.request({ type: 'unsubscribe', scope: 'session:none', id: sentinel }).then(
          () => true,
          () => false,
        );
        expectKnown(client.inbox.waiting('error'));
        if (stays) return;
        expect(CLOSE_CODES).toContain((await client.closed).code);
        client = await tenant.connect('ann', { role: 'moderator' });
      }),
      { numRuns: 150 },
    );
    client.cut();
    await witness.hasNoticedNothing();
  });

  test('Socket.IO answers, ignores it or closes, and leaves nothing behind', async () => {
    const packet = fc.oneof(
      {
        weight: 4,
        arbitrary: message.map(({ type: name, ...data }) => `42${JSON.stringify([name ?? null, data])}`),
      },
      fc.tuple(fc.nat(9), fc.nat(9), fc.json()).map(([engine, kind, json]) => `${engine}${kind}${json}`),
      fc.tuple(fc.nat(99), fc.jsonValue()).map(([id, json]) => `42${id}${JSON.stringify(['join', json])}`),
      damaged.map((one) => `42["join",${one}]`),
      fc.string({ unit: 'binary' }),
    );
    const hello = frame({ payload: `40${JSON.stringify({ token: tenant.token('ann') })}` });
    await fc.assert(
      fc.asyncProperty(fc.array(packet, { minLength: 1, maxLength: 20 }), async (packets) => {
        const raw = await RawSocket.upgraded(server.port, ENGINE_PATH);
        raw.write(hello);
        await raw.until((all) => all.includes('"welcome"'));
        raw.write(Buffer.concat(packets.map((payload) => frame({ payload }))));
        raw.socket.end();
        await raw.closed;
      }),
      { numRuns: 80 },
    );
    await expect.poll(() => server.metric('headcount_socketio_clients'), SOON).toBe(0);
    await witness.hasNoticedNothing();
  });
});

test('whatever frames come, the server lives and keeps no connection', async () => {
  const anyFrame = fc
    .record({
      opcode: fc.nat(15),
      payload: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      final: fc.boolean(),
      reserved: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat(7)),
      masked: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
    })
    .map(frame);
  const bytes = fc.oneof(
    { weight: 4, arbitrary: anyFrame },
    fc.uint8Array({ maxLength: 50 }).map((some) => Buffer.from(some)),
    text.map((payload) => frame({ payload })),
  );
  const token = tenant.token('ann');
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 10 }), fc.boolean(), async (parts, knows) => {
      const raw = knows
        ? await RawSocket.authenticated(server.port, token)
        : await RawSocket.upgraded(server.port);
      raw.write(Buffer.concat(parts));
      raw.socket.end();
      await raw.closed;
    }),
    { numRuns: 150 },
  );
  await expect.poll(() => server.metric('headcount_connections'), SOON).toBe(1);
  await witness.hasNoticedNothing();
});

test('whatever request comes, the server lives', async () => {
  const path = fc.constantFrom(
    '/',
    '/v1/ws',
    '/v1/events/e1',
    '/v1/counters/session:s1',
    '/socket.io/',
    '/%00',
    '/..',
    '*',
  );
  const line = fc.tuple(
    fc.constantFrom('GET', 'PUT', 'POST', 'TRACE', 'HEAD', 'OPTIONS', 'get', 'PRI', ''),
    fc.oneof(path, fc.webPath()),
    fc.oneof(
      fc.constant(''),
      fc.webQueryParameters().map((query) => `?${query}`),
    ),
    fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', ''),
  );
  const header = fc.oneof(
    fc.constantFrom(
      'Host: localhost',
      'Upgrade: websocket',
      'Content-Length: 5',
      'Content-Length: -1',
      'Content-Length: 99999999999999999999',
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: gzip, chunked',
      'Content-Type: application/json',
      'Connection: close',
      'Expect: 100-continue',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
      `Authorization: Bearer ${tenant.token('desk', { role: 'admin' })}`,
    ),
    fc.string({ unit: 'binary-ascii', maxLength: 30 }),
  );
  const request = fc
    .tuple(line, fc.array(header, { maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 100 }))
    .map(([[method, target, query, version], headers, body]) =>
      [`${method} ${target}${query} ${version}`, ...headers, '', body].join('\r\n'),
    );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 9, arbitrary: request }, fc.constant(handshake('/v1/ws'))),
      async (sent) => {
        const raw = await RawSocket.open(server.port);
        raw.write(sent);
        raw.socket.end();
        await raw.closed;
      },
    ),
    { numRuns: 200 },
  );
  await witness.hasNoticedNothing();
});
