import { describe, expect, it } from 'vitest';
import { HeadcountError } from '../../client-sdk/src/errors.ts';
import { AFTER_CLOSE } from '../../server/protocol/close-codes.ts';
import { FakeHost, settle } from './fake/fake-host.ts';
import { tokenFor, welcome } from './fake/fake-server.ts';
import { opened, start } from './fake/open.ts';

describe('connecting', () => {
  it('sends auth with the token and its client id as the first frame', async () => {
    const { server } = await start({ options: { token: 'secret' } });
    expect(server.last.take()).toEqual([]);
    server.last.accept();
    expect(server.last.take()).toEqual([{ type: 'auth', token: 'secret', client: 'client1' }]);
  });

  it('sends the client id that it is given', async () => {
    const { server } = await start({ options: { client: 'tablet-7' } });
    server.last.accept();
    expect(server.last.takeOne()).toMatchObject({ client: 'tablet-7' });
  });

  it('keeps its client id over reconnects, so that the new socket replaces the old one', async () => {
    const { server, lose } = await opened();
    await lose();
    server.last.accept();
    expect(server.last.takeOne()).toMatchObject({ type: 'auth', client: 'client1' });
  });

  it.each([
    ['https://headcount.test', 'wss://headcount.test/v1/ws'],
    ['http://headcount.test:8080/', 'ws://headcount.test:8080/v1/ws'],
    ['wss://headcount.test/live/ws?x=1', 'wss://headcount.test/live/ws?x=1'],
    ['/v1/ws', 'wss://page.test/v1/ws'],
  ])('takes %s for %s', async (url, expected) => {
    const { server } = await start({
      host: new FakeHost({ baseUrl: 'https://page.test/a/b' }),
      options: { url },
    });
    expect(server.last.url).toBe(expected);
  });

  it('tells its states: open with the ids of the welcome', async () => {
    const { connection, states } = await opened();
    expect(states).toEqual([{ status: 'open', connectionId: 'c1', attendeeId: 'ann' }]);
    expect(connection.state).toEqual(states[0]);
  });

  it('tries again when a socket is not welcomed within ten seconds', async () => {
    const { host, server, states } = await start();
    const first = server.last;
    first.accept();
    await host.advance(9_999);
    expect(server.sockets).toHaveLength(1);
    await host.advance(1);
    expect(first.closedWith).toBe(1000);
    expect(states).toEqual([{ status: 'waiting', retryInMs: 250, closeCode: 1006 }]);
    await host.advance(250);
    expect(server.sockets).toHaveLength(2);
  });

  it('tries again after an error event that no close event follows', async () => {
    const { host, server } = await start();
    server.last.fail();
    await host.advance(250);
    expect(server.sockets).toHaveLength(2);
  });

  it('ignores what a socket says that it has given up', async () => {
    const { host, server, connection } = await start();
    const first = server.last;
    first.fail();
    await host.advance(250);
    first.accept();
    first.say(welcome());
    first.end(4403);
    expect(first.take()).toEqual([]);
    expect(connection.state).toEqual({ status: 'connecting' });
    expect(server.sockets).toHaveLength(2);
  });

  it('refuses to start without a token or a WebSocket class', async () => {
    await expect(start({ options: { token: '' } })).rejects.toThrow(TypeError);
    await expect(start({ options: { WebSocket: undefined } })).rejects.toThrow(/WebSocket/);
    await expect(start({ options: { url: 'not a url' } })).rejects.toThrow(TypeError);
  });
});

describe('close codes', () => {
  const stops = Object.entries(AFTER_CLOSE).filter(([, after]) => after === 'stop');
  const returns = Object.entries(AFTER_CLOSE).filter(([, after]) => after === 'reconnect');

  it.each(stops.map(([code]) => Number(code)))('%i closes for good', async (code) => {
    const { host, server, connection } = await opened();
    const engaged = connection.engage('s1', 'reaction', { reaction: 'clap' });
    server.last.end(code, 'because');
    expect(connection.state).toEqual({ status: 'closed', closeCode: code, reason: 'because' });
    await expect(engaged).rejects.toMatchObject({ code: 'closed' });
    await host.advance(600_000);
    expect(server.sockets).toHaveLength(1);
    expect(host.timersSet).toBe(0);
  });

  it.each([...returns.map(([code]) => Number(code)), 1000, 1001, 1006, 1012, 4999])(
    '%i comes back',
    async (code) => {
      const { host, server, connection } = await opened();
      server.last.end(code);
      expect(connection.state).toMatchObject({ status: 'waiting', closeCode: code });
      await host.advance(5_000);
      expect(server.sockets).toHaveLength(2);
    },
  );

  it('4401 with a getToken comes back with a fresh token', async () => {
    let calls = 0;
    const { server, lose } = await opened({ options: { getToken: async () => `t${++calls}` } });
    await lose(4401);
    server.last.accept();
    expect(server.last.takeOne()).toMatchObject({ token: 't2' });
  });

  it('4401 with a token alone closes for good', async () => {
    const { host, server, connection } = await opened();
    server.last.end(4401, 'expired');
    await host.advance(600_000);
    expect(connection.state).toEqual({ status: 'closed', closeCode: 4401, reason: 'expired' });
    expect(server.sockets).toHaveLength(1);
  });

  it('waits up to ten seconds after 4503', async () => {
    const host = new FakeHost();
    host.luck = 0.999;
    const { server, connection } = await opened({ host });
    server.last.end(4503);
    expect(connection.state).toEqual({ status: 'waiting', retryInMs: 9_990, closeCode: 4503 });
  });

  it('comes back when the server has asked it to, and after that as ever', async () => {
    const { host, server, connection } = await opened();
    server.last.say({ type: 'closing', code: 4503, reason: 'shutting_down', retryAfterSeconds: 8 });
    server.last.end(4503);
    expect(connection.state).toMatchObject({ status: 'waiting', retryInMs: 6_000 });
    await host.advance(6_000);
    expect(server.sockets).toHaveLength(2);
    server.last.end(1006);
    expect(connection.state).toMatchObject({ status: 'waiting', retryInMs: 500 });
  });
});

describe('backoff over attempts', () => {
  async function waits(bench: Awaited<ReturnType<typeof start>>, attempts: number): Promise<number[]> {
    const found: number[] = [];
    for (let n = 0; n < attempts; n++) {
      bench.server.last.end(1006);
      const { state } = bench.connection;
      if (state.status !== 'waiting') throw new Error(state.status);
      found.push(state.retryInMs);
      await bench.host.advance(state.retryInMs);
    }
    return found;
  }

  it('grows while attempts fail', async () => {
    const bench = await start();
    expect(await waits(bench, 9)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  it('starts anew after a connection that held for thirty seconds', async () => {
    const bench = await start();
    await waits(bench, 4);
    await bench.admit();
    await bench.host.advance(30_000);
    expect(await waits(bench, 1)).toEqual([250]);
  });

  it('does not start anew after a connection that was thrown out at once', async () => {
    const bench = await start();
    await waits(bench, 4);
    await bench.admit();
    expect(await waits(bench, 1)).toEqual([4_000]);
  });
});

/** A server that need not be heard for long. */
const quiet = { heartbeatSeconds: 1e7, timeoutSeconds: 1e8 };

describe('tokens', () => {
  it('does not ask for a token on a reconnect', async () => {
    let calls = 0;
    const { server, lose } = await opened({ options: { getToken: () => `t${++calls}` } });
    await lose();
    server.last.accept();
    expect(server.last.takeOne()).toMatchObject({ token: 't1' });
  });

  it.each([600, 30 * 86_400])(
    'renews a token of %i s 45 seconds early by the server clock and moves to a new socket',
    async (seconds) => {
      const next = tokenFor(2 * seconds);
      const tokens = [tokenFor(seconds), next];
      const { host, server, connection, admit } = await start({
        options: { getToken: async () => tokens.shift() ?? '' },
      });
      const socket = await admit(quiet);
      await host.advance(seconds * 1_000 - 45_001);
      expect(tokens).toEqual([next]);
      await host.advance(1);
      expect(server.sockets).toHaveLength(2);
      expect(socket.closedWith).toBe(1000);
      expect(connection.state).toEqual({ status: 'connecting' });
      server.last.accept();
      expect(server.last.takeOne()).toMatchObject({ token: next });
    },
  );

  it('renews a short token at half its life', async () => {
    const tokens = [tokenFor(20), tokenFor(40)];
    const { host, server } = await opened({ options: { getToken: () => tokens.shift() ?? '' } });
    await host.advance(9_999);
    expect(server.sockets).toHaveLength(1);
    await host.advance(1);
    expect(server.sockets).toHaveLength(2);
  });

  it('stays on its socket when the renewal brings the same token', async () => {
    const { host, server } = await opened({ options: { getToken: () => tokenFor(20) } });
    await host.advance(19_000);
    expect(server.sockets).toHaveLength(1);
  });

  it('stays on its socket when the renewal fails, and says so', async () => {
    const answers = [Promise.resolve(tokenFor(20))];
    const { host, server, errors } = await opened({
      options: { getToken: () => answers.shift() ?? Promise.reject(new Error('away')) },
    });
    await host.advance(19_000);
    expect(server.sockets).toHaveLength(1);
    expect(errors).toEqual([new Error('away')]);
  });

  it('tries again with backoff when getToken fails at the start', async () => {
    const answers = [() => Promise.reject(new Error('away')), () => Promise.resolve('t2')];
    const { host, server, errors } = await start({
      options: { getToken: () => answers.shift()?.() ?? 'none' },
    });
    expect(server.sockets).toHaveLength(0);
    await host.advance(250);
    expect(errors).toEqual([new Error('away')]);
    server.last.accept();
    expect(server.last.takeOne()).toMatchObject({ token: 't2' });
  });

  it('leaves a token alone whose expiry it cannot read', async () => {
    let calls = 0;
    const { host, admit } = await start({ options: { getToken: () => `opaque${++calls}` } });
    await admit(quiet);
    await host.advance(86_400_000);
    expect(calls).toBe(1);
  });
});

describe('messages', () => {
  it('gives errors without an id to onError', async () => {
    const { socket, errors } = await opened();
    socket.say({ type: 'error', code: 'internal', message: 'Something went wrong in the server.' });
    await settle();
    expect(errors).toEqual([new HeadcountError('internal', 'Something went wrong in the server.')]);
    expect(errors[0]).toMatchObject({ name: 'HeadcountError', code: 'internal' });
  });

  it.each(['{', 'null', '', '7'])('survives the frame %j', async (frame) => {
    const { socket, joined, connection } = await opened();
    socket.sayRaw(frame);
    await joined(socket);
    expect(connection.state.status).toBe('open');
  });

  it('survives binary frames and messages of a later version', async () => {
    const { socket, joined, connection } = await opened();
    socket.sayRaw(new ArrayBuffer(3));
    socket.sayRaw('{"type":"weather","sun":true}');
    await joined(socket);
    expect(connection.state.status).toBe('open');
  });
});

describe('close', () => {
  it('leaves every session, closes with 1000 and does not come back', async () => {
    const { host, server, socket, connection, joined } = await opened();
    await joined(socket, 's1');
    await joined(socket, 's2');
    const closed = connection.close();
    expect(socket.take()).toEqual([
      { type: 'leave', session: 's1' },
      { type: 'leave', session: 's2' },
    ]);
    expect(socket.closedWith).toBe(1000);
    socket.end(1000);
    await closed;
    await host.advance(600_000);
    expect(server.sockets).toHaveLength(1);
    expect(host.timersSet).toBe(0);
  });

  it('rejects what waits and what comes later with closed, and lets leave pass', async () => {
    const { connection } = await opened();
    const waiting = [connection.join('s1'), connection.engage('s1', 'reaction', { reaction: 'clap' })];
    const leaving = connection.leave('s2');
    void connection.close();
    for (const promise of waiting) await expect(promise).rejects.toMatchObject({ code: 'closed' });
    await leaving;
    await expect(connection.join('s1')).rejects.toMatchObject({ code: 'closed' });
    await expect(connection.engage('s1', 'reaction')).rejects.toMatchObject({ code: 'closed' });
    await connection.leave('s1');
  });

  it('may come before there is a token, which then opens nothing', async () => {
    let give: (token: string) => void = () => {};
    const getToken = () => new Promise<string>((resolve) => (give = resolve));
    const { server, connection } = await start({ options: { getToken } });
    await connection.close();
    give('late');
    await settle();
    expect(server.sockets).toEqual([]);
    expect(connection.state).toMatchObject({ status: 'closed', closeCode: 1000 });
  });

  it('called twice waits for the one socket both times', async () => {
    const { socket, connection } = await opened();
    let closed = 0;
    for (let n = 0; n < 2; n++)
      connection.close().then(
        () => closed++,
        () => {},
      );
    await settle();
    expect(closed).toBe(0);
    socket.end(1000);
    await settle();
    expect(closed).toBe(2);
  });

  it('stops waiting for the next attempt', async () => {
    const { host, server, connection } = await opened();
    server.last.end(1006);
    await connection.close();
    await host.advance(60_000);
    expect(server.sockets).toHaveLength(1);
  });
});
