import type { PaceMessage } from '../../protocol/server-messages.ts';

/** How often a client must prove its presence, ms, and after how much silence it is gone. One object for all who were told the same. */
export interface Pace {
  readonly heartbeatMs: number;
  readonly timeoutMs: number;
}

/** So many beats more may be missed of what is added to a heartbeat: from 15 and 45 s to 30 and 90. */
const BEATS_TO_MISS = 3;

/**
 * The pace at another heartbeat, a rung up or down. A timeout of at least two heartbeats stays one, and is never below the heartbeat a
 * rung above: who has been slow to hear that the pace is faster again is not silent.
 */
export function paceAt(configured: Pace, heartbeatMs: number): Pace {
  const added = heartbeatMs - configured.heartbeatMs;
  return { heartbeatMs, timeoutMs: configured.timeoutMs + BEATS_TO_MISS * added };
}

/** Heartbeats that may be asked for, ms, the shortest first: each twice the one before, but for the last. */
export function rungs(leastMs: number, mostMs: number): readonly number[] {
  const found: number[] = [];
  for (let heartbeatMs = leastMs; heartbeatMs < mostMs; heartbeatMs *= 2) found.push(heartbeatMs);
  return [...found, mostMs];
}

export function paceMessage({ heartbeatMs, timeoutMs }: Pace): PaceMessage {
  return { type: 'pace', heartbeatSeconds: heartbeatMs / 1000, timeoutSeconds: timeoutMs / 1000 };
}
