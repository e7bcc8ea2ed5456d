import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frame } from '../../support/frames.ts';
import { ENGINE_PATH, exchange, handshake, RawSocket, statusOf } from '../../support/raw-socket.ts';
import { SOON } from '../../support/soon.ts';
import { useTestServer } from '../../support/test-server.ts';
import { SocketIoProcess } from './child.ts';

const POLLING = '/socket.io/?EIO=4&transport=polling';
/** More than the system's own buffers take. */
const NEWS = 800;
const NEWS_BYTES = 10_000;

/** Opens a socket and sends the packet that connects to the default namespace. */
async function connected(port: number): Promise<RawSocket> {
  const raw = await RawSocket.upgraded(port, ENGINE_PATH);
  raw.write(frame({ payload: '40' }));
  await raw.until((text) => text.includes('40{"sid"'));
  return raw;
}

/** Asks for an upgrade and hangs up before there is an answer. */
async function hangUp(port: number): Promise<void> {
  const raw = await RawSocket.open(port);
  raw.socket.write(handshake(ENGINE_PATH), () => raw.socket.resetAndDestroy());
  await raw.closed;
}

/** Opens a socket, connects and hangs up while the middleware has not decided. */
async function hangUpInMiddleware(port: number): Promise<void> {
  const raw = await RawSocket.upgraded(port, ENGINE_PATH);
  raw.socket.write(frame({ payload: '40' }), () => raw.socket.resetAndDestroy());
  await raw.closed;
}

function sidOf(raw: RawSocket): string {
  return /"sid":"([^"]+)"/.exec(raw.text)?.[1] ?? '';
}

/** Processes of their own, side by side: most of their time is their start. */
describe.concurrent('without the guard', () => {
  test('a polling request with an Upgrade header ends the process', async ({ expect, onTestFinished }) => {
    const bare = await SocketIoProcess.start(onTestFinished, 'bare');
    void exchange(bare.port, handshake(POLLING)).catch(() => {});
    expect(await bare.exited).not.toBe(0);
  });

  test('a client that hangs up while it is decided whether its socket may open ends the process', async ({
    expect,
    onTestFinished,
  }) => {
    const bare = await SocketIoProcess.start(onTestFinished, 'bare', 'late');
    const ended = { yet: false };
    const exited = bare.exited.then((code) => {
      ended.yet = true;
      return code;
    });
    while (!ended.yet) await Promise.race([exited, hangUp(bare.port).catch(() => {})]);
    expect(await exited).not.toBe(0);
  });

  test('a client that does not read loses messages and is not told', async ({ expect, onTestFinished }) => {
    const bare = await SocketIoProcess.start(onTestFinished, 'bare');
    const client = await connected(bare.port);
    client.socket.pause();
    await bare.broadcast(NEWS, NEWS_BYTES);
    client.socket.resume();
    while (!client.text.includes('["last"]')) await bare.say('last');
    expect(client.length).toBeLessThan(NEWS * NEWS_BYTES);
    expect(await bare.state()).toMatchObject({ clients: 1, sockets: 1 });
    client.destroy();
  });
});

describe('with the guard', () => {
  let guarded: SocketIoProcess;
  beforeAll(async () => {
    guarded = await SocketIoProcess.start((end) => ends.push(end), 'guarded');
  });
  const ends: (() => void)[] = [];
  afterAll(() => {
    for (const end of ends) end();
  });

  test('polling requests with an Upgrade header are refused with 400, with a session or without', async () => {
    const client = await connected(guarded.port);
    for (const path of [POLLING, `${POLLING}&sid=${sidOf(client)}`, `${ENGINE_PATH}&sid=${sidOf(client)}`]) {
      expect(statusOf(await exchange(guarded.port, handshake(path)))).toBe(400);
    }
    expect(await guarded.state()).toMatchObject({ clients: 1, sockets: 1 });
    client.destroy();
  });

  test('clients that hang up while a middleware decides about them leave nothing behind', async () => {
    for (let round = 0; round < 10; round++) {
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? hangUp : hangUpInMiddleware)(guarded.port),
        ),
      );
    }
    const client = await connected(guarded.port);
    await expect.poll(() => guarded.state(), SOON).toMatchObject({ clients: 1, sockets: 1 });
    client.destroy();
  });

  test('a client that does not read is closed, so that it knows; who reads gets everything', async () => {
    const [slow, reader] = [await connected(guarded.port), await connected(guarded.port)];
    const from = reader.length;
    slow.socket.pause();
    for (let sent = 0; sent < NEWS; sent += 5) {
      await guarded.broadcast(5, NEWS_BYTES);
      await reader.untilLength(from + (sent + 5) * NEWS_BYTES);
    }
    await expect.poll(() => guarded.state(), SOON).toEqual({ clients: 1, sockets: 1, slow: 1 });
    reader.destroy();
    slow.destroy();
  });
});

describe('Engine.IO’s path of the server', () => {
  const server = useTestServer();

  test.each([
    ['polling with Upgrade', handshake(POLLING), 400],
    ['no transport with Upgrade', handshake('/socket.io/?EIO=4'), 400],
    ['an unknown transport with Upgrade', handshake('/socket.io/?EIO=4&transport=smoke'), 400],
    ['two transports with Upgrade', handshake(`${POLLING}&transport=websocket`), 400],
    ['EIO 3', handshake('/socket.io/?EIO=3&transport=websocket'), 400],
    ['no EIO', handshake('/socket.io/?transport=websocket'), 400],
    ['two EIO', handshake('/socket.io/?EIO=4&EIO=3&transport=websocket'), 400],
    ['an empty EIO', handshake('/socket.io/?EIO=&transport=websocket'), 400],
    ['a sid from the prototype', handshake(`${ENGINE_PATH}&sid=__proto__`), 400],
    ['a sid named constructor', handshake(`${ENGINE_PATH}&sid=constructor`), 400],
    ['a sid that nobody has', handshake(`${ENGINE_PATH}&sid=x`), 400],
    ['a foreign origin', handshake(ENGINE_PATH, { Origin: 'https://evil.example' }), 403],
    ['websocket without Upgrade', `GET ${ENGINE_PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 400],
    ['polling', `GET ${POLLING} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 400],
    ['a polling POST', `POST ${POLLING} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n40`, 400],
    [
      'a sid from the prototype without Upgrade',
      `GET ${ENGINE_PATH}&sid=__proto__ HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      400,
    ],
  ])('answers %s with its refusal', async (_what, request, status) => {
    expect(statusOf(await exchange(server.port, request))).toBe(status);
    expect(await server.metric('headcount_socketio_clients')).toBe(0);
  });
});
