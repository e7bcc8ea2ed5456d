import type { Entry } from '../../server/live/changes.ts';
import { Live } from '../../server/live/live.ts';
import { RULES } from '../../server/live/rules.ts';
import { LogClock } from '../../storage/memory/log-clock.ts';
import { MemoryLog, type Timers } from '../../storage/memory/memory-log.ts';
import { changesOf } from '../load/changes.ts';
import type { Figure, Measured } from '../runner/figure.ts';
import { median } from '../runner/median.ts';
import { ownUsage } from '../servers/orders.ts';

const ATTENDEES = 15_000;
const SESSIONS = 5;
const WARM_UP = 100_000;
/** A window's. */
const CHANGES = 60_000;
const WINDOWS = 5;
/** 2026-05-04T08:00:00Z, so that no run reaches midnight. */
const MORNING = 1_777_881_600_000;
const TICK_MS = 5;

/** Timers that fire when they are told to: the one that was set last. */
class HandTimers implements Timers {
  #set: (() => void)[] = [];

  set(callback: () => void): unknown {
    this.#set.push(callback);
    return callback;
  }

  clear(timer: unknown): void {
    this.#set = this.#set.filter((callback) => callback !== timer);
  }

  fire(): void {
    this.#set.at(-1)?.();
  }
}

/** Feeds changes through a log, some to each entry. Without `live` the entries go nowhere. */
function feed(perEntry: number, live: Live | undefined): Measured {
  const timers = new HandTimers();
  let time = 0;
  const clock = new LogClock({ wall: () => MORNING + time, monotonic: () => time });
  const log = new MemoryLog({ clock, timers });
  log.begin('bench');
  log.append({ kind: 'start', node: 'bench', generation: 1, windowMs: 0, rules: RULES });
  const apply = (entry: Entry) => {
    const refused = live?.apply(entry).outcomes.find((outcome) => outcome !== null);
    if (refused !== undefined) throw new Error(`refused: ${refused}`);
  };
  const nothing = () => {};
  log.read({ entry: apply, caughtUp: nothing, away: nothing, lost: nothing }, null);
  const stream = changesOf({ attendees: ATTENDEES, sessions: SESSIONS });
  const run = (count: number): void => {
    for (let done = 0; done < count; done += perEntry) {
      for (let index = 0; index < perEntry; index++) log.append(stream.next().value);
      time += TICK_MS;
      timers.fire();
    }
  };
  run(ATTENDEES + WARM_UP);
  const spent = Array.from({ length: WINDOWS }, () => {
    const before = ownUsage();
    run(CHANGES);
    return ownUsage().cpuMs - before.cpuMs;
  });
  return { value: (median(spent) * 1000) / CHANGES };
}

const CROWDED = 50;

/** The core alone, in this process: no sockets, no disk. */
export const logAndLive: Figure = {
  name: 'live',
  unit: 'µs of CPU a join or leave',
  variants: [
    { name: 'log and live, 50 an entry', measure: async () => feed(CROWDED, new Live()) },
    { name: 'log and live, 1 an entry', measure: async () => feed(1, new Live()) },
    { name: 'log alone, 1 an entry', measure: async () => feed(1, undefined) },
  ],
  goals: [
    {
      title: 'log and live, CPU a join or leave, 50 changes an entry, µs',
      of: 'log and live, 50 an entry',
      atMost: 10,
    },
    { title: 'the same, 1 change an entry, µs', of: 'log and live, 1 an entry', atMost: 10 },
  ],
};
