import { describe, expect, it } from 'vitest';
import { FakeHost, FakePage } from './fake/fake-host.ts';
import { opened, start } from './fake/open.ts';

describe('heartbeats', () => {
  it('are the frame h at the pace of the welcome, once a session is joined', async () => {
    const { host, admit, joined } = await start();
    const socket = await admit({ heartbeatSeconds: 5 });
    await host.advance(20_000);
    expect(socket.take()).toEqual([]);
    await joined(socket);
    await host.advance(15_000);
    expect(socket.take()).toEqual(['h', 'h', 'h']);
  });

  it('are one frame for all sessions, with positions when any is known', async () => {
    const { host, socket, connection, joined } = await opened();
    await joined(socket, 's1');
    await joined(socket, 's2');
    await host.advance(15_000);
    expect(socket.take()).toEqual(['h']);
    connection.setPosition('s2', 30.5);
    await host.advance(15_000);
    expect(socket.take()).toEqual([{ type: 'heartbeat', positions: { s2: 30.5 } }]);
  });

  it('end with the last leave', async () => {
    const { host, socket, connection, joined } = await opened();
    await joined(socket);
    connection.leave('s1').catch(() => {});
    socket.take();
    await host.advance(30_000);
    expect(socket.take()).toEqual([]);
  });

  it('of several connections share one timer', async () => {
    const host = new FakeHost();
    const first = await opened({ host });
    const second = await opened({ host });
    await first.joined(first.socket);
    await second.joined(second.socket);
    expect(host.timersSet).toBe(1);
    await host.advance(15_000);
    expect([first.socket.take(), second.socket.take()]).toEqual([['h'], ['h']]);
  });

  it('pause while there is no connection and begin anew with the next', async () => {
    const { host, server, socket, joined, admit } = await opened();
    await joined(socket);
    await host.advance(14_000);
    server.last.end(1006);
    await host.advance(250);
    const next = await admit();
    const { id } = next.takeOne();
    next.say({ type: 'joined', session: 's1', concurrent: 1, id: String(id) });
    await host.advance(14_999);
    expect(next.take()).toEqual([]);
    await host.advance(1);
    expect(next.take()).toEqual(['h']);
    expect(socket.take()).toEqual([]);
  });
});

describe('pace', () => {
  it('slows down after the beat that was already promised', async () => {
    const { host, socket, joined } = await opened();
    await joined(socket);
    await host.advance(10_000);
    socket.say({ type: 'pace', heartbeatSeconds: 30, timeoutSeconds: 90 });
    await host.advance(5_000);
    expect(socket.take()).toEqual(['h']);
    await host.advance(29_999);
    expect(socket.take()).toEqual([]);
    await host.advance(1);
    expect(socket.take()).toEqual(['h']);
  });

  it('speeds up at once', async () => {
    const { host, admit, joined } = await start();
    const socket = await admit({ heartbeatSeconds: 60, timeoutSeconds: 180 });
    await joined(socket);
    socket.say({ type: 'pace', heartbeatSeconds: 5, timeoutSeconds: 15 });
    await host.advance(10_000);
    expect(socket.take()).toEqual(['h', 'h']);
  });

  it('of zero does not run away', async () => {
    const { host, socket, joined } = await opened();
    await joined(socket);
    socket.say({ type: 'pace', heartbeatSeconds: 0, timeoutSeconds: 90 });
    await host.advance(1_000);
    expect(socket.take()).toHaveLength(20);
  });
});

describe('in a hidden page', () => {
  async function hidden(forbidsWorkers: boolean) {
    const page = new FakePage();
    const host = new FakeHost({ page });
    host.forbidsWorkers = forbidsWorkers;
    const bench = await opened({ host, options: { visibility: false } });
    await bench.joined(bench.socket);
    host.throttled = true;
    page.show(false);
    return { ...bench, page };
  }

  it('keeps the pace by a worker, although timers fire once a minute', async () => {
    const { host, socket } = await hidden(false);
    await host.advance(30_000);
    expect(socket.take()).toEqual(['h', 'h']);
  });

  it('beats once a minute where the page forbids workers', async () => {
    const { host, socket } = await hidden(true);
    await host.advance(58_999);
    expect(socket.take()).toEqual([]);
    await host.advance(1);
    expect(socket.take()).toContain('h');
  });

  it('beats at once when it is shown again and its timer is late', async () => {
    const { host, socket, page } = await hidden(true);
    host.sleep(40_000);
    page.show(true);
    expect(socket.take()).toEqual(['h']);
  });

  it('comes back within the resume window, although timers fire once a minute', async () => {
    const { host, server } = await hidden(false);
    server.last.end(1006);
    await host.advance(500);
    expect(server.sockets).toHaveLength(2);
  });
});

describe('a server that has gone without a word', () => {
  it('is asked something harmless after a timeout of silence, and given up when it does not answer', async () => {
    const { host, server, socket, connection, joined } = await opened();
    await joined(socket);
    await host.advance(45_000);
    const frames = socket.take();
    expect(frames.slice(0, 3)).toEqual(['h', 'h', 'h']);
    expect(frames.slice(3)).toMatchObject([{ type: 'unsubscribe', scope: 'session:-' }]);
    await host.advance(15_000);
    expect(connection.state).toMatchObject({ status: 'waiting', closeCode: 1006 });
    expect(socket.closedWith).toBe(1000);
    await host.advance(250);
    expect(server.sockets).toHaveLength(2);
  });

  it('stays when it answers, be it with an error', async () => {
    const { host, server, socket, errors, joined } = await opened();
    await joined(socket);
    for (let beat = 0; beat < 20; beat++) {
      await host.advance(15_000);
      for (const frame of socket.take()) {
        if (frame === 'h') continue;
        socket.say({ type: 'error', code: 'not_found', message: '', id: String(frame.id) });
      }
    }
    expect(server.sockets).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  it('is not asked anything while it talks', async () => {
    const { host, socket, joined } = await opened();
    await joined(socket);
    for (let n = 0; n < 10; n++) {
      await host.advance(15_000);
      socket.say({ type: 'pace', heartbeatSeconds: 15, timeoutSeconds: 45 });
    }
    expect(socket.take()).toEqual(Array(10).fill('h'));
  });
});
