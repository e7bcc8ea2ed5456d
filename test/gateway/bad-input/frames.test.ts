import { beforeAll, describe, expect, test } from 'vitest';
import { type FrameOptions, frame, Opcode } from '../../support/frames.ts';
import { PlainClient } from '../../support/plain-client.ts';
import { exchange, handshake, isWhole, RawSocket, statusOf } from '../../support/raw-socket.ts';
import { SOON } from '../../support/soon.ts';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';
import { Witness } from '../../support/witness.ts';

const JOIN = '{"type":"join","session":"s1","id":"é"}';
const { text, binary, close, ping, continuation } = Opcode;

const closing = (code: number, reason: Buffer | string = '') => {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return { opcode: close, payload: Buffer.concat([payload, Buffer.from(reason)]) };
};

const server = useTestServer({
  MAX_MESSAGES_PER_SECOND: 100_000,
  MAX_MESSAGE_BYTES: 65_536,
  TIMEOUT_SECONDS: 5,
});
let tenant: Tenant;
let witness: Witness;
beforeAll(async () => {
  tenant = server.tenant();
  witness = await Witness.of(server, tenant);
});

const enter = () => RawSocket.authenticated(server.port, tenant.token('ann'));

describe('text frames that hold no JSON object', () => {
  test.each([
    '',
    ' ',
    '{',
    'null',
    '5',
    '"h"',
    'true',
    '[]',
    '[{"type":"join","session":"s1"}]',
    'hh',
    'h ',
    'H',
    '\ufeff{"type":"join","session":"s1"}',
    "{'type':'join'}",
    '{"type":"join","session":"s1",}',
    '{"type":"join","session":"s1","position":NaN}',
    '{"type":"join","session":"s1"}{}',
    '\u0000',
    '['.repeat(30_000),
    '{"a":'.repeat(12_000),
    `${'['.repeat(32_000)}${']'.repeat(32_000)}`,
  ])('%# close with 4400', async (payload) => {
    const raw = await enter();
    raw.write(frame({ payload }));
    await raw.closed;
    expect(raw.closeCode).toBe(4400);
  });

  test('close with 4400 before authentication, too', async () => {
    const raw = await RawSocket.upgraded(server.port);
    raw.write(frame({ payload: 'hello' }));
    await raw.closed;
    expect(raw.closeCode).toBe(4400);
  });

  test.each([
    'h',
    '{"type":"join","session":"s1"}',
    '{"type":"dance"}',
    '{}',
    '{"type":"auth"}',
    '{"type":"auth","token":null}',
    '{"type":"auth","token":5}',
    '{"type":"auth","token":""}',
  ])('%s before authentication closes with 4401', async (payload) => {
    const raw = await RawSocket.upgraded(server.port);
    raw.write(frame({ payload }));
    await raw.closed;
    expect(raw.closeCode).toBe(4401);
  });
});

describe('JSON that can be read in more than one way', () => {
  test.each([
    [
      'the last of two equal keys counts',
      '{"type":"leave","type":"join","session":"x","session":"s9","id":"k"}',
      '"s9"',
    ],
    [
      'a number beyond all numbers is refused',
      '{"type":"join","session":"s9","position":1e309,"id":"k"}',
      'invalid_message',
    ],
    ['an escaped key is the key', '{"\\u0074ype":"join","session":"s\\u0039","id":"k"}', '"s9"'],
    ['a type that is a list is unknown', '{"type":["join"],"session":"s9","id":"k"}', 'unknown_type'],
    ['no type is unknown', '{"session":"s9","id":"k"}', 'unknown_type'],
    [
      'deep nesting where nothing is read is ignored',
      `{"type":"join","session":"s9","id":"k","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      '"s9"',
    ],
  ])('%s', async (_what, payload, expected) => {
    const raw = await enter();
    raw.write(frame({ payload }));
    const answer = await raw.until((all) => all.includes('"id":"k"'));
    expect(answer).toContain(expected);
    raw.destroy();
  });
});

describe('frames', () => {
  test('a binary frame closes with 4400, even if it says h', async () => {
    for (const payload of ['h', '', JOIN]) {
      const raw = await enter();
      raw.write(frame({ opcode: binary, payload }));
      await raw.closed;
      expect(raw.closeCode).toBe(4400);
    }
  });

  test.each<readonly [string, readonly FrameOptions[]]>([
    ['invalid UTF-8', [{ payload: Buffer.from([0xff, 0xfe]) }]],
    ['UTF-8 of a surrogate', [{ payload: Buffer.from([0xed, 0xa0, 0x80]) }]],
    ['overlong UTF-8', [{ payload: Buffer.from([0xc0, 0xaf]) }]],
    ['UTF-8 that breaks off', [{ payload: Buffer.from([0x22, 0xe2, 0x82]) }]],
    ['RSV1', [{ payload: JOIN, reserved: 4 }]],
    ['RSV2', [{ payload: JOIN, reserved: 2 }]],
    ['RSV3', [{ payload: JOIN, reserved: 1 }]],
    ['opcode 3', [{ payload: JOIN, opcode: 3 }]],
    ['opcode 11', [{ payload: JOIN, opcode: 11 }]],
    ['a ping of 126 bytes', [{ opcode: ping, payload: Buffer.alloc(126) }]],
    ['a ping in fragments', [{ opcode: ping, payload: 'a', final: false }]],
    ['a close of 126 bytes', [closing(1000, 'a'.repeat(124))]],
    ['a length of 2^40', [{ payload: JOIN, claimed: 2n ** 40n }]],
    ['a length of 2^63', [{ payload: JOIN, claimed: 2n ** 63n }]],
    ['a length of 2^64 - 1', [{ payload: JOIN, claimed: 2n ** 64n - 1n }]],
    ['a continuation of nothing', [{ opcode: continuation, payload: JOIN }]],
    ['a text in the midst of another', [{ payload: '{', final: false }, { payload: JOIN }]],
    ['a close of one byte', [{ opcode: close, payload: 'a' }]],
    ['a close with code 999', [closing(999)]],
    ['a close with code 1005', [closing(1005)]],
    ['a close with code 9999', [closing(9999)]],
    ['a close with a reason that is no UTF-8', [closing(1000, Buffer.from([0xff]))]],
    ['a close with a code of ours', [closing(4410)]],
    ['a megabyte', [{ payload: 'x'.repeat(1_000_000) }]],
    ['more than 64 KB', [{ payload: 'x'.repeat(65_537) }]],
    [
      'more than 64 KB in fragments',
      Array.from({ length: 9 }, (_, index) => ({
        opcode: index === 0 ? text : continuation,
        payload: 'x'.repeat(8000),
        final: false,
      })),
    ],
  ])('%s ends the connection and does nothing else', async (_what, frames) => {
    const raw = await enter();
    raw.write(Buffer.concat(frames.map(frame)));
    await raw.closed;
    expect(raw.text).not.toContain('"joined"');
    await expect.poll(() => server.metric('headcount_connections'), SOON).toBe(1);
  });

  test('70,000 fragments of one byte end the connection', async () => {
    const raw = await enter();
    const fragment = frame({ opcode: continuation, payload: 'x', final: false });
    raw.write(frame({ payload: '{', final: false }));
    raw.write(Buffer.concat(new Array<Buffer>(70_000).fill(fragment)));
    await raw.closed;
    await expect.poll(() => server.metric('headcount_connections'), SOON).toBe(1);
  });

  test('an unmasked frame is not processed', async () => {
    const raw = await enter();
    raw.write(frame({ payload: '{"type":"join","session":"unmasked"}', masked: false }));
    await witness.hasNoticedNothing();
    raw.destroy();
    await raw.closed;
    expect((await tenant.call('/v1/sessions/unmasked')).status).toBe(404);
  });

  test('a message may come in fragments, torn in the midst of a character, with pings between', async () => {
    const raw = await enter();
    const bytes = Buffer.from(JOIN);
    const middle = bytes.indexOf(Buffer.from('é')) + 1;
    raw.write(
      Buffer.concat([
        frame({ payload: bytes.subarray(0, middle), final: false }),
        frame({ opcode: ping, payload: 'x'.repeat(125) }),
        frame({ opcode: continuation, payload: '', final: false }),
        frame({ opcode: continuation, payload: bytes.subarray(middle) }),
      ]),
    );
    const answer = await raw.until((all) => all.includes('"joined"'));
    expect(answer).toContain('x'.repeat(125));
    raw.destroy();
  });

  test('a frame may come byte by byte', async () => {
    const raw = await enter();
    raw.socket.setNoDelay(true);
    for (const byte of frame({ payload: JOIN })) {
      await new Promise((resolve) => raw.socket.write(Buffer.from([byte]), resolve));
    }
    await raw.until((all) => all.includes('"joined"'));
    raw.destroy();
  });

  test('a message of the largest size is taken', async () => {
    const raw = await enter();
    const head = '{"type":"join","session":"s1","pad":"';
    raw.write(frame({ payload: `${head}${'x'.repeat(65_536 - head.length - 2)}"}` }));
    await raw.until((all) => all.includes('"joined"'));
    raw.destroy();
  });

  test('ten thousand pings are no harm to anybody', async () => {
    const raw = await enter();
    raw.write(Buffer.concat(Array.from({ length: 10_000 }, () => frame({ opcode: ping, payload: 'p' }))));
    raw.send({ type: 'join', session: 's1' });
    await raw.until((all) => all.includes('"joined"'));
    raw.destroy();
    await witness.hasNoticedNothing();
  });
});

describe('the upgrade', () => {
  const upgrade = (headers: Record<string, string | undefined>) =>
    exchange(server.port, handshake('/v1/ws', headers));

  test('needs a key of the right length and version 13', async () => {
    expect(statusOf(await upgrade({ 'Sec-WebSocket-Key': 'short' }))).toBeGreaterThanOrEqual(400);
    const version = await upgrade({ 'Sec-WebSocket-Version': '8' });
    expect(statusOf(version)).toBe(426);
    expect(version).toContain('sec-websocket-version: 13');
    expect(statusOf(await upgrade({ Upgrade: undefined }))).toBe(426);
  });

  test('does not negotiate compression', async () => {
    const raw = await RawSocket.open(server.port);
    raw.write(
      handshake('/v1/ws', { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' }),
    );
    const head = await raw.until((all) => all.includes('\r\n\r\n'));
    expect(head).toContain('101');
    expect(head.toLowerCase()).not.toContain('permessage-deflate');
    raw.destroy();
  });

  test.each([
    ['headers of 8 KB', handshake('/v1/ws', { 'X-Long': 'x'.repeat(8192) })],
    [
      '200 headers',
      handshake('/v1/ws', Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`X-${index}`, 'x']))),
    ],
  ])('with %s is refused or cut', async (_what, request) => {
    const raw = await RawSocket.open(server.port);
    raw.write(request);
    await raw.closed;
    expect(raw.text).not.toContain('"status":"ok"');
  });

  test('with a NUL in its Origin is refused', async () => {
    const raw = await RawSocket.open(server.port);
    raw.write(handshake('/v1/ws', { Origin: 'http://localhost\u0000.evil.example' }));
    const answer = await Promise.race([raw.closed.then(() => ''), raw.until(isWhole)]);
    expect(answer === '' ? 400 : statusOf(answer)).toBeGreaterThanOrEqual(400);
    raw.destroy();
  });

  test('what follows it in one breath is no HTTP any more', async () => {
    const raw = await RawSocket.open(server.port);
    raw.write(`${handshake('/v1/ws')}GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await raw.until((all) => all.includes('101'));
    await witness.hasNoticedNothing();
    expect(raw.text).not.toContain('"status":"ok"');
    raw.destroy();
  });

  test('a token in its query is worth nothing', async () => {
    const raw = await RawSocket.upgraded(server.port, `/v1/ws?token=${tenant.token('ann')}`);
    raw.send({ type: 'join', session: 's1' });
    await raw.closed;
    expect(raw.closeCode).toBe(4401);
  });

  test('a hundred clients that hang up in the midst of it leave nothing behind', async () => {
    await Promise.all(
      Array.from({ length: 100 }, async () => {
        const raw = await RawSocket.open(server.port);
        raw.socket.write(handshake('/v1/ws'), () => raw.socket.resetAndDestroy());
        await raw.closed;
      }),
    );
    await expect.poll(() => server.metric('headcount_connections'), SOON).toBe(1);
  });
});

describe('half-open connections', () => {
  const short = useTestServer({ TIMEOUT_SECONDS: 0.6 });

  test('in a session leave the count after the timeout, though nobody answers the close', async () => {
    const own = short.tenant();
    const raw = await RawSocket.authenticated(short.port, own.token('ann'));
    raw.send({ type: 'join', session: 's1' });
    await raw.until((all) => all.includes('"joined"'));
    raw.socket.pause();
    await expect.poll(async () => (await own.counters('session:s1')).concurrent, SOON).toBe(0);
    expect(await short.metric('headcount_connections')).toBe(0);
    expect(await own.slices('s1')).toMatchObject([{ endedBy: 'timeout' }]);
    raw.destroy();
  });
});

describe('at the end of all this', () => {
  test('the witness beside has noticed nothing', async () => {
    const fresh = await PlainClient.open(server.url);
    fresh.cut();
    expect(isWhole(await exchange(server.port, 'GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n'))).toBe(true);
    await witness.hasNoticedNothing();
  });
});
