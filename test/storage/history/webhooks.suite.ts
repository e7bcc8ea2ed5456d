import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_KEPT, MAX_PENDING } from '../../../storage/rows/webhooks.ts';
import type { WebhookWrite } from '../../../storage/types.ts';
import { batchAt, EVENT, ORG, ROOM, registration, STREAM, T0 } from './batches.ts';
import { type MakeStore, withCatalogue } from './opened.ts';
import { disabled, endpoint, facts, message, outboxOf, outcome, put } from './outbox.ts';

const SUB = 9;
const gone = { kind: 'deleted', at: T0, tenant: ORG, id: 'x' } as const;

export function webhookTests(makeStore: MakeStore): void {
  const written = async (...webhooks: WebhookWrite[]) => {
    const history = await withCatalogue(makeStore);
    await history.commit(batchAt(T0, { webhooks }));
    return history;
  };

  test('endpoints and what was told once come back as they were put last', async () => {
    const store = makeStore();
    const history = await withCatalogue(() => store);
    const changed = endpoint('a', {
      version: 2,
      previous: { secret: 'whsec_b', until: T0 + 5 },
      event: EVENT,
    });
    await history.commit(
      batchAt(T0, {
        webhooks: [
          ...[put('a', { event: EVENT }), put('b', { createdAt: T0 - 1 }), put('c'), put('a', changed)],
          { kind: 'webhookGone', endpoint: 'c' },
          { kind: 'told', isTold: true, scope: EVENT, once: 'event.ended' },
          { kind: 'told', isTold: true, scope: ROOM, once: 'session.silent' },
          { kind: 'told', isTold: true, scope: EVENT, once: 'event.ended' },
          { kind: 'told', isTold: false, scope: ROOM, once: 'session.silent' },
        ],
      }),
    );
    const { endpoints, told } = await store.create().open();
    expect(endpoints).toEqual([endpoint('b', { createdAt: T0 - 1 }), changed]);
    expect(told).toEqual([{ scope: EVENT, once: 'event.ended' }]);
  });

  test('what is announced waits at each of its endpoints, numbered there, with all it refers to', async () => {
    const history = await withCatalogue(makeStore);
    const { announcement } = message('m2');
    await history.commit(
      batchAt(T0, {
        registrations: [registration({ attendee: 'ann' })],
        webhooks: [
          ...[put('a'), put('b'), message('m1', { endpoints: ['b'] })],
          message('m2', { endpoints: ['a', 'b', 'nobody'], attendee: 'ann', queuedAt: T0 + 1 }),
        ],
      }),
    );
    const about = { ...announcement, type: 'catalogue.deleted', event: null, session: null } as const;
    await history.commit(
      batchAt(T0 + 2, {
        webhooks: [
          message('m3', {
            announcement: { ...about, subject: { kind: 'session', id: 'r1' }, value: 2.5, since: T0 - 7 },
            queuedAt: T0 + 2,
          }),
        ],
      }),
    );
    const ann = (await history.attendee({ tenant: ORG, id: 'ann' }))?.key;
    const waits = { status: 'pending', attempts: 0, finishedAt: null };
    expect(await outboxOf(history, 'a')).toEqual([
      {
        ...{ endpoint: 'a', sequence: 1, id: 'm2', ...announcement, attendee: ann },
        ...{ queuedAt: T0 + 1, nextAt: T0 + 1, ...waits },
      },
      {
        ...{ endpoint: 'a', sequence: 2, id: 'm3', ...about, attendee: null },
        ...{ subject: { kind: 'session', id: 'r1' }, value: 2.5, since: T0 - 7 },
        ...{ queuedAt: T0 + 2, nextAt: T0 + 2, ...waits },
      },
    ]);
    expect((await outboxOf(history, 'b')).map(({ sequence, id }) => [sequence, id])).toEqual([
      [1, 'm1'],
      [2, 'm2'],
    ]);
    expect(await history.message({ endpoint: 'b', id: 'm2' })).toMatchObject({ sequence: 2, attendee: ann });
    expect(await history.message({ endpoint: 'b', id: 'm3' })).toBeNull();
  });

  test('a message of an id that is there already is none, and takes no number', async () => {
    const history = await written(put('a'), message('m1'), message('once'), message('once'), message('m2'));
    await history.commit(batchAt(T0 + 1, { webhooks: [message('once'), message('m3')] }));
    expect((await outboxOf(history, 'a')).map(({ sequence, id }) => `${sequence} ${id}`)).toEqual([
      '1 m1',
      '2 once',
      '3 m2',
      '4 m3',
    ]);
  });

  test('due is what waits and whose time has come, in order, but what is on its way', async () => {
    const history = await written(
      ...[put('a'), put('b'), put('c'), message('m1'), message('m2'), message('m3'), message('m4')],
      message('other', { endpoints: ['b'], queuedAt: T0 + 50 }),
      message('done', { endpoints: ['c'] }),
      outcome(1, 'failed', { nextAt: T0 + 100 }),
      outcome(3, 'delivered'),
      outcome(1, 'delivered', { endpoint: 'c' }),
    );
    const due = async (through: number, except: number[] = [], limit = 9) =>
      (await history.dueMessages({ endpoint: 'a', through, except, limit })).map(({ sequence }) => sequence);
    expect(await due(T0 - 1)).toEqual([]);
    expect(await due(T0 + 99)).toEqual([2, 4]);
    expect(await due(T0 + 100)).toEqual([1, 2, 4]);
    expect(await due(T0 + 100, [2])).toEqual([1, 4]);
    expect(await due(T0 + 100, [], 1)).toEqual([1]);
    expect(await history.waitingEndpoints()).toEqual([
      { endpoint: 'a', nextAt: T0, pending: 3, oldestAt: T0 },
      { endpoint: 'b', nextAt: T0 + 50, pending: 1, oldestAt: T0 + 50 },
    ]);
    expect(await history.messageCounts(['a', 'c', 'none'])).toEqual([
      { endpoint: 'a', pending: 3, delivered: 1, exhausted: 0, dropped: 0 },
      { endpoint: 'c', pending: 0, delivered: 1, exhausted: 0, dropped: 0 },
      { endpoint: 'none', pending: 0, delivered: 0, exhausted: 0, dropped: 0 },
    ]);
  });

  test('an attempt moves a message on once, and one that came to its end stays there until it is sent again', async () => {
    const history = await written(
      ...[put('a'), message('m1'), message('m2'), message('m3')],
      outcome(1, 'failed', { at: T0 + 5, nextAt: T0 + 10 }),
      outcome(1, 'delivered', { at: T0 + 6 }),
      outcome(2, 'failed', { at: T0 + 5, nextAt: T0 + 10 }),
      outcome(2, 'exhausted', { at: T0 + 11, attempt: 2 }),
      outcome(2, 'delivered', { at: T0 + 12, attempt: 3 }),
      outcome(3, 'delivered', { at: T0 + 7 }),
      outcome(3, 'failed', { at: T0 + 8, attempt: 2, nextAt: T0 + 9 }),
    );
    expect((await outboxOf(history, 'a')).map(facts)).toEqual([
      { sequence: 1, id: 'm1', status: 'pending', attempts: 1, nextAt: 10, finishedAt: null },
      { sequence: 2, id: 'm2', status: 'exhausted', attempts: 2, nextAt: null, finishedAt: 11 },
      { sequence: 3, id: 'm3', status: 'delivered', attempts: 1, nextAt: null, finishedAt: 7 },
    ]);
    await history.commit(
      batchAt(T0 + 20, {
        webhooks: [{ kind: 'redeliver', endpoint: 'a', sequence: 3, at: T0 + 20 }],
      }),
    );
    const [, , again] = await outboxOf(history, 'a');
    expect(again && facts(again)).toEqual({
      ...{ sequence: 3, id: 'm3', status: 'pending', attempts: 0, nextAt: 20, finishedAt: null },
    });
  });

  test('the log of an endpoint is listed from the latest on, by status and type', async () => {
    const { announcement } = message('x');
    const peak = { announcement: { ...announcement, type: 'peak.reached' } } as const;
    const history = await written(
      ...[put('a'), message('m1'), message('m2', peak), message('m3'), outcome(1, 'delivered')],
    );
    const list = async (filter: object) =>
      (await history.messages({ endpoint: 'a', limit: 9, ...filter })).map(({ id }) => id);
    expect(await list({})).toEqual(['m3', 'm2', 'm1']);
    expect(await list({ limit: 2 })).toEqual(['m3', 'm2']);
    expect(await list({ before: 2 })).toEqual(['m1']);
    expect(await list({ status: 'pending' })).toEqual(['m3', 'm2']);
    expect(await list({ type: 'peak.reached' })).toEqual(['m2']);
    expect(await list({ endpoint: 'b' })).toEqual([]);
  });

  test('what waits at an endpoint that is disabled is dropped; what comes after it is active again is not', async () => {
    const history = await written(
      ...[put('a'), message('m1'), message('m2'), outcome(1, 'delivered', { at: T0 + 2 })],
      ...[disabled('a', T0 + 3), put('a', { version: 3 }), message('m3')],
    );
    expect((await outboxOf(history, 'a')).map(({ status, finishedAt }) => [status, finishedAt])).toEqual([
      ['delivered', T0 + 2],
      ['dropped', T0 + 3],
      ['pending', null],
    ]);
  });

  test('of too many that wait the oldest are dropped with the one that is too much, of too many at all they go', async () => {
    const many = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) =>
        message(`m${from + index}`, { queuedAt: T0 + from + index }),
      );
    const history = await written(put('a'), ...many(1, MAX_PENDING + 2), outcome(3, 'delivered'));
    const first = await history.messages({ endpoint: 'a', before: 5, limit: 9 });
    expect(first.reverse().map(facts)).toMatchObject([
      { sequence: 1, status: 'dropped', nextAt: null, finishedAt: MAX_PENDING + 1 },
      { sequence: 2, status: 'dropped', finishedAt: MAX_PENDING + 2 },
      { sequence: 3, status: 'delivered' },
      { sequence: 4, status: 'pending' },
    ]);
    await history.commit(batchAt(T0 + 1, { webhooks: many(MAX_PENDING + 3, MAX_KEPT - MAX_PENDING) }));
    const [oldest] = await outboxOf(history, 'a');
    expect(oldest?.sequence).toBe(3);
  });

  test('what came to wait long ago goes', async () => {
    const history = await written(
      ...[put('a'), put('b'), message('m1', { endpoints: ['a', 'b'] }), message('m2', { queuedAt: T0 + 1 })],
      { kind: 'messagesOver', endpoint: 'a', before: T0 + 1 },
      message('m3', { queuedAt: T0 + 2 }),
    );
    expect((await outboxOf(history, 'a')).map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect((await outboxOf(history, 'b')).map(({ sequence }) => sequence)).toEqual([1]);
  });

  test('nothing waits that is about what was deleted, and nothing at an endpoint that is gone', async () => {
    const { announcement } = message('x');
    const at = (session: number | null, event: number | null = EVENT, organization = ORG) => ({
      announcement: { ...announcement, organization, event, session },
    });
    const all = [
      ...[put('a'), put('sub', { organization: SUB }), put('other'), message('room', at(ROOM))],
      ...[message('stream', at(STREAM)), message('event', at(null)), message('org', at(null, null))],
      message('below', { ...at(null, null, SUB), endpoints: ['a', 'sub'] }),
      message('elsewhere', { endpoints: ['other'] }),
    ];
    const history = await written(...all);
    const left = async () => (await outboxOf(history, 'a')).map(({ id }) => id);
    const parents = [EVENT, ORG];
    await history.commit(
      batchAt(T0 + 1, { webhooks: [{ ...gone, scopeKind: 'session', scope: ROOM, parents }] }),
    );
    expect(await left()).toEqual(['stream', 'event', 'org', 'below']);
    await history.commit(
      batchAt(T0 + 2, { webhooks: [{ ...gone, scopeKind: 'event', scope: EVENT, parents: [ORG] }] }),
    );
    expect(await left()).toEqual(['org', 'below']);
    await history.commit(
      batchAt(T0 + 3, {
        webhooks: [
          { kind: 'webhookGone', endpoint: 'sub' },
          { ...gone, scopeKind: 'organization', scope: SUB, parents: [ORG] },
        ],
      }),
    );
    expect(await left()).toEqual(['org']);
    expect(await outboxOf(history, 'sub')).toEqual([]);
    expect(await outboxOf(history, 'other')).toEqual([]);
  });

  test('the same comes of it, however it is cut into commits', async () => {
    const sequence = fc.integer({ min: 1, max: 6 });
    const which = fc.constantFrom('a', 'b');
    const one = fc.oneof(
      fc.record({ endpoints: fc.subarray(['a', 'b'], { minLength: 1 }), id: fc.integer({ min: 0, max: 9 }) }),
      fc.record({
        outcome: fc.constantFrom('delivered', 'failed', 'exhausted'),
        sequence,
        which,
        attempt: sequence,
      }),
      fc.record({ again: sequence, which }),
      fc.record({ off: which }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(one, { maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        async (steps, size) => {
          const writes = steps.map((step, index): WebhookWrite => {
            const at = T0 + index;
            if ('id' in step) return message(`m${step.id}`, { endpoints: step.endpoints, queuedAt: at });
            if ('off' in step) return index % 2 === 0 ? disabled(step.off, at) : put(step.off);
            if ('again' in step) return { kind: 'redeliver', endpoint: step.which, sequence: step.again, at };
            const { attempt, which: endpoint } = step;
            return outcome(step.sequence, step.outcome, { at, attempt, endpoint, nextAt: at + 5 });
          });
          const whole = await written(put('a'), put('b'), ...writes);
          const cut = await written(put('a'), put('b'));
          for (let from = 0; from < writes.length; from += size)
            await cut.commit(batchAt(T0 + 1 + from, { webhooks: writes.slice(from, from + size) }));
          for (const id of ['a', 'b']) expect(await outboxOf(cut, id)).toEqual(await outboxOf(whole, id));
          await whole.close();
          await cut.close();
        },
      ),
      { numRuns: 5 },
    );
  });
}
