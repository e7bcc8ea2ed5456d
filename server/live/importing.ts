import type { ErrorCode } from '../protocol/error-codes.ts';
import type { ScopeKey } from './catalogue.ts';
import { ensureOrganization } from './cataloguing.ts';
import type { ImportEndChange, ImportGoneChange, ImportPartChange } from './changes.ts';
import type { CountedSession } from './effects.ts';
import { applyAll, attempt, reachEvent } from './import-catalogue.ts';
import type { CatalogueLine } from './import-lines.ts';
import type { LiveState } from './live-state.ts';
import { ownersOf } from './registry.ts';

/** An import whose last entry has not come for so long is given up, ms of log time. */
export const IMPORT_TIMEOUT_MS = 600_000;

/** An import of which parts are in the log, but not the last entry. One at a time per tenant. */
export interface StagedImport {
  readonly import: string;
  /** The one that writes it: with its end the import is over, too. */
  readonly incarnation: string;
  readonly since: number;
  /** Number of the last part. */
  parts: number;
  readonly catalogue: CatalogueLine[];
}

/** Keeps a part; the first one of an import takes the place of the tenant's only import. */
export function stagePart(state: LiveState, incarnation: string, change: ImportPartChange): ErrorCode | null {
  const { tenant } = ensureOrganization(state, change.actor.org).row;
  const running = state.imports.get(tenant);
  if (change.number === 1) {
    if (running !== undefined) return 'import_running';
    const { time: since } = state;
    const begun = { import: change.import, incarnation, since, parts: 0, catalogue: [] };
    state.imports.set(tenant, begun);
  }
  const staged = ownImport(state, tenant, change);
  if (staged === undefined || staged.parts !== change.number - 1) return 'unavailable';
  if (change.number > 1 && isErasedSince(state, tenant, staged.since)) return 'import_conflict';
  staged.parts = change.number;
  staged.catalogue.push(...change.catalogue);
  const { import: id, number, past } = change;
  if (past.length > 0) state.emit({ kind: 'importPart', tenant, import: id, number, past });
  return null;
}

/** All of it stands, or nothing: a conflict that has arisen since it was checked refuses the whole import. */
export function endImport(state: LiveState, change: ImportEndChange): ErrorCode | null {
  const own = ensureOrganization(state, change.actor.org);
  const { tenant } = own.row;
  const staged = ownImport(state, tenant, change);
  if (staged === undefined || staged.parts !== change.parts) return 'unavailable';
  state.imports.delete(tenant);
  const counts = isErasedSince(state, tenant, staged.since)
    ? undefined
    : attempt(state, () => applyAll(state, change, staged.catalogue));
  if (counts === undefined) {
    state.emit({ kind: 'importGone', tenant, import: change.import });
    return 'import_conflict';
  }
  const firstSlice = state.lastSlice + 1;
  state.lastSlice += change.slices;
  state.emit({
    kind: 'importEnded',
    tenant,
    actor: change.actor,
    owners: ownersOf(own),
    import: change.import,
    parts: change.parts,
    idempotency: change.idempotency,
    lines: change.lines,
    repeatedLines: change.repeatedLines,
    ...counts,
    sessions: countedSessions(state, tenant),
    events: namedEvents(state, change),
    firstSlice,
    at: state.time,
  });
  return null;
}

/** Somebody may have been erased whom the parts name. */
function isErasedSince({ tombstones }: LiveState, tenant: ScopeKey, since: number): boolean {
  return (tombstones.latest(tenant) ?? Number.NEGATIVE_INFINITY) >= since;
}

/** After an erasure: the parts so far may name whom it was about, and are not to lie there until the import is refused. */
export function dropDoomedImport(state: LiveState, tenant: ScopeKey): void {
  const staged = state.imports.get(tenant);
  if (staged !== undefined && isErasedSince(state, tenant, staged.since))
    state.emit({ kind: 'importGone', tenant, import: staged.import });
}

export function giveUpImport(state: LiveState, { actor, import: id }: ImportGoneChange): null {
  const { tenant } = ensureOrganization(state, actor.org).row;
  if (state.imports.get(tenant)?.import === id) forget(state, tenant);
  return null;
}

/** Drops what nobody will end any more: its writer is gone, or it takes too long. */
export function dropStaleImports(state: LiveState): void {
  for (const [tenant, { incarnation, since }] of state.imports) {
    const isGone = !state.incarnations.running.has(incarnation);
    if (isGone || state.time - since > IMPORT_TIMEOUT_MS) forget(state, tenant);
  }
}

function ownImport(state: LiveState, tenant: ScopeKey, { import: id }: { import: string }) {
  const staged = state.imports.get(tenant);
  return staged?.import === id ? staged : undefined;
}

function forget(state: LiveState, tenant: ScopeKey): void {
  const staged = state.imports.get(tenant);
  if (staged === undefined) return;
  state.imports.delete(tenant);
  state.emit({ kind: 'importGone', tenant, import: staged.import });
}

function namedEvents(state: LiveState, { actor, places }: ImportEndChange): Record<string, ScopeKey> {
  const events = places.flatMap(({ kind, id }) => {
    const event = kind === 'event' ? reachEvent(state, actor, id) : undefined;
    return event === undefined ? [] : [[id, event.row.key] as const];
  });
  return Object.fromEntries(events);
}

function countedSessions({ registry }: LiveState, tenant: ScopeKey): CountedSession[] {
  const sessions = registry.sessions().filter(({ row }) => row.tenant === tenant);
  return sessions.map(({ row, scopeKeys }) => ({ row, organizations: scopeKeys.slice(2) }));
}
