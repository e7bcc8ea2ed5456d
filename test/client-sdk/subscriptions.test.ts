import { describe, expect, it } from 'vitest';
import type { AlertMessage, Counters, EngagementMessage } from '../../server/protocol/server-messages.ts';
import { settle } from './fake/fake-host.ts';
import { counters, type FakeSocket } from './fake/fake-server.ts';
import { type Bench, opened, start } from './fake/open.ts';

interface Watched extends Bench {
  readonly socket: FakeSocket;
  readonly seqs: number[];
  readonly unsubscribe: () => void;
}

/** Subscribed to session:s1, with the snapshot of seq 5 delivered. */
async function watched(): Promise<Watched> {
  const bench = await opened();
  const seqs: number[] = [];
  const unsubscribe = bench.connection.subscribe('session:s1', ({ seq }) => seqs.push(seq));
  snapshot(bench.socket, { seq: 5 });
  return { ...bench, seqs, unsubscribe };
}

/** Answers the subscribe that the client has just sent. */
function snapshot(socket: FakeSocket, overrides: Partial<Counters> = {}): void {
  const asked = socket.takeOne();
  expect(asked).toMatchObject({ type: 'subscribe', scope: 'session:s1' });
  socket.say(counters({ ...overrides, id: String(asked.id) }));
}

describe('subscribe', () => {
  it('delivers the snapshot, then each change', async () => {
    const { socket, connection } = await opened();
    const seen: Counters[] = [];
    connection.subscribe('session:s1', (figures) => seen.push(figures));
    snapshot(socket, { seq: 41, concurrent: 7 });
    socket.say(counters({ seq: 42, concurrent: 8 }));
    expect(seen.map(({ seq, concurrent }) => [seq, concurrent])).toEqual([
      [41, 7],
      [42, 8],
    ]);
  });

  it('does not deliver the same message twice', async () => {
    const { socket, seqs } = await watched();
    socket.say(counters({ seq: 6 }));
    socket.say(counters({ seq: 6 }));
    expect(seqs).toEqual([5, 6]);
    expect(socket.take()).toEqual([]);
  });

  it.each([
    ['a gap', { seq: 8 }],
    ['a step back', { seq: 4 }],
    ['a new epoch', { seq: 6, epoch: 'e2' }],
  ])('subscribes again after %s and goes on from the snapshot', async (_, broken) => {
    const { socket, seqs } = await watched();
    socket.say(counters(broken));
    // On its way already when the server got the request: older than the snapshot to come.
    socket.say(counters({ ...broken, seq: broken.seq + 1 }));
    expect(seqs).toEqual([5]);
    snapshot(socket, { seq: 2, epoch: 'e2', at: '2030-01-01T12:00:09.000Z' });
    socket.say(counters({ seq: 3, epoch: 'e2' }));
    expect(seqs).toEqual([5, 2, 3]);
    expect(socket.take()).toEqual([]);
  });

  it('subscribes again after a reconnect and does not repeat what has not changed', async () => {
    const { seqs, lose, admit } = await watched();
    await lose();
    const next = await admit();
    snapshot(next, { seq: 5 });
    expect(seqs).toEqual([5]);
    next.say(counters({ seq: 6 }));
    expect(seqs).toEqual([5, 6]);
  });

  it('delivers a snapshot of the same seq that is newer, for what moves without a change', async () => {
    const { connection, socket, lose, admit } = await opened();
    const seconds: number[] = [];
    connection.subscribe('session:s1', ({ watchSeconds }) => seconds.push(watchSeconds));
    snapshot(socket, { seq: 5, watchSeconds: 10 });
    await lose();
    snapshot(await admit(), { seq: 5, watchSeconds: 20, at: '2030-01-01T12:00:10.000Z' });
    expect(seconds).toEqual([10, 20]);
  });

  it('takes a snapshot with another seq after a reconnect to another node', async () => {
    const { seqs, lose, admit } = await watched();
    await lose();
    snapshot(await admit(), { seq: 1, epoch: 'e2' });
    expect(seqs).toEqual([5, 1]);
  });

  it('waits for the connection', async () => {
    const { connection, admit } = await start();
    const seqs: number[] = [];
    connection.subscribe('session:s1', ({ seq }) => seqs.push(seq));
    snapshot(await admit(), { seq: 3 });
    expect(seqs).toEqual([3]);
  });

  it('tells onError of a refusal, stays silent, and tries again after a reconnect', async () => {
    const { socket, connection, errors, lose, admit } = await opened();
    const seqs: number[] = [];
    connection.subscribe('organization:o1', ({ seq }) => seqs.push(seq));
    socket.say({ type: 'error', code: 'not_allowed', message: '', id: String(socket.takeOne().id) });
    await settle();
    expect(errors).toMatchObject([{ code: 'not_allowed' }]);
    await lose();
    expect((await admit()).takeOne()).toMatchObject({ type: 'subscribe', scope: 'organization:o1' });
  });

  it('finds its figures under the normalized scope that the server answers with', async () => {
    const { socket, connection } = await opened();
    const seqs: number[] = [];
    connection.subscribe('session:Zoe\u0308', ({ seq }) => seqs.push(seq));
    const { id } = socket.takeOne();
    socket.say(counters({ scope: 'session:Zo\u00eb', seq: 9, id: String(id) }));
    expect(seqs).toEqual([9]);
  });

  it('goes on delivering when a callback throws, and tells onError', async () => {
    const { socket, connection, errors } = await opened();
    const seqs: number[] = [];
    connection.subscribe('session:s1', () => {
      throw new Error('mine');
    });
    connection.subscribe('session:s1', ({ seq }) => seqs.push(seq));
    snapshot(socket);
    await settle();
    expect(seqs).toEqual([1]);
    expect(errors).toEqual([new Error('mine')]);
  });
});

describe('several subscriptions of a scope', () => {
  it('share one at the server, and a late one gets the last figures at once', async () => {
    const { socket, connection, seqs } = await watched();
    const late: number[] = [];
    connection.subscribe('session:s1', ({ seq }) => late.push(seq));
    expect(late).toEqual([]);
    await settle();
    expect(late).toEqual([5]);
    socket.say(counters({ seq: 6 }));
    expect([seqs, late]).toEqual([
      [5, 6],
      [5, 6],
    ]);
    expect(socket.take()).toEqual([]);
  });

  it('end at the server when the last one ends', async () => {
    const { socket, connection, seqs, unsubscribe } = await watched();
    const end = connection.subscribe('session:s1', () => {});
    unsubscribe();
    socket.say(counters({ seq: 6 }));
    expect(seqs).toEqual([5]);
    expect(socket.take()).toEqual([]);
    end();
    end();
    expect(socket.take()).toEqual([{ type: 'unsubscribe', scope: 'session:s1' }]);
  });

  it('one that begins during a reconnect waits for the fresh snapshot, even if nothing has changed', async () => {
    const { connection, lose, admit, seqs } = await watched();
    await lose();
    const late: number[] = [];
    connection.subscribe('session:s1', ({ seq }) => late.push(seq));
    await settle();
    expect(late).toEqual([]);
    snapshot(await admit(), { seq: 5 });
    expect([seqs, late]).toEqual([[5], [5]]);
  });

  it('begin anew after the last has ended', async () => {
    const { socket, connection, unsubscribe } = await watched();
    unsubscribe();
    socket.take();
    const seqs: number[] = [];
    connection.subscribe('session:s1', ({ seq }) => seqs.push(seq));
    socket.say(counters({ seq: 6 }));
    expect(seqs).toEqual([]);
    snapshot(socket, { seq: 6 });
    expect(seqs).toEqual([6]);
  });

  it('that ended are not subscribed again', async () => {
    const { unsubscribe, lose, admit } = await watched();
    unsubscribe();
    await lose();
    expect((await admit()).take()).toEqual([]);
  });
});

describe('feed', () => {
  const engagement: EngagementMessage = {
    type: 'engagement',
    id: 'm1',
    session: 's1',
    attendee: 'bob',
    action: 'chat.message',
    data: { text: 'hi' },
    at: '2030-01-01T12:00:01.000Z',
  };

  it('brings each engagement and says how many were left out', async () => {
    const { socket, connection } = await opened();
    const seen: EngagementMessage[] = [];
    const leftOut: number[] = [];
    connection.subscribe('session:s1', () => {}, {
      feed: true,
      onEngagement: (one) => seen.push(one),
      onLeftOut: (count) => leftOut.push(count),
    });
    expect(socket.takeOne()).toMatchObject({ type: 'subscribe', feed: true });
    socket.say(engagement);
    socket.say({ ...engagement, session: 's2' });
    socket.say({ type: 'feed', scope: 'session:s1', leftOut: 12 });
    expect(seen).toEqual([engagement]);
    expect(leftOut).toEqual([12]);
  });

  it('and alerts come to who listens to the scope', async () => {
    const { socket, connection } = await opened();
    const heard: unknown[] = [];
    connection.subscribe('event:e1', () => {}, { onAlert: ({ alert }) => heard.push(alert) });
    const alert: AlertMessage = {
      ...{ type: 'alert', scope: 'event:e1', alert: 'a-1', rule: 'a', name: 'full', kind: 'above' },
      ...{ about: 'session:s1', state: 'raised', threshold: 1, value: 2, worst: 2, clearedValue: null },
      ...{ raisedAt: '2030-01-01T12:00:01.000Z', clearedAt: null, acknowledgedAt: null },
    };
    socket.say(alert);
    socket.say({ ...alert, scope: 'session:s1', alert: 'b-1' });
    expect(heard).toEqual(['a-1']);
  });

  it('is asked for when a later subscription of the scope wants it', async () => {
    const { socket, connection } = await watched();
    connection.subscribe('session:s1', () => {}, { feed: true });
    expect(socket.takeOne()).toMatchObject({ type: 'subscribe', scope: 'session:s1', feed: true });
  });

  it('does not settle an own engagement of the same id', async () => {
    const { socket, connection } = await opened();
    let stored = false;
    connection.engage('s1', 'chat.message', { text: 'hi' }, { id: 'm1' }).then(
      () => {
        stored = true;
      },
      () => {},
    );
    socket.say(engagement);
    await settle();
    expect(stored).toBe(false);
  });
});
