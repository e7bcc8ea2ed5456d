import { isDeepStrictEqual } from 'node:util';
import type { ErrorCode } from '../protocol/error-codes.ts';
import { ensureOrganization, putEvent, putSession, setSession } from './cataloguing.ts';
import type { Actor, ImportEndChange } from './changes.ts';
import type { CatalogueLine, ImportedPlace } from './import-lines.ts';
import type { LiveState } from './live-state.ts';
import { putOrganization } from './organizations.ts';
import type { EventState, SessionState } from './registry.ts';

/** Number of lines by kind. */
type Counts = Record<CatalogueLine['kind'], number>;

type Outcome = ErrorCode | null;

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

/** Undoes all that `body` did to the catalogue when it gives undefined. */
export function attempt<T>(state: LiveState, body: () => T | undefined): T | undefined {
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

/** Everything, or undefined where one line or place cannot be. */
export function applyAll(
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

export function reachEvent({ registry }: LiveState, actor: Actor, id: string): EventState | undefined {
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
