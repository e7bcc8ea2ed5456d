import { hash as digest } from 'node:crypto';
import type { RawEntry, View } from './entry-codec.ts';

/** 48 bits find a difference; they need not withstand anybody. */
const DIGITS = 12;
/** Views are as old as a batch's way to Redis and back; older ones are not compared. */
const KEPT = 8192;

export const SEED = '0'.repeat(DIGITS);

export function nextHash(hash: string, { id, fields }: RawEntry): string {
  const text = `${hash} ${id} ${fields.join('\n')}`;
  return digest('sha1', text, 'hex').slice(0, DIGITS);
}

/** The hashes at the last entries, to be compared with what other nodes saw there. */
export class RecentHashes {
  readonly #byId = new Map<string, string>();

  add(id: string, hash: string): void {
    this.#byId.set(id, hash);
    if (this.#byId.size <= KEPT) return;
    for (const oldest of this.#byId.keys()) {
      this.#byId.delete(oldest);
      return;
    }
  }

  /** False when a node saw another log than this one before the same entry. */
  agreesWith(view: View | null): boolean {
    if (view === null) return true;
    return (this.#byId.get(view.id) ?? view.hash) === view.hash;
  }
}
