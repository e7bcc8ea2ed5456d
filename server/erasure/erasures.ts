import type { History, HistoryBatch } from '../../storage/types.ts';
import { type EraseAgainParts, eraseAgain, erasuresOf, lostErasures } from './erase-again.ts';
import type { ErasuresFile } from './erasures-file.ts';

export interface ErasuresOptions extends EraseAgainParts {
  readonly history: History;
  readonly file: ErasuresFile;
  /** The history had lost some, and has them again. */
  readonly onRestored: (count: number) => void;
  readonly onError: (error: unknown) => void;
}

/** Keeps the tombstones outside the history, and brings the history up to them. */
export class Erasures {
  readonly #options: ErasuresOptions;
  #isBehind: boolean;

  constructor(options: ErasuresOptions) {
    this.#options = options;
    this.#isBehind = lostErasures(options.file.list(), options.live).length > 0;
  }

  /** Somebody who was erased may still be in the history: nothing is to be served. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** To be called whenever this node takes part in the log. Resolves when everybody in the file is erased, and on disk. */
  async restore(): Promise<void> {
    const { live, file, onRestored } = this.#options;
    const count = await eraseAgain(file.list(), this.#options);
    if (count > 0) onRestored(count);
    // What a crash kept from the file, or another node's history brought.
    file.add(erasuresOf(live, live.tombstones()));
    this.#isBehind = false;
  }

  /** To be told of every commit. The history has it, so that a file which cannot be written now gets it at the next start. */
  committed({ erasures }: Pick<HistoryBatch, 'erasures'>): void {
    const { live, file, onError } = this.#options;
    if (erasures.length === 0) return;
    try {
      file.add(erasuresOf(live, erasures));
    } catch (error) {
      onError(error);
    }
  }
}
