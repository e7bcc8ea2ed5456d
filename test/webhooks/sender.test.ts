import { describe, expect, it, onTestFinished } from 'vitest';
import type { WebhookEndpoint } from '../../server/live/endpoints.ts';
import type { Delivered } from '../../server/webhooks/delivered.ts';
import { IN_FLIGHT } from '../../server/webhooks/lane.ts';
import { Sender, TICK_MS } from '../../server/webhooks/sender.ts';
import type { Verdict } from '../../server/webhooks/sending/verdict.ts';
import type { MessageRow } from '../../storage/types.ts';
import { endpointRow, FakeOutbox, messageRow } from './fake-outbox.ts';
import { HandClock } from './hand-clock.ts';

const HOUR_MS = 3_600_000;

interface Sent {
  readonly endpoint: string;
  readonly sequence: number;
  readonly attempt: number;
  readonly answer: (verdict: Verdict, retryAfterMs?: number) => void;
}

/** A sender over an outbox, whose every delivery waits to be answered by hand, or is answered by `answering`. */
class World {
  readonly clock = new HandClock(0);
  readonly outbox = new FakeOutbox();
  readonly sent: Sent[] = [];
  readonly errors: unknown[] = [];
  answering: ((sent: Sent) => Verdict) | undefined;
  isSending = true;
  aborted = 0;
  readonly sender: Sender;

  constructor(outbox = new FakeOutbox()) {
    this.outbox = outbox;
    this.sender = new Sender({
      ...{ outbox, endpoint: outbox.endpoint, write: outbox.write, clock: this.clock },
      deliver: (endpoint, message) => this.#deliver(endpoint, message),
      abort: () => {
        this.aborted += 1;
        for (const { answer } of this.sent) answer('again');
      },
      isSending: () => this.isSending,
      logTime: () => this.clock.now(),
      random: () => 0,
      onError: (error) => this.errors.push(error),
    });
  }

  #deliver({ id }: WebhookEndpoint, { sequence, attempts }: MessageRow): Promise<Delivered> {
    return new Promise((resolve) => {
      const answer = (verdict: Verdict, retryAfterMs = 0) => resolve({ verdict, retryAfterMs });
      const sent = { endpoint: id, sequence, attempt: attempts + 1, answer };
      this.sent.push(sent);
      const verdict = this.answering?.(sent);
      if (verdict !== undefined) answer(verdict);
    });
  }

  endpoint(id: string, count: number, parts: Partial<WebhookEndpoint['details']> = {}): void {
    this.outbox.endpoints.set(id, endpointRow(id, parts));
    const rows = Array.from({ length: count }, (_, index) =>
      messageRow({ endpoint: id, sequence: index + 1, queuedAt: this.clock.now() }),
    );
    this.outbox.put(...rows);
  }

  /** What has become due is looked for, and everything runs until nothing does. */
  async run(ms = 0): Promise<void> {
    this.clock.advance(ms);
    await this.sender.look();
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let before = -1; before !== this.sent.length + this.outbox.changes.length; ) {
      before = this.sent.length + this.outbox.changes.length;
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  of(endpoint: string): number[] {
    return this.sent.filter((one) => one.endpoint === endpoint).map(({ sequence }) => sequence);
  }

  row(sequence: number, endpoint = 'e1'): MessageRow | undefined {
    return this.outbox.rows.find((row) => row.endpoint === endpoint && row.sequence === sequence);
  }
}

function world(outbox?: FakeOutbox): World {
  const made = new World(outbox);
  onTestFinished(() => expect(made.errors).toEqual([]));
  return made;
}

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
