import type { HistorySnapshot } from '../../storage/types.ts';
import type { Entry } from '../live/changes.ts';
import type { Applied } from '../live/effects.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';

/** Told once it is decided and on disk: null when it counts (or counted before), else why not. */
export type Settled = (refused: ErrorCode | null) => void;

/** An applied entry, and who waits for what of it. */
export interface Recorded {
  readonly entry: Entry;
  readonly applied: Applied;
  /** One for each effect that the recorder decides, in order. */
  readonly undecided: readonly Settled[];
  /** Called when the entry is on disk. */
  readonly committed: readonly (() => void)[];
  /** The state after the entry, where it is to be kept. */
  readonly snapshot?: HistorySnapshot | undefined;
}
