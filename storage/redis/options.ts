import type { TimeSource } from '../memory/log-clock.ts';
import type { LogAlarm, LogStage } from './log-errors.ts';

export interface LogTimings {
  /** @default 25: one entry, and one reply to the reader at the end of the log, in so many ms at most. */
  readonly batchMs?: number;
  /** @default 1000: one at least. */
  readonly signOfLifeMs?: number;
  /** @default 2000: the log is away when nothing comes for so long. Redis has as long for an answer. */
  readonly awayMs?: number;
  /** @default 3000: how long nodes wait for each other before a log that lost something is made whole again. */
  readonly announceMs?: number;
  /** @default 3000: `close` gives up then. */
  readonly closeMs?: number;
}

export interface RedisLogOptions {
  /** `redis://`, `rediss://`, `sentinel+redis://host:port,host:port/name`. */
  readonly url: string;
  /** Of this node, among those that share the log. */
  readonly node: string;
  /** @default `headcount:` */
  readonly prefix?: string;
  readonly timings?: LogTimings;
  /** What a node can put back when Redis loses it. @default 10 minutes, 32 MiB */
  readonly ring?: { readonly ms: number; readonly bytes: number };
  /** What `trim` leaves. @default 24 hours, 1 GiB */
  readonly keep?: { readonly ms: number; readonly bytes: number };
  /** The log helps itself; this is for the operator. */
  readonly onError?: (error: Error, context: { readonly stage: LogStage }) => void;
  readonly onAlarm?: (alarm: LogAlarm) => void;
  /** Injected in tests. */
  readonly time?: TimeSource;
}

export const DEFAULT_TIMINGS = {
  batchMs: 25,
  signOfLifeMs: 1000,
  awayMs: 2000,
  announceMs: 3000,
  closeMs: 3000,
};
export const DEFAULT_RING = { ms: 600_000, bytes: 32 * 1024 * 1024 };
export const DEFAULT_KEEP = { ms: 24 * 3_600_000, bytes: 1024 * 1024 * 1024 };
