import type { Host } from './host.ts';
import type { Cancel, Scheduler } from './scheduler.ts';

/** Sends in order and not faster than the server allows: it closes with 4429 whoever sends more. */
export interface Outbox {
  /** `now`: past the queue, for what must not wait. */
  push(frame: string, now: boolean): void;
  /** Forgets what has not been sent. */
  clear(): void;
}

export interface OutboxOptions {
  readonly host: Host;
  readonly scheduler: Scheduler;
  /** The most frames in any second. */
  readonly perSecond: number;
  write(frame: string): void;
}

export function createOutbox({ host, scheduler, perSecond, write }: OutboxOptions): Outbox {
  // Half of it at once and half of it a second: together never more than all of it in any second.
  const share = Math.max(1, perSecond / 2);
  let credit = share;
  let creditAt = host.now();
  let queue: string[] = [];
  let cancel: Cancel | undefined;

  function refill(): void {
    const now = host.now();
    credit = Math.min(share, credit + ((now - creditAt) / 1000) * share);
    creditAt = now;
  }

  function sendNow(frame: string): void {
    refill();
    credit--;
    write(frame);
  }

  function flush(): void {
    cancel = undefined;
    refill();
    let sent = 0;
    for (const frame of queue) {
      // Rounding: a timer that was set for exactly one frame must find one.
      if (credit < 0.999) break;
      sendNow(frame);
      sent++;
    }
    queue = queue.slice(sent);
    if (queue.length) cancel = scheduler.after(((1 - credit) / share) * 1000, flush);
  }

  return {
    push(frame, now) {
      if (now) sendNow(frame);
      else if (queue.push(frame) && !cancel) flush();
    },
    clear() {
      queue = [];
      cancel?.();
      cancel = undefined;
    },
  };
}
