import { NOTHING_TO_WRITE } from '../../storage/nothing.ts';
import type { HistoryBatch } from '../../storage/types.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

/** What one commit writes, while it is collected. */
export type MutableBatch = Mutable<HistoryBatch>;

/** With lists of its own. */
export function emptyBatch(): MutableBatch {
  return { ...structuredClone(NOTHING_TO_WRITE), position: '', time: 0 } as MutableBatch;
}
