import { describe, expect, it } from 'vitest';
import type { ConnectOptions } from '../../client-sdk/src/options.ts';
import { FakeHost, FakePage, settle } from './fake/fake-host.ts';
import type { FakeSocket, Frame } from './fake/fake-server.ts';
import { type Bench, opened } from './fake/open.ts';

async function inPage(
  options: Partial<ConnectOptions> = {},
): Promise<Bench & { page: FakePage; socket: FakeSocket }> {
  const page = new FakePage();
  const host = new FakeHost({ page });
  return { ...(await opened({ host, options, welcomed: { timeoutSeconds: 3_600 } })), page };
}

/** What the visibility messages among the frames say, by session. */
function told(frames: Frame[]): unknown[] {
  return frames.flatMap((frame) =>
    frame !== 'h' && frame.action === 'visibility' ? [[frame.session, frame.data]] : [],
  );
}

describe('visibility', () => {
  it('is told to every session joined when the page is hidden and shown', async () => {
    const { page, socket, joined } = await inPage();
    await joined(socket, 's1');
    await joined(socket, 's2');
    page.show(false);
    expect(told(socket.take())).toEqual([
      ['s1', { state: 'hidden' }],
      ['s2', { state: 'hidden' }],
    ]);
    page.show(true);
    expect(told(socket.take())).toEqual([
      ['s1', { state: 'active' }],
      ['s2', { state: 'active' }],
    ]);
  });

  it('is told only when it changes, and active is what the server assumes', async () => {
    const { page, socket, joined } = await inPage();
    await joined(socket);
    expect(socket.take()).toEqual([]);
    page.show(true);
    page.fire('keydown');
    expect(socket.take()).toEqual([]);
    page.show(false);
    page.show(false);
    expect(socket.take()).toHaveLength(1);
  });

  it('is told after a join in a page that is hidden', async () => {
    const { page, socket, joined } = await inPage();
    page.show(false);
    await joined(socket, 's1');
    expect(told(socket.take())).toEqual([['s1', { state: 'hidden' }]]);
  });

  it('is told under a new id each time, since a repeated one would not count', async () => {
    const { page, socket, joined } = await inPage();
    await joined(socket);
    page.show(false);
    page.show(true);
    const ids = socket.take().map((frame) => frame !== 'h' && frame.id);
    expect(new Set(ids).size).toBe(2);
  });

  it('is told again after a reconnect, since a new connection counts as active', async () => {
    const { page, socket, joined, lose, admit } = await inPage();
    await joined(socket);
    page.show(false);
    await lose();
    const next = await admit();
    next.say({ type: 'joined', session: 's1', concurrent: 1, id: String(next.takeOne().id) });
    await settle();
    expect(told(next.take())).toEqual([['s1', { state: 'hidden' }]]);
  });

  it('is not kept for later while there is no connection', async () => {
    const { host, page, server, socket, joined, admit } = await inPage();
    await joined(socket);
    server.last.end(1006);
    page.show(false);
    page.show(true);
    await host.advance(500);
    const frames = (await admit()).take();
    expect(frames).toMatchObject([{ type: 'join' }]);
  });

  it('that the server refuses is nobody’s error', async () => {
    const { page, socket, joined, errors } = await inPage();
    await joined(socket);
    page.show(false);
    socket.say({ type: 'error', code: 'not_joined', message: '', id: String(socket.takeOne().id) });
    await settle();
    expect(errors).toEqual([]);
  });

  it('is not told when it is switched off', async () => {
    const { page, socket, joined } = await inPage({ visibility: false });
    await joined(socket);
    page.show(false);
    expect(socket.take()).toEqual([]);
  });
});

describe('idle', () => {
  it('is told after a minute without input, and active at the next input', async () => {
    const { host, page, socket, joined } = await inPage();
    await joined(socket);
    await host.advance(59_999);
    expect(told(socket.take())).toEqual([]);
    await host.advance(1);
    expect(told(socket.take())).toEqual([['s1', { state: 'idle' }]]);
    page.fire('pointermove');
    expect(told(socket.take())).toEqual([['s1', { state: 'active' }]]);
    await host.advance(60_000);
    expect(told(socket.take())).toEqual([['s1', { state: 'idle' }]]);
  });

  it.each(['pointermove', 'pointerdown', 'keydown', 'wheel', 'scroll'])('is put off by %s', async (type) => {
    const { host, page, socket, joined } = await inPage();
    await joined(socket);
    await host.advance(50_000);
    page.fire(type);
    await host.advance(59_000);
    expect(told(socket.take())).toEqual([]);
  });

  it('is put off by coming back to the page', async () => {
    const { host, page, socket, joined } = await inPage();
    await joined(socket);
    page.show(false);
    await host.advance(300_000);
    expect(told(socket.take())).toEqual([['s1', { state: 'hidden' }]]);
    page.show(true);
    await host.advance(59_999);
    expect(told(socket.take())).toEqual([['s1', { state: 'active' }]]);
    await host.advance(1);
    expect(told(socket.take())).toEqual([['s1', { state: 'idle' }]]);
  });

  it('comes after the seconds given, and never after 0', async () => {
    const quick = await inPage({ idleSeconds: 5 });
    await quick.joined(quick.socket);
    await quick.host.advance(5_000);
    expect(told(quick.socket.take())).toEqual([['s1', { state: 'idle' }]]);
    const never = await inPage({ idleSeconds: 0 });
    await never.joined(never.socket);
    await never.host.advance(40_000);
    expect(told(never.socket.take())).toEqual([]);
  });
});

describe('pagehide', () => {
  it('leaves all sessions at once, with the last positions, and closes the socket', async () => {
    const { page, socket, connection, joined } = await inPage();
    await joined(socket, 's1');
    await joined(socket, 's2');
    connection.setPosition('s2', 12);
    page.fire('pagehide');
    expect(socket.take()).toEqual([
      { type: 'heartbeat', positions: { s2: 12 } },
      { type: 'leave', session: 's1' },
      { type: 'leave', session: 's2' },
    ]);
    expect(socket.closedWith).toBe(1000);
    expect(connection.state).toEqual({ status: 'suspended' });
  });

  it('leaves a session whose join is on its way', async () => {
    const { page, socket, connection } = await inPage();
    connection.join('s1').catch(() => {});
    socket.take();
    page.fire('pagehide');
    expect(socket.take()).toEqual([{ type: 'leave', session: 's1' }]);
  });

  it('is not held up by a full outbox', async () => {
    const { page, socket, connection, joined } = await inPage();
    await joined(socket);
    for (let n = 0; n < 100; n++) connection.engage('s1', 'reaction', { reaction: 'clap' }).catch(() => {});
    socket.take();
    page.fire('pagehide');
    expect(socket.take()).toEqual([{ type: 'leave', session: 's1' }]);
  });

  it('stays away until the page is shown again from the cache, then joins again', async () => {
    const { host, page, server, socket, connection, joined, admit } = await inPage();
    await joined(socket);
    connection.subscribe('session:s1', () => {});
    page.fire('pagehide');
    socket.end(1000);
    await host.advance(600_000);
    expect(server.sockets).toHaveLength(1);
    page.fire('pageshow');
    await settle();
    const next = await admit();
    expect(next.take()).toMatchObject([{ type: 'join', session: 's1' }, { type: 'subscribe' }]);
  });

  it('after close does nothing, nor does pageshow', async () => {
    const { host, page, server, socket, connection } = await inPage();
    const closed = connection.close();
    socket.end(1000);
    await closed;
    expect(host.timersSet).toBe(0);
    page.fire('pagehide');
    page.fire('pageshow');
    await settle();
    expect(connection.state.status).toBe('closed');
    expect(server.sockets).toHaveLength(1);
  });
});

describe('coming back', () => {
  it.each([
    ['the network', (page: FakePage) => page.fire('online')],
    ['the person', (page: FakePage) => page.show(true)],
  ])('of %s ends a long wait, with jitter', async (_, comeBack) => {
    const { host, page, server, connection } = await inPage();
    for (let n = 0; n < 7; n++) {
      server.last.end(1006);
      if (connection.state.status === 'waiting') await host.advance(connection.state.retryInMs);
    }
    server.last.end(1006);
    expect(connection.state).toMatchObject({ status: 'waiting', retryInMs: 15_000 });
    comeBack(page);
    expect(connection.state).toMatchObject({ status: 'waiting', retryInMs: 250 });
    const before = server.sockets.length;
    await host.advance(250);
    expect(server.sockets).toHaveLength(before + 1);
  });

  it('does not disturb a connection that is open', async () => {
    const { page, server, socket } = await inPage();
    page.fire('online');
    page.fire('pageshow');
    page.show(true);
    await settle();
    expect(server.sockets).toEqual([socket]);
  });
});
