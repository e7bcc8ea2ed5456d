import { describe, expect, it } from 'vitest';
import { createOutbox } from '../../client-sdk/src/outbox.ts';
import { schedulerOf } from '../../client-sdk/src/scheduler.ts';
import { FakeHost } from './fake/fake-host.ts';

function bench(perSecond: number) {
  const host = new FakeHost();
  const sent: { frame: string; at: number }[] = [];
  const outbox = createOutbox({
    host,
    scheduler: schedulerOf(host),
    perSecond,
    write: (frame) => sent.push({ frame, at: host.time }),
  });
  return { host, outbox, sent };
}

/** The most frames that any second contains. */
function busiest(sent: { at: number }[]): number {
  return Math.max(
    ...sent.map(({ at }) => sent.filter((other) => other.at >= at && other.at < at + 1_000).length),
  );
}

describe('outbox', () => {
  it('sends at once while it is within its share', () => {
    const { outbox, sent } = bench(40);
    for (let n = 0; n < 20; n++) outbox.push(String(n), false);
    expect(sent).toHaveLength(20);
  });

  it('never sends more in any second than it may, and all of it in order', async () => {
    const { host, outbox, sent } = bench(40);
    for (let n = 0; n < 500; n++) outbox.push(String(n), false);
    await host.advance(30_000);
    expect(sent.map(({ frame }) => Number(frame))).toEqual([...Array(500).keys()]);
    expect(busiest(sent)).toBeLessThanOrEqual(40);
    expect(busiest(sent)).toBeGreaterThan(30);
  });

  it('lets what is urgent pass, and counts it', async () => {
    const { host, outbox, sent } = bench(4);
    for (let n = 0; n < 10; n++) outbox.push('slow', false);
    outbox.push('urgent', true);
    expect(sent.map(({ frame }) => frame)).toEqual(['slow', 'slow', 'urgent']);
    await host.advance(900);
    expect(sent).toHaveLength(3);
    await host.advance(200);
    expect(sent).toHaveLength(4);
  });

  it('forgets what it has not sent when it is cleared', async () => {
    const { host, outbox, sent } = bench(2);
    for (let n = 0; n < 5; n++) outbox.push('lost', false);
    outbox.clear();
    await host.advance(10_000);
    expect(sent).toHaveLength(1);
    outbox.push('next', false);
    expect(sent.map(({ frame }) => frame)).toEqual(['lost', 'next']);
  });

  it('still sends when it is given less than it can share out', async () => {
    const { host, outbox, sent } = bench(0);
    outbox.push('a', false);
    outbox.push('b', false);
    await host.advance(1_000);
    expect(sent).toHaveLength(2);
  });
});
