import { expect, onTestFinished } from 'vitest';
import type { WebhookEndpoint } from '../../../server/live/endpoints.ts';
import type { Delivered } from '../../../server/webhooks/delivered.ts';
import { Sender } from '../../../server/webhooks/sender.ts';
import type { Verdict } from '../../../server/webhooks/sending/verdict.ts';
import type { MessageRow } from '../../../storage/types.ts';
import { endpointRow, FakeOutbox, messageRow } from '../fake-outbox.ts';
import { HandClock } from '../hand-clock.ts';

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

export function world(outbox?: FakeOutbox): World {
  const made = new World(outbox);
  onTestFinished(() => expect(made.errors).toEqual([]));
  return made;
}
