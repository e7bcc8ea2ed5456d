import { describe, expect, it } from 'vitest';
import { TICK_MS } from '../../../server/webhooks/sender.ts';
import { world } from './sender-world.ts';

describe('a node', () => {
  it('that is not to send, sends nothing, and goes on when it is its turn', async () => {
    const here = world();
    here.endpoint('e1', 6);
    here.isSending = false;
    here.sender.wake(['e1']);
    await here.run();
    expect(here.sent).toEqual([]);
    here.isSending = true;
    await here.run();
    expect(here.of('e1')).toEqual([1, 2, 3, 4]);
    here.isSending = false;
    here.sent[0]?.answer('delivered');
    await here.run(TICK_MS);
    expect(here.of('e1')).toEqual([1, 2, 3, 4]);
    expect(here.row(1)?.status).toBe('delivered');
  });

  it('looks every second by itself, and tells what waits', async () => {
    const here = world();
    here.endpoint('e1', 2, { active: false });
    here.sender.start();
    here.clock.advance(5 * TICK_MS);
    await here.settle();
    expect(here.sender.stats).toMatchObject({ pending: 2, oldestAgeMs: 5 * TICK_MS });
  });

  it('that ends does not wait for a log that is away', async () => {
    const here = world();
    here.answering = () => 'delivered';
    here.outbox.isStuck = true;
    here.endpoint('e1', 1);
    await here.run();
    const closed = here.sender.close();
    await here.settle();
    here.clock.advance(4000);
    await closed;
    expect(here.row(1)?.status).toBe('pending');
  });

  it('that ends writes what is answered in time, and tells nothing of what it breaks off', async () => {
    const here = world();
    here.endpoint('e1', 3);
    await here.run();
    const closed = here.sender.close();
    here.sent[0]?.answer('delivered');
    await here.settle();
    here.clock.advance(2000);
    await closed;
    expect(here.aborted).toBe(1);
    expect(here.outbox.rows.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['delivered', 1],
      ['pending', 0],
      ['pending', 0],
    ]);
  });
});
