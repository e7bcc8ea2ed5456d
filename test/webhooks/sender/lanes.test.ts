import { describe, expect, it } from 'vitest';
import { IN_FLIGHT } from '../../../server/webhooks/lane.ts';
import { TICK_MS } from '../../../server/webhooks/sender.ts';
import { world } from './sender-world.ts';

describe('an endpoint', () => {
  it('gets what waits in order, four at a time', async () => {
    const here = world();
    here.endpoint('e1', 9);
    await here.run();
    expect(here.of('e1')).toEqual([1, 2, 3, 4]);
    here.sent[1]?.answer('delivered');
    await here.settle();
    expect(here.of('e1')).toEqual([1, 2, 3, 4, 5]);
    expect(here.row(2)).toMatchObject({ status: 'delivered', attempts: 1 });
    expect(here.sender.stats.inFlight).toBe(IN_FLIGHT);
  });

  it('gets ten thousand in order, of which a page is in memory', async () => {
    const here = world();
    here.answering = () => 'delivered';
    here.endpoint('e1', 10_000);
    await here.run();
    expect(here.of('e1')).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
    expect(here.outbox.rows.every(({ status }) => status === 'delivered')).toBe(true);
    expect(here.outbox.mostRead).toBeLessThan(100);
    expect(here.sender.stats.results.get('delivered')).toBe(10_000);
  });

  it('that takes its time does not hold up another', async () => {
    const here = world();
    here.answering = ({ endpoint }) => (endpoint === 'quick' ? 'delivered' : (undefined as never));
    here.endpoint('dead', 100);
    here.endpoint('quick', 100);
    await here.run();
    expect(here.of('dead')).toHaveLength(IN_FLIGHT);
    expect(here.of('quick')).toHaveLength(100);
  });

  it('gets a new message at once when it is told of it', async () => {
    const here = world();
    here.endpoint('e1', 1);
    here.sender.wake(['e1']);
    await here.settle();
    expect(here.of('e1')).toEqual([1]);
  });

  it('that is not active, or gone, gets nothing', async () => {
    const here = world();
    here.endpoint('off', 2, { active: false });
    here.endpoint('gone', 2);
    here.outbox.endpoints.delete('gone');
    await here.run();
    expect(here.sent).toEqual([]);
  });

  it('that goes while a message is in flight gets no more', async () => {
    const here = world();
    here.endpoint('e1', 9);
    await here.run();
    here.outbox.endpoints.delete('e1');
    for (const { answer } of here.sent) answer('delivered');
    await here.run(TICK_MS);
    expect(here.of('e1')).toEqual([1, 2, 3, 4]);
  });
});

describe('a hundred endpoints that hang', () => {
  it('leave room for one that answers, once they have failed', async () => {
    const here = world();
    for (let index = 0; index < 100; index++) here.endpoint(`dead${index}`, 6);
    await here.run();
    expect(here.sent).toHaveLength(256);
    // Who has not failed yet gets another, while there is room.
    for (let answered = 0; answered < here.sent.length; ) {
      const unanswered = here.sent.slice(answered);
      answered = here.sent.length;
      for (const { answer } of unanswered) answer('again');
      await here.settle();
    }
    await here.run(6000);
    expect(here.sender.stats.inFlight).toBeLessThanOrEqual(64);
    here.endpoint('quick', 20);
    here.answering = ({ endpoint }) => (endpoint === 'quick' ? 'delivered' : (undefined as never));
    await here.run();
    expect(here.of('quick')).toHaveLength(20);
  });
});

describe('more endpoints than there is room for', () => {
  it('take turns', async () => {
    const here = world();
    for (let index = 0; index < 300; index++) here.endpoint(`e${index}`, 3);
    await here.run();
    expect(here.sent).toHaveLength(256);
    for (const { answer } of here.sent.slice(0, 44)) answer('delivered');
    await here.settle();
    expect(new Set(here.sent.map(({ endpoint }) => endpoint)).size).toBe(300);
  });
});
