import { beforeAll, describe, expect, test } from 'vitest';
import { frame, Opcode, readFrames, type ServerFrame } from '../../support/frames.ts';
import { handshake, RawSocket } from '../../support/raw-socket.ts';
import { SOON } from '../../support/soon.ts';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';
import { Witness } from '../../support/witness.ts';
import { CLOSING } from './closing.ts';
import { FRAMING } from './framing.ts';
import { type Case, type Expected, messageWith } from './step.ts';
import { UTF8 } from './utf8.ts';

/**
 * The cases of Autobahn's fuzzing client (https://github.com/crossbario/autobahn-testsuite), by their numbers. It wants an echo; a message that
 * arrives here whole is answered with `unknown_type` instead. uWebSockets.js ends a connection that breaks the protocol without a closing frame,
 * as RFC 6455, 7.1.7 allows.
 */
const server = useTestServer({
  MAX_MESSAGES_PER_SECOND: 100_000,
  MAX_MESSAGE_BYTES: 65_536,
  MAX_ACCEPTS_PER_SECOND: 100_000,
});
let tenant: Tenant;
let witness: Witness;
beforeAll(async () => {
  tenant = server.tenant();
  witness = await Witness.of(server, tenant);
});

/** Without a closing frame, or with one that is empty: no code is given back that must not be sent. */
const FAULT_CODES = [undefined, 1005];

const NO_UPGRADE = /^[\s\S]*?\r\n\r\n/;

function framesOf(raw: RawSocket): ServerFrame[] {
  return readFrames(Buffer.from(raw.text.replace(NO_UPGRADE, ''), 'latin1'));
}

const answersIn = (frames: readonly ServerFrame[]) =>
  frames.filter(({ payload }) => payload.toString().includes('"unknown_type"')).length;
const pongsIn = (frames: readonly ServerFrame[]) =>
  frames.filter(({ opcode }) => opcode === Opcode.pong).map(({ payload }) => payload.toString('latin1'));

async function send(raw: RawSocket, { bytes, chop = bytes.length }: Case): Promise<void> {
  raw.socket.setNoDelay(true);
  for (let at = 0; at < bytes.length && !raw.socket.destroyed; at += chop) {
    await new Promise((resolve) => raw.socket.write(bytes.subarray(at, at + chop), resolve));
  }
}

/** What comes after it shows that nothing more will come for it. */
async function settle(raw: RawSocket, { is }: Expected): Promise<void> {
  if (is !== 'delivered' && is !== 'ponged') return raw.closed;
  raw.write(frame({ opcode: Opcode.ping, payload: 'the end' }));
  await raw.until(() => pongsIn(framesOf(raw)).includes('the end'));
  raw.destroy();
}

function expectAs(raw: RawSocket, expected: Expected): void {
  const frames = framesOf(raw);
  const pongs = pongsIn(frames).filter((payload) => payload !== 'the end');
  if (expected.is === 'delivered') {
    expect(answersIn(frames)).toBe(expected.times);
    expect(pongs).toEqual(expected.pongs ?? []);
  }
  if (expected.is === 'ponged') expect(pongs).toEqual(expected.pongs);
  if (expected.is === 'failed') {
    expect(pongs).not.toContain('late');
    expect(answersIn(frames)).toBeLessThanOrEqual(expected.after);
    expect(FAULT_CODES).toContain(raw.closeCode);
  }
  if (expected.is === 'refused') expect(raw.closeCode).toBe(expected.code);
  if (expected.is === 'closed') expect(raw.closeCode).toBe(expected.code);
}

describe.each([
  ['framing', FRAMING],
  ['UTF-8', UTF8],
  ['closing and limits', CLOSING],
])('%s', (_group, cases) => {
  test.each(cases.map((one) => [one.id, one.what, one] as const))('%s %s', async (_id, _what, one) => {
    const raw = await RawSocket.authenticated(server.port, tenant.token('ann'));
    await send(raw, one);
    await settle(raw, one.expected);
    expectAs(raw, one.expected);
  });
});

describe('compression (12, 13)', () => {
  test.each([
    'permessage-deflate',
    'permessage-deflate; client_no_context_takeover; client_max_window_bits',
    'permessage-deflate; server_no_context_takeover; server_max_window_bits=9',
  ])('%s is not taken up, and a compressed message ends the connection', async (extensions) => {
    const raw = await RawSocket.open(server.port);
    raw.write(handshake('/v1/ws', { 'Sec-WebSocket-Extensions': extensions }));
    const head = await raw.until((text) => text.includes('\r\n\r\n'));
    expect(head.toLowerCase()).not.toContain('sec-websocket-extensions');
    raw.write(frame({ payload: messageWith('Hello'), reserved: 4 }));
    await raw.closed;
    expect(answersIn(framesOf(raw))).toBe(0);
  });
});

test('every number is there once, and nobody else has noticed anything', async () => {
  const ids = [...FRAMING, ...UTF8, ...CLOSING].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  await expect.poll(() => server.metric('headcount_connections'), SOON).toBe(1);
  await witness.hasNoticedNothing();
});
