import { describe, expect, it } from 'vitest';
import { settle } from './fake/fake-host.ts';
import type { FakeSocket, Frame } from './fake/fake-server.ts';
import { opened, start } from './fake/open.ts';

/** Answers every join among the frames with yes. */
function letIn(socket: FakeSocket, frames: Frame[]): void {
  for (const frame of frames) {
    if (frame === 'h' || frame.type !== 'join') continue;
    socket.say({ type: 'joined', session: String(frame.session), concurrent: 1, id: String(frame.id) });
  }
}

describe('join', () => {
  it('sends session, mode and position, and resolves with the answer to its id', async () => {
    const { socket, connection } = await opened();
    const first = connection.join('s1', { mode: 'onDemand', position: 12.5 });
    const second = connection.join('s2');
    const [one, two] = socket.take() as Record<string, unknown>[];
    expect(one).toMatchObject({ type: 'join', session: 's1', mode: 'onDemand', position: 12.5 });
    expect(two).toEqual({ type: 'join', session: 's2', id: two?.id });
    socket.say({ type: 'joined', session: 's2', concurrent: 7, id: String(two?.id) });
    socket.say({ type: 'joined', session: 's1', concurrent: null, degraded: true, id: String(one?.id) });
    expect(await second).toEqual({ concurrent: 7 });
    expect(await first).toEqual({ concurrent: null, degraded: true });
  });

  it('waits for the connection', async () => {
    const { connection, admit } = await start();
    const join = connection.join('s1');
    const socket = await admit();
    letIn(socket, socket.take());
    expect(await join).toEqual({ concurrent: 1 });
  });

  it('rejects with the code of the refusal, and is not tried again', async () => {
    const { socket, connection, lose, admit, errors } = await opened();
    const join = connection.join('s9');
    const id = String(socket.takeOne().id);
    socket.say({ type: 'error', code: 'session_not_found', message: 'There is no such session.', id });
    await expect(join).rejects.toMatchObject({ name: 'HeadcountError', code: 'session_not_found' });
    await lose();
    const next = await admit();
    void connection.close();
    expect(next.take()).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('is asked again when the answer is lost, with the same id', async () => {
    const { socket, connection, lose, admit } = await opened();
    const join = connection.join('s1');
    const asked = socket.takeOne();
    await lose();
    const next = await admit();
    expect(next.take()).toEqual([asked]);
    letIn(next, [asked]);
    expect(await join).toEqual({ concurrent: 1 });
  });

  it('in another mode moves over, and reconnects into that mode', async () => {
    const { socket, connection, joined, lose, admit } = await opened();
    await joined(socket);
    const move = connection.join('s1', { mode: 'onDemand' });
    letIn(socket, socket.take());
    await move;
    await lose();
    expect((await admit()).takeOne()).toMatchObject({ session: 's1', mode: 'onDemand' });
  });

  it('refused in another mode leaves the session as it was', async () => {
    const { socket, connection, joined, lose, admit } = await opened();
    await joined(socket);
    const move = connection.join('s1', { mode: 'onDemand' });
    socket.say({ type: 'error', code: 'replay_off', message: '', id: String(socket.takeOne().id) });
    await expect(move).rejects.toMatchObject({ code: 'replay_off' });
    await lose();
    const again = (await admit()).takeOne();
    expect(again).toEqual({ type: 'join', session: 's1', id: again.id });
  });
});

describe('reconnect', () => {
  it('joins every session again, with the last positions, before anything else', async () => {
    const { socket, connection, joined, lose, admit } = await opened();
    await joined(socket, 's1');
    await joined(socket, 's2');
    connection.setPosition('s2', 99);
    connection.subscribe('session:s1', () => {});
    connection.engage('s1', 'reaction', { reaction: 'clap' }).catch(() => {});
    await lose();
    const frames = (await admit()).take();
    expect(frames).toMatchObject([
      { type: 'join', session: 's1' },
      { type: 'join', session: 's2', position: 99 },
      { type: 'subscribe' },
      { type: 'engage' },
    ]);
    void connection.close();
  });

  it('tells onError of a session that it could not join again, and tries at the next reconnect', async () => {
    const { socket, joined, lose, admit, errors } = await opened();
    await joined(socket);
    await lose();
    const second = await admit();
    second.say({ type: 'error', code: 'session_full', message: '', id: String(second.takeOne().id) });
    await settle();
    expect(errors).toMatchObject([{ code: 'session_full' }]);
    await lose();
    expect((await admit()).takeOne()).toMatchObject({ type: 'join', session: 's1' });
  });
});

describe('leave', () => {
  it('resolves when the server has answered, and is not joined again', async () => {
    const { socket, connection, joined, lose, admit } = await opened();
    await joined(socket);
    const leave = connection.leave('s1');
    const asked = socket.takeOne();
    expect(asked).toMatchObject({ type: 'leave', session: 's1' });
    socket.say({ type: 'left', session: 's1', id: String(asked.id) });
    await leave;
    await lose();
    expect((await admit()).take()).toEqual([]);
  });

  it('resolves when the server says that the attendee is not in it', async () => {
    const { socket, connection } = await opened();
    const leave = connection.leave('s1');
    socket.say({ type: 'error', code: 'not_joined', message: '', id: String(socket.takeOne().id) });
    await leave;
  });

  it('rejects with any other error', async () => {
    const { socket, connection } = await opened();
    const leave = connection.leave('s1');
    socket.say({ type: 'error', code: 'invalid_message', message: '', id: String(socket.takeOne().id) });
    await expect(leave).rejects.toMatchObject({ code: 'invalid_message' });
  });

  it('reports the last position in a heartbeat before it', async () => {
    const { socket, connection, joined } = await opened();
    await joined(socket, 's1');
    await joined(socket, 's2');
    connection.setPosition('s1', 42.25);
    connection.setPosition('s2', 7);
    void connection.leave('s1');
    expect(socket.take()).toMatchObject([
      { type: 'heartbeat', positions: { s1: 42.25 } },
      { type: 'leave', session: 's1' },
    ]);
  });

  it('without a connection is said at the next one, so that the resume window ends', async () => {
    const { socket, server, host, connection, joined, admit } = await opened();
    await joined(socket);
    server.last.end(1006);
    const leave = connection.leave('s1');
    await host.advance(250);
    const next = await admit();
    const asked = next.takeOne();
    expect(asked).toMatchObject({ type: 'leave', session: 's1' });
    next.say({ type: 'left', session: 's1', id: String(asked.id) });
    await leave;
  });

  it('takes back a join that waits for the connection', async () => {
    const { connection, admit } = await start();
    const join = connection.join('s1');
    void connection.leave('s1');
    await expect(join).rejects.toMatchObject({ code: 'left' });
    expect(await admit().then((socket) => socket.take())).toMatchObject([{ type: 'leave', session: 's1' }]);
  });

  it('ignores the late answer to a join that it has overtaken', async () => {
    const { host, socket, connection } = await opened();
    const join = connection.join('s1');
    const asked = socket.take();
    void connection.leave('s1');
    await expect(join).rejects.toMatchObject({ code: 'left' });
    letIn(socket, asked);
    socket.take();
    await host.advance(15_000);
    expect(socket.take()).toEqual([]);
  });
});

describe('positions', () => {
  it('are read by the getter for the join, each heartbeat and the leave', async () => {
    const { host, socket, connection } = await opened();
    let at = 1;
    const join = connection.join('s1', { mode: 'onDemand', position: () => at++ });
    const frames = socket.take();
    expect(frames).toMatchObject([{ type: 'join', position: 1 }]);
    letIn(socket, frames);
    await join;
    await host.advance(15_000);
    expect(socket.take()).toEqual([{ type: 'heartbeat', positions: { s1: 2 } }]);
    void connection.leave('s1');
    expect(socket.take()).toMatchObject([{ positions: { s1: 3 } }, { type: 'leave' }]);
  });

  it('may be set before the join is answered', async () => {
    const { host, socket, connection } = await opened();
    void connection.join('s1', { position: 1 });
    connection.setPosition('s1', 2);
    letIn(socket, socket.take());
    await host.advance(15_000);
    expect(socket.take()).toEqual([{ type: 'heartbeat', positions: { s1: 2 } }]);
  });

  it.each([Number.NaN, Infinity, -1, 604_801])('leaves out %d, which is none', async (position) => {
    const { host, socket, connection } = await opened();
    const join = connection.join('s1', { position: () => position });
    const frames = socket.take();
    letIn(socket, frames);
    await join;
    await host.advance(15_000);
    expect([frames, socket.take()]).toEqual([
      [{ type: 'join', session: 's1', id: expect.any(String) }],
      ['h'],
    ]);
  });

  it('leaves out a getter that throws, and tells onError', async () => {
    const { host, socket, connection, errors } = await opened();
    const join = connection.join('s1', {
      position: () => {
        throw new Error('no player');
      },
    });
    letIn(socket, socket.take());
    await join;
    await host.advance(15_000);
    expect(socket.take()).toEqual(['h']);
    expect(errors).toEqual([new Error('no player'), new Error('no player')]);
  });

  it('keeps an id like __proto__ apart from the prototype', async () => {
    const { host, socket, connection, joined } = await opened();
    await joined(socket, '__proto__');
    connection.setPosition('__proto__', 5);
    await host.advance(15_000);
    expect(JSON.stringify(socket.take())).toBe('[{"type":"heartbeat","positions":{"__proto__":5}}]');
  });
});

describe('a moderator who puts the attendee out', () => {
  const message = 'Out.';

  it('of one session of several is told to the application, and nobody joins it again', async () => {
    const { socket, connection, lose, admit, errors } = await opened();
    const joins = [connection.join('s1'), connection.join('s2')];
    letIn(socket, socket.take());
    await Promise.all(joins);
    socket.say({ type: 'error', code: 'kicked', message, session: 's1' });
    await settle();
    expect(errors).toMatchObject([{ name: 'HeadcountError', code: 'kicked', session: 's1' }]);
    await lose();
    expect((await admit()).take()).toMatchObject([{ type: 'join', session: 's2' }]);
  });

  it('while it was away lets a reconnect be refused once, and tries no more', async () => {
    const { socket, connection, lose, admit, errors } = await opened();
    const join = connection.join('s1');
    letIn(socket, socket.take());
    await join;
    await lose();
    const second = await admit();
    second.say({ type: 'error', code: 'kicked', message, id: String(second.takeOne().id) });
    await settle();
    expect(errors).toMatchObject([{ code: 'kicked' }]);
    await lose();
    expect((await admit()).take()).toEqual([]);
  });
});
