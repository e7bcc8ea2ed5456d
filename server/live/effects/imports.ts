import type { ScopeKey, Session } from '../catalogue.ts';
import type { Actor, Idempotency } from '../changes.ts';
import type { CatalogueLine, PastLine } from '../import-lines.ts';

/** A part of an import to be kept until it ends. */
export interface ImportPart {
  readonly kind: 'importPart';
  readonly tenant: ScopeKey;
  readonly import: string;
  readonly number: number;
  readonly past: readonly PastLine[];
}

/** What is kept of the import is not needed any more. */
export interface ImportGone {
  readonly kind: 'importGone';
  readonly tenant: ScopeKey;
  readonly import: string;
}

/** A session and what it counts in. */
export interface CountedSession {
  readonly row: Session;
  /** The organization of its event and that one's parents. */
  readonly organizations: readonly ScopeKey[];
}

/** All parts of an import stand: after everything else of the entry, the recorder applies what live has not. */
export interface ImportEnded {
  readonly kind: 'importEnded';
  readonly tenant: ScopeKey;
  readonly actor: Actor;
  /** As with what is kept. */
  readonly owners: readonly ScopeKey[];
  readonly import: string;
  readonly parts: number;
  readonly lines: number;
  readonly repeatedLines: number;
  readonly idempotency: Idempotency | undefined;
  /** Catalogue lines that live has applied, and those that were there already. */
  readonly applied: Readonly<Record<CatalogueLine['kind'], number>>;
  readonly repeated: Readonly<Record<CatalogueLine['kind'], number>>;
  /** All of the tenant. */
  readonly sessions: readonly CountedSession[];
  /** Keys of the events that past lines are about, by id. */
  readonly events: Readonly<Record<string, ScopeKey>>;
  /** Of the slices that are kept for it: the others follow in the order of the parts. */
  readonly firstSlice: number;
  readonly at: number;
}

export type ImportEffect = ImportPart | ImportGone | ImportEnded;
