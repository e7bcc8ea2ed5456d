import { describe, expect, it } from 'vitest';
import { IN_FLIGHT } from '../../../server/webhooks/lane.ts';
import { TICK_MS } from '../../../server/webhooks/sender.ts';
import { messageRow } from '../fake-outbox.ts';
import { world } from './sender-world.ts';

const HOUR_MS = 3_600_000;

describe('a failed attempt', () => {
  it('is made again by the schedule, ten times in all, and is given up then', async () => {
    const here = world();
    here.answering = () => 'again';
    here.endpoint('e1', 1);
    await here.run();
    expect(here.row(1)).toMatchObject({ status: 'pending', attempts: 1, nextAt: 5000 });
    await here.run(4999);
    expect(here.sent).toHaveLength(1);
    for (let hour = 0; hour < 100; hour++) await here.run(HOUR_MS);
    expect(here.row(1)).toMatchObject({ status: 'exhausted', attempts: 10, nextAt: null });
  });

  it('of a Sequel subscription is made again for a day, and not at all after a 400', async () => {
    const flavour = { kind: 'sequel', eventType: 'virtual-stage-event-ended', batchSize: null } as const;
    const here = world();
    here.answering = ({ sequence }) => (sequence === 1 ? 'again' : 'refused');
    here.endpoint('e1', 2, { flavour });
    for (let hour = 0; hour < 24; hour++) await here.run(HOUR_MS);
    expect(here.row(1)).toMatchObject({ status: 'exhausted', attempts: 7 });
    expect(here.row(2)).toMatchObject({ status: 'exhausted', attempts: 1 });
    expect(here.outbox.endpoint('e1')?.details.active).toBe(true);
  });

  it('waits for as long as the endpoint asks, and so does everything else there', async () => {
    const here = world();
    here.endpoint('e1', 2);
    await here.run();
    here.sent[0]?.answer('again', 60_000);
    here.sent[1]?.answer('delivered');
    await here.settle();
    expect(here.row(1)?.nextAt).toBe(60_000);
    here.outbox.put(messageRow({ sequence: 3 }));
    here.sent[0]?.answer('again', 60_000);
    await here.run(59_000);
    await here.run(1000);
    expect(here.of('e1').slice(2).toSorted()).toEqual([1, 3]);
  });

  it('after others stops the endpoint for a while, and one success lets everything through', async () => {
    const here = world();
    here.answering = () => 'again';
    here.endpoint('e1', 20);
    await here.run();
    const failed = here.sent.length;
    expect(failed).toBe(IN_FLIGHT);
    await here.run(1000);
    expect(here.sent).toHaveLength(failed);
    here.answering = () => 'delivered';
    await here.run(20_000);
    expect(here.outbox.rows.every(({ status }) => status === 'delivered')).toBe(true);
  });

  it('does not hold up what somebody waits for', async () => {
    const here = world();
    here.answering = () => 'again';
    here.endpoint('e1', 4);
    await here.run();
    here.outbox.put(messageRow({ sequence: 5, queuedAt: here.clock.now() }));
    here.sender.wake(['e1'], { now: true });
    await here.settle();
    expect(here.of('e1').at(-1)).toBe(5);
  });
});

describe('an endpoint is disabled', () => {
  it('when it is gone', async () => {
    const here = world();
    here.answering = () => 'gone';
    here.endpoint('e1', 1);
    await here.run();
    expect(here.row(1)?.status).toBe('exhausted');
    expect(here.outbox.changes.at(-1)).toEqual({ kind: 'disableWebhook', id: 'e1', reason: 'gone' });
  });

  it('when nothing has come through for three days, and no earlier', async () => {
    const here = world();
    here.answering = () => 'again';
    here.endpoint('e1', 3);
    for (let hour = 0; hour < 72; hour++) await here.run(HOUR_MS);
    expect(here.outbox.endpoint('e1')?.details.active).toBe(true);
    for (let hour = 0; hour < 30; hour++) await here.run(HOUR_MS);
    expect(here.outbox.changes.at(-1)).toEqual({ kind: 'disableWebhook', id: 'e1', reason: 'failing' });
  });

  it('not when only one message is not liked', async () => {
    const here = world();
    here.answering = ({ sequence }) => (sequence === 1 ? 'again' : 'delivered');
    here.endpoint('e1', 2);
    for (let hour = 0; hour < 100; hour++) await here.run(HOUR_MS);
    expect(here.row(1)?.status).toBe('exhausted');
    expect(here.outbox.endpoint('e1')?.details.active).toBe(true);
  });
});

describe('what came of an attempt', () => {
  it('is sent again by whoever goes on when the process ends before it is written', async () => {
    const first = world();
    first.endpoint('e1', 2);
    first.answering = () => 'delivered';
    first.outbox.refusal = 'unavailable';
    await first.run();
    expect(first.of('e1')).toEqual([1, 2]);
    first.outbox.refusal = null;
    const second = world(first.outbox);
    second.answering = () => 'delivered';
    await second.run();
    expect(second.sent.map(({ sequence, attempt }) => [sequence, attempt])).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  it('is written when the log is there again, and not sent twice meanwhile', async () => {
    const here = world();
    here.answering = () => 'delivered';
    here.endpoint('e1', 2);
    here.outbox.refusal = 'unavailable';
    await here.run();
    await here.run(TICK_MS);
    here.outbox.refusal = null;
    await here.run(TICK_MS);
    expect(here.of('e1')).toEqual([1, 2]);
    expect(here.outbox.rows.map(({ status }) => status)).toEqual(['delivered', 'delivered']);
  });

  it('is not awaited by more than so many', async () => {
    const here = world();
    here.answering = () => 'delivered';
    here.endpoint('e1', 1000);
    here.outbox.refusal = 'unavailable';
    await here.run();
    expect(here.sent).toHaveLength(128);
  });
});
