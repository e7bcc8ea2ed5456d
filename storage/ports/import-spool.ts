import type { CatalogueLine, ImportedPlace, ImportLine } from '../../server/live/import-lines.ts';

/** A line whose id came before in the body. */
export interface RepeatedId {
  readonly line: number;
  readonly first: number;
  /** All else is the same, too. */
  readonly same: boolean;
}

/** Lines of one import, which are too many for memory, while they are being checked. Kept nowhere else and never again. */
export interface ImportSpool {
  add(lines: readonly ImportLine[]): Promise<void>;
  /** Lines whose id came before, in order. */
  repeated(): Promise<RepeatedId[]>;
  /** Leaves out those that are the same as one before. */
  dropRepeated(): Promise<void>;
  catalogue(): Promise<CatalogueLine[]>;
  places(): Promise<ImportedPlace[]>;
  /** Numbers of the past lines about a session or event, as far as they come before a line. */
  linesAbout(
    place: Pick<ImportedPlace, 'kind' | 'id'>,
    filter?: { before?: number; onDemand?: boolean },
  ): Promise<number[]>;
  /** Numbers of slices that overlap an earlier one of the same attendee, session and mode. */
  overlapping(): Promise<number[]>;
  /** How many there are. */
  count(): Promise<number>;
  /** Lines after a number, in order. */
  page(filter: { after: number; limit: number }): Promise<ImportLine[]>;
  close(): Promise<void>;
}
