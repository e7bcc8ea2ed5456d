import { onTestFinished } from 'vitest';
import type { Entry } from '../../../server/live/changes.ts';
import type { RedisLogOptions } from '../../../storage/redis/options.ts';
import { RedisLog } from '../../../storage/redis/redis-log.ts';
import type { LogReader } from '../../../storage/types.ts';

/** Short, so that nothing takes long; long enough for a busy machine. */
export const SHORT = { signOfLifeMs: 200, announceMs: 500 };

/** A log that is closed when the test has finished. */
export function openLog(options: RedisLogOptions): RedisLog {
  const log = new RedisLog({ ...options, timings: { ...SHORT, ...options.timings } });
  onTestFinished(() => log.close());
  return log;
}

/** Tells of each entry after its reader has had it. */
export class Tap {
  #waiters: { readonly until: (entry: Entry) => boolean; readonly done: () => void }[] = [];

  /** Resolves with the next entry that is meant. */
  next(until: (entry: Entry) => boolean): Promise<void> {
    return new Promise((done) => this.#waiters.push({ until, done }));
  }

  reader(reader: LogReader): LogReader {
    return {
      entry: (entry) => {
        reader.entry(entry);
        const told = this.#waiters.filter(({ until }) => until(entry));
        this.#waiters = this.#waiters.filter((waiter) => !told.includes(waiter));
        for (const { done } of told) done();
      },
      caughtUp: () => reader.caughtUp(),
      away: () => reader.away(),
      lost: (reason) => reader.lost(reason),
    };
  }
}
