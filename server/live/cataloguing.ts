import type { ErrorCode } from '../protocol/error-codes.ts';
import type { Event, Session } from './catalogue.ts';
import type {
  Actor,
  EventActionChange,
  JoinChange,
  PutEventChange,
  PutSessionChange,
  SessionActionChange,
} from './changes.ts';
import { isExpected } from './expected-version.ts';
import type { LiveState } from './live-state.ts';
import { closeWindow, isOnAir, openWindow } from './live-windows.ts';
import type { EventState, OrganizationState, SessionState } from './registry.ts';
import { endedByAction, sessionEnded, wentLive } from './staging.ts';
import { windowsChanged } from './watch.ts';

type Outcome = ErrorCode | null;

/** An organization named by a valid token exists. */
export function ensureOrganization(state: LiveState, id: string): OrganizationState {
  const known = state.registry.organization(id);
  if (known !== undefined) return known;
  const created = state.registry.createOrganization(id);
  state.emit({ kind: 'organization', organization: created.row });
  return created;
}

/** The session of a join; an unregistered one is made, in the token's event or the organization's default event. */
export function reachOrCreateSession(
  state: LiveState,
  { actor, session: id, strict }: JoinChange,
): SessionState | undefined {
  const org = ensureOrganization(state, actor.org);
  const known = state.registry.session(org, id);
  if (known !== undefined) return state.registry.reaches(actor, known.event) ? known : undefined;
  if (strict) return undefined;
  const event = reachOrCreateEvent(state, actor, actor.event ?? org.row.id);
  if (event === undefined) return undefined;
  const created = state.registry.createSession(event, id);
  state.emit({ kind: 'session', session: created.row });
  return created;
}

function reachOrCreateEvent(state: LiveState, actor: Actor, id: string): EventState | undefined {
  const org = ensureOrganization(state, actor.org);
  const known = state.registry.event(org, id);
  if (known !== undefined) return state.registry.reaches(actor, known) ? known : undefined;
  const created = state.registry.createEvent(org, id);
  state.emit({ kind: 'event', event: created.row });
  return created;
}

function setEvent(state: LiveState, event: EventState, row: Event): null {
  state.registry.replaceEvent(event, row);
  event.scope.version++;
  state.emit({ kind: 'event', event: row });
  return null;
}

export function setSession(state: LiveState, session: SessionState, row: Session): null {
  const before = session.row;
  state.registry.onUndo(() => {
    session.row = before;
  });
  session.row = row;
  session.scope.version++;
  state.emit({ kind: 'session', session: row });
  return null;
}

/** Short codes are unique in the tenant. */
function isShortCodeTaken(
  state: LiveState,
  own: OrganizationState,
  { id, details }: Pick<PutEventChange, 'id' | 'details'>,
): boolean {
  const { shortCode } = details;
  if (shortCode === null) return false;
  const known = state.registry.eventByShortCode(own, shortCode);
  return known !== undefined && known.row.id !== id;
}

export function putEvent(
  state: LiveState,
  { actor, id, organization, details, ifMatch }: PutEventChange,
): Outcome {
  const own = ensureOrganization(state, actor.org);
  if (actor.event !== undefined && actor.event !== id) return 'not_found';
  const owner = organization === undefined ? own : state.registry.organization(organization);
  if (owner === undefined || !state.registry.reachesOrganization(actor.org, owner)) return 'not_found';
  if (isShortCodeTaken(state, own, { id, details })) return 'id_taken';
  const known = state.registry.event(own, id);
  if (known === undefined) {
    if (!isExpected(ifMatch, undefined)) return 'version_mismatch';
    const created = state.registry.createEvent(owner, id, details);
    state.emit({ kind: 'event', event: created.row });
    return null;
  }
  if (!state.registry.reaches(actor, known)) return 'id_taken';
  if (organization !== undefined && known.organization !== owner) return 'immutable_field';
  if (!isExpected(ifMatch, known.row.version)) return 'version_mismatch';
  return setEvent(state, known, { ...known.row, version: known.row.version + 1, details });
}

export function putSession(
  state: LiveState,
  { actor, id, event, details, ifMatch }: PutSessionChange,
): Outcome {
  const org = ensureOrganization(state, actor.org);
  const known = state.registry.session(org, id);
  if (known === undefined) {
    if (!isExpected(ifMatch, undefined)) return 'version_mismatch';
    return createSession(state, { actor, id, event, details });
  }
  if (!state.registry.reaches(actor, known.event)) return 'id_taken';
  if (event !== undefined && event !== known.event.row.id) return 'immutable_field';
  if (known.row.hasSlices && details.kind !== known.row.details.kind) return 'immutable_field';
  if (!isExpected(ifMatch, known.row.version)) return 'version_mismatch';
  return setSession(state, known, { ...known.row, version: known.row.version + 1, details });
}

function createSession(
  state: LiveState,
  { actor, id, event, details }: Pick<PutSessionChange, 'actor' | 'id' | 'event' | 'details'>,
): Outcome {
  const org = ensureOrganization(state, actor.org);
  const parent =
    event === undefined
      ? reachOrCreateEvent(state, actor, actor.event ?? org.row.id)
      : state.registry.event(org, event);
  if (parent === undefined || !state.registry.reaches(actor, parent)) return 'not_found';
  const created = state.registry.createSession(parent, id, details);
  state.emit({ kind: 'session', session: created.row });
  return null;
}

export function actOnSession(state: LiveState, { actor, session: id, action }: SessionActionChange): Outcome {
  const org = ensureOrganization(state, actor.org);
  const session = state.registry.session(org, id);
  if (session === undefined || !state.registry.reaches(actor, session.event)) return 'not_found';
  const { row } = session;
  const version = row.version + 1;
  switch (action) {
    case 'goLive':
      return goLive(state, session);
    case 'end':
      return endSession(state, session);
    case 'replayOn':
      return setSession(state, session, { ...row, version, replay: true });
    case 'replayOff':
      return setSession(state, session, { ...row, version, replay: false });
    default:
      return action satisfies never;
  }
}

function goLive(state: LiveState, session: SessionState): null {
  const { row } = session;
  const windows = openWindow(row.windows, state.time);
  setWindows(state, session, { ...row, version: row.version + 1, ended: false, windows });
  if (windows !== row.windows) wentLive(state, session);
  return null;
}

function endSession(state: LiveState, session: SessionState): null {
  const { row } = session;
  const windows = closeWindow(row.windows, state.time);
  setWindows(state, session, { ...row, version: row.version + 1, ended: true, windows });
  if (!row.ended) sessionEnded(state, session);
  return null;
}

/** Ends those of its sessions that are live by action; done again it changes nothing. */
export function actOnEvent(state: LiveState, { actor, event: id }: EventActionChange): Outcome {
  const org = ensureOrganization(state, actor.org);
  const event = state.registry.event(org, id);
  if (event === undefined || !state.registry.reaches(actor, event)) return 'not_found';
  const live = [...event.sessions].filter(({ row }) => isOnAir(row));
  if (live.length === 0 && event.row.endedAt !== null) return null;
  for (const session of live) endSession(state, session);
  const isFirst = event.row.endedAt === null;
  setEvent(state, event, { ...event.row, version: event.row.version + 1, endedAt: state.time });
  if (isFirst) endedByAction(state, event);
  return null;
}

function setWindows(state: LiveState, session: SessionState, row: Session): null {
  const before = session.row.windows;
  if (row.windows === before) return row.ended === session.row.ended ? null : setSession(state, session, row);
  setSession(state, session, row);
  for (const scope of session.scopes) state.touchedScopes.add(scope);
  windowsChanged(session, state.time, state.dayStart, before.length === 0);
  return null;
}
