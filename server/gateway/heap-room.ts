import { getHeapStatistics } from 'node:v8';

export interface HeapRoomOptions {
  /** ms from an arbitrary zero. */
  readonly monotonic: () => number;
  /** Bytes of the heap that are used, and that may be. @default those of this process */
  readonly read?: () => { readonly used_heap_size: number; readonly heap_size_limit: number };
}

/**
 * What is left for what goes on: commits, snapshots, answers. The limit counts the young generation in, up to 48 MiB, which
 * cannot be had for what stays.
 */
const RESERVED_SHARE = 0.1;
const RESERVED_BYTES = 96 * 1024 * 1024;
/** Often enough for what comes in meanwhile, and seldom enough to cost nothing. */
const LOOK_EVERY_MS = 100;

/**
 * Whether the heap has room for more. Without it nobody new is let in and nothing is taken that waits for the disk: to refuse
 * some is better than to drop all. `--max-old-space-size` says how large it may be.
 */
export class HeapRoom {
  readonly #options: HeapRoomOptions;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #isNearlyFull = false;

  constructor(options: HeapRoomOptions) {
    this.#options = options;
  }

  get isNearlyFull(): boolean {
    const { monotonic, read = getHeapStatistics } = this.#options;
    const now = monotonic();
    if (now - this.#lookedAt < LOOK_EVERY_MS) return this.#isNearlyFull;
    this.#lookedAt = now;
    const { used_heap_size: used, heap_size_limit: limit } = read();
    this.#isNearlyFull = used > limit - Math.max(RESERVED_BYTES, limit * RESERVED_SHARE);
    return this.#isNearlyFull;
  }
}
