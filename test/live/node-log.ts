import type { Change, Entry, StartChange } from '../../server/live/changes.ts';
import type { Applied } from '../../server/live/effects.ts';
import { Live } from '../../server/live/live.ts';
import { START } from './oracle/entries.ts';

/** Feeds a core with entries of several incarnations, by hand. */
export class NodeLog {
  live = new Live();
  readonly #numbers = new Map<string, number>();
  #entries = 0;

  write(time: number, incarnation: string, ...changes: Change[]): Applied {
    const number = (this.#numbers.get(incarnation) ?? 0) + 1;
    this.#numbers.set(incarnation, number);
    return this.writeAs({ time, incarnation, number, changes });
  }

  /** With a number of its own choice. */
  writeAs(entry: Omit<Entry, 'position'>): Applied {
    this.#entries += 1;
    return this.live.apply({ position: String(this.#entries), ...entry });
  }

  /** Goes on with a core that was restored from this one. */
  restore(): void {
    this.live = Live.restore(JSON.parse(JSON.stringify(this.live.snapshot())));
  }

  concurrent(session = 's1'): number {
    return this.live.concurrentIn('a', session);
  }
}

export function start(node: string, extras: Partial<StartChange> = {}): StartChange {
  return { ...START, node, ...extras };
}
