import type { HistoryBatch, HistorySnapshot, Log, SeriesReader, Span } from '../../storage/types.ts';
import type { Entry } from '../live/changes.ts';
import type { Recovered } from '../recorder/recovery.ts';

/** What the rest of the server is to a backend once it is wired. */
export interface BackendParts {
  /** This node writes what one alone must write. */
  readonly isLeader: () => boolean;
  /** Log time up to which the file has everything, ms. */
  readonly dataThrough: () => number;
}

/** What goes on beside the log while the server runs. */
export interface RunningBackend {
  readonly series: SeriesReader;
  /** To be asked for every entry right after it was applied: the state, where it is to be kept. */
  snapshotAfter(entry: Entry): HistorySnapshot | undefined;
  /** To be told of every commit. */
  committed(batch: HistoryBatch): void;
  /** What lies in these spans has been computed anew. */
  recounted(spans: readonly Span[]): void;
  /** This process is about to say goodbye in the log. */
  ending(): void;
  /** After the last commit. */
  close(): Promise<void>;
}

/** Where the log is, and what this node goes on with: alone, or as one of several. */
export interface Backend {
  readonly log: Log;
  /** Name of this node among all that share the log. */
  readonly node: string;
  readonly recovered: Recovered;
  /**
   * How much longer than the resume window people count who were sent away by the end of this process: so long may they take to
   * come to another node. Null: there is no other, and they are gone at once.
   */
  readonly goodbyeMs: number | null;
  run(parts: BackendParts): RunningBackend;
}
