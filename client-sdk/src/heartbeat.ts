import type { PaceMessage } from '../../server/protocol/server-messages.ts';
import type { Host } from './host.ts';
import type { Requests } from './requests.ts';
import type { Cancel, Scheduler } from './scheduler.ts';
import type { Sessions } from './sessions.ts';
import type { Transport } from './transport.ts';

/** Below this no server sets it; a zero would never let go of the processor. */
const MIN_INTERVAL_MS = 50;

type Pace = Pick<PaceMessage, 'heartbeatSeconds' | 'timeoutSeconds'>;

export interface HeartbeatOptions {
  readonly host: Host;
  readonly scheduler: Scheduler;
  readonly transport: Pick<Transport, 'heardAt' | 'drop'>;
  readonly requests: Pick<Requests, 'mention' | 'nextId'>;
  readonly sessions: Pick<Sessions, 'beat'>;
}

/** Proves presence at the server's pace, and finds out when the server is gone without a word. */
export interface Heartbeat {
  start(pace: Pace): void;
  pace(pace: Pace): void;
  stop(): void;
}

export function createHeartbeat({
  host,
  scheduler,
  transport,
  sessions,
  requests,
}: HeartbeatOptions): Heartbeat {
  let intervalMs = 0;
  let timeoutMs = 0;
  let dueAt = Infinity;
  let askedAt = -Infinity;
  let cancel: Cancel = () => {};

  function arm(at: number): void {
    cancel();
    dueAt = at;
    cancel = scheduler.after(at - host.now(), beat);
  }

  function pace({ heartbeatSeconds, timeoutSeconds }: Pace): void {
    intervalMs = Math.max(heartbeatSeconds * 1000, MIN_INTERVAL_MS);
    timeoutMs = timeoutSeconds * 1000;
    // Never later than promised so far: the old timeout may count until this beat.
    arm(Math.min(dueAt, host.now() + intervalMs));
  }

  function beat(): void {
    arm(host.now() + intervalMs);
    sessions.beat();
    checkServer();
  }

  /**
   * Heartbeats are not answered, and a browser shows no pings: over a dead network a socket looks open for many
   * minutes. After a timeout without a word from the server it is asked something that changes nothing.
   */
  function checkServer(): void {
    const heardAt = transport.heardAt();
    if (host.now() - heardAt < timeoutMs) return;
    if (askedAt > heardAt) {
      transport.drop();
      return;
    }
    askedAt = host.now();
    requests.mention({ type: 'unsubscribe', scope: 'session:-', id: requests.nextId() });
  }

  return {
    start(first) {
      dueAt = Infinity;
      pace(first);
    },
    pace,
    stop: () => cancel(),
  };
}
