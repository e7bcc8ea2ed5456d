import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '../../server/live/changes.ts';

/** Long, because the machine may be busy; a test that waits for it has failed. */
const PATIENCE_MS = 20_000;

/** What the nodes have told of the log: all that any of them applied, in its order. */
export class CollectedLog {
  readonly #byPosition = new Map<string, Entry>();
  readonly #listeners = new Set<(entry: Entry) => void>();
  /** Entries that two nodes read differently. */
  readonly disagreements: string[] = [];

  take(entry: Entry): void {
    const known = this.#byPosition.get(entry.position);
    if (known === undefined) this.#byPosition.set(entry.position, entry);
    else if (!isDeepStrictEqual(known, entry))
      this.disagreements.push(`${JSON.stringify(known)} and ${JSON.stringify(entry)}`);
    for (const listen of this.#listeners) listen(entry);
  }

  get entries(): Entry[] {
    return [...this.#byPosition.values()].sort((a, b) => a.time - b.time);
  }

  /** The first entry told from now on, by any node, that fits. */
  next(fits: (entry: Entry) => boolean): Promise<Entry> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#listeners.delete(listen);
        reject(new Error('no such entry came'));
      }, PATIENCE_MS);
      const listen = (entry: Entry) => {
        if (!fits(entry)) return;
        clearTimeout(timer);
        this.#listeners.delete(listen);
        resolve(entry);
      };
      this.#listeners.add(listen);
    });
  }

  /** Until log time has gone on by so much. */
  async passes(ms: number): Promise<void> {
    const { time } = await this.next(() => true);
    await this.next((entry) => entry.time >= time + ms);
  }
}
