import { isDeepStrictEqual } from 'node:util';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { ScopeKey } from './catalogue.ts';
import { ensureOrganization, putEvent, putSession, setSession } from './cataloguing.ts';
import type { Actor, ImportEndChange, ImportGoneChange, ImportPartChange } from './changes.ts';
import type { CountedSession } from './effects.ts';
import type { CatalogueLine, ImportedPlace } from './import-lines.ts';
import type { LiveState } from './live-state.ts';
import { putOrganization } from './organizations.ts';
import { type EventState, ownersOf, type SessionState } from './registry.ts';

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

/** Number of lines by kind. */
type Counts = Record<CatalogueLine['kind'], number>;

type Outcome = ErrorCode | null;

/** Keeps a part; the first one of an import takes the place of the tenant's only import. */
export function stagePart(state: LiveState, incarnation: string, change: ImportPartChange): Outcome {
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
export function endImport(state: LiveState, change: ImportEndChange): Outcome {
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

/**
 * What would become of catalogue lines: an outcome for each. `look` sees the catalogue with those that stand; afterwards all is
 * as it was.
 */
export function tryCatalogue<T>(
  state: LiveState,
  { actor, lines }: { actor: Actor; lines: readonly CatalogueLine[] },
  look: (outcomes: readonly Outcome[]) => T,
): T {
  const { effects } = state;
  state.effects = [];
  let seen: { readonly value: T } | undefined;
  attempt(state, () => {
    ensureOrganization(state, actor.org);
    seen = { value: look(lines.map((line) => applyLine(state, { actor, salt: '' }, line).outcome)) };
    return undefined;
  });
  state.effects = effects;
  if (seen === undefined) throw new Error('nothing was tried');
  return seen.value;
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

/** Undoes all that `body` did to the catalogue when it gives undefined. */
function attempt<T>(state: LiveState, body: () => T | undefined): T | undefined {
  const effects = state.effects.length;
  const result = state.registry.attempt(body);
  if (result === undefined) state.effects.length = effects;
  return result;
}

interface LineOutcome {
  readonly outcome: Outcome;
  /** It is there exactly like that: nothing changes. */
  readonly repeated: boolean;
}

function applyAll(
  state: LiveState,
  { actor, places, salt }: Pick<ImportEndChange, 'actor' | 'places' | 'salt'>,
  lines: readonly CatalogueLine[],
): { applied: Counts; repeated: Counts } | undefined {
  const applied: Counts = { organization: 0, event: 0, session: 0 };
  const repeated: Counts = { organization: 0, event: 0, session: 0 };
  for (const line of lines) {
    const result = applyLine(state, { actor, salt }, line);
    if (result.outcome !== null) return undefined;
    (result.repeated ? repeated : applied)[line.kind]++;
  }
  return places.every((place) => take(state, actor, place)) ? { applied, repeated } : undefined;
}

type Writer = Pick<ImportEndChange, 'actor' | 'salt'>;

function applyLine(state: LiveState, writer: Writer, line: CatalogueLine): LineOutcome {
  if (isThere(state, writer.actor, line)) return { outcome: null, repeated: true };
  return { outcome: put(state, writer, line), repeated: false };
}

function put(state: LiveState, { actor, salt }: Writer, line: CatalogueLine): Outcome {
  switch (line.kind) {
    case 'organization':
      return putOrganization(state, { ...line, kind: 'putOrganization', actor, salt });
    case 'event':
      return putEvent(state, { ...line, kind: 'putEvent', actor });
    case 'session':
      return putSession(state, { ...line, kind: 'putSession', actor });
    default:
      return line satisfies never;
  }
}

/** What is there, as far as the actor reaches it. */
function isThere({ registry }: LiveState, actor: Actor, line: CatalogueLine): boolean {
  const own = registry.organization(actor.org);
  if (own === undefined) return false;
  if (line.kind === 'organization') {
    const known = registry.organization(line.id);
    if (known === undefined || !registry.reachesOrganization(actor.org, known)) return false;
    const isParent = line.parent === undefined || line.parent === (known.parent?.row.id ?? null);
    return isParent && isDeepStrictEqual(known.row.details, { ...known.row.details, ...line.details });
  }
  if (line.kind === 'event') {
    const known = registry.event(own, line.id);
    if (known === undefined || !registry.reaches(actor, known)) return false;
    const isOwner = line.organization === undefined || line.organization === known.organization.row.id;
    return isOwner && isDeepStrictEqual(known.row.details, line.details);
  }
  const known = registry.session(own, line.id);
  if (known === undefined || !registry.reaches(actor, known.event)) return false;
  const isInEvent = line.event === undefined || line.event === known.event.row.id;
  return isInEvent && isDeepStrictEqual(known.row.details, line.details);
}

function reachSession({ registry }: LiveState, actor: Actor, id: string): SessionState | undefined {
  const own = registry.organization(actor.org);
  const session = own && registry.session(own, id);
  return session !== undefined && registry.reaches(actor, session.event) ? session : undefined;
}

function reachEvent({ registry }: LiveState, actor: Actor, id: string): EventState | undefined {
  const own = registry.organization(actor.org);
  const event = own && registry.event(own, id);
  return event !== undefined && registry.reaches(actor, event) ? event : undefined;
}

/** Whether it is there and can take what is imported. Where somebody was in a session, its kind stays from now on. */
function take(state: LiveState, actor: Actor, { kind, id, slices, onDemand }: ImportedPlace): boolean {
  if (kind === 'event') return reachEvent(state, actor, id) !== undefined;
  const session = reachSession(state, actor, id);
  if (session === undefined) return false;
  if (onDemand && session.row.details.kind === 'networking') return false;
  const { hasSlices, hasEngagements } = session.row;
  if (slices && !hasSlices) setSession(state, session, { ...session.row, hasSlices: true });
  // Of other lines it is not known here which, so the session counts as one with a history.
  else if (!hasSlices && !hasEngagements)
    setSession(state, session, { ...session.row, hasEngagements: true });
  return true;
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
