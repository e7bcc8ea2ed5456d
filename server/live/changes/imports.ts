import type { CatalogueLine, ImportedPlace, PastLine } from '../import-lines.ts';
import type { Actor } from './actor.ts';

/** A part of an import: it is only kept until the last entry, or its giving up. */
export interface ImportPartChange {
  readonly kind: 'importPart';
  readonly actor: Actor;
  /** Id of the import, random. */
  readonly import: string;
  /** Counts from 1; the first takes the tenant's only place. */
  readonly number: number;
  readonly catalogue: readonly CatalogueLine[];
  readonly past: readonly PastLine[];
}

/** The key of a request, and what its body was, so that it can be told from another one with the same key. */
export interface Idempotency {
  readonly key: string;
  /** SHA-256 of the body, hex. */
  readonly digest: string;
}

/** The last entry of an import: all its parts stand from here on. They have been checked. */
export interface ImportEndChange {
  readonly kind: 'importEnd';
  readonly actor: Actor;
  readonly import: string;
  readonly parts: number;
  /** Lines of the body that were not blank. */
  readonly lines: number;
  /** Lines that stood in the body before already, and are in no part. */
  readonly repeatedLines: number;
  /** Number of slices in the parts. */
  readonly slices: number;
  /** Every session and event that past lines are about, once. */
  readonly places: readonly ImportedPlace[];
  /** Taken by the root where it has none yet, as with `putOrganization`. */
  readonly salt: string;
  readonly idempotency?: Idempotency | undefined;
}

/** The import is given up by who made it. */
export interface ImportGoneChange {
  readonly kind: 'importGone';
  readonly actor: Actor;
  readonly import: string;
}

export type ImportChange = ImportPartChange | ImportEndChange | ImportGoneChange;
