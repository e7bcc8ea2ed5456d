import type { Mode } from '../protocol/client-messages.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import { ensureOrganization, reachOrCreateSession } from './cataloguing.ts';
import type { DropChange, JoinChange, LeaveChange, SilentChange } from './changes.ts';
import { attach, detach, findConnection, linkTo, openConnection, releaseConnection } from './connections.ts';
import type { LiveState } from './live-state.ts';
import type { Attendee, Presence } from './presence.ts';
import type { SessionState } from './registry.ts';
import { endSlice, endUnlessHeld, openSlice, startSlice, updateVisibility } from './slices.ts';

type Outcome = ErrorCode | null;

interface WantedMode {
  readonly mode: Mode;
  readonly refused: ErrorCode | null;
}

/** Who is present keeps the mode; who comes after the end needs the replay. */
function modeFor(session: SessionState, wanted: Mode, attendee: Attendee | undefined): WantedMode {
  const { details, ended, replay } = session.row;
  if (details.kind === 'networking') return { mode: 'live', refused: null };
  if (!ended || (attendee !== undefined && openSlice(attendee, session, wanted) !== undefined)) {
    return { mode: wanted, refused: null };
  }
  return { mode: 'onDemand', refused: replay ? null : 'replay_off' };
}

function isFull(session: SessionState, attendee: Attendee | undefined): boolean {
  const { capacity, enforceCapacity } = session.row.details;
  if (!enforceCapacity || capacity === null) return false;
  if (attendee?.presences.some((presence) => presence.session === session)) return false;
  return session.people >= capacity;
}

export function join(state: LiveState, incarnation: string, change: JoinChange): Outcome {
  const { actor, country, name, email } = change;
  const org = ensureOrganization(state, actor.org);
  const session = reachOrCreateSession(state, change);
  if (session === undefined) return 'session_not_found';
  const tenant = org.row.tenant;
  if (state.blocks.holds(tenant, actor.attendee, session.scopeKeys)) return 'kicked';
  const known = state.attendee(tenant, actor.attendee);
  const { mode, refused } = modeFor(session, change.mode, known);
  const resumed = known && openSlice(known, session, mode);
  if (resumed === undefined && refused !== null) return refused;
  if (isFull(session, known)) return 'session_full';

  const attendee = known ?? state.addAttendee(tenant, actor.attendee);
  state.touch(attendee);
  const connection = openConnection(state, { incarnation, number: change.connection }, attendee);
  const link = linkTo(connection, session);
  if (link?.presence.mode === mode) return null;
  const presence =
    resumed ?? startSlice(state, { attendee, session, mode, country, name, email, organization: org });
  if (link !== undefined) {
    detach(link);
    link.presence.proof = state.time;
    endUnlessHeld(state, link.presence, 'leave');
  }
  attach(connection, presence);
  presence.windowUntil = 0;
  updateVisibility(state, presence);
  return null;
}

/** A leave ends the attendee's resume windows in the session, too, unless another connection is open there. */
export function leave(state: LiveState, incarnation: string, change: LeaveChange): Outcome {
  const org = state.registry.organization(change.actor.org);
  const session = org && state.registry.session(org, change.session);
  const attendee = org && state.attendee(org.row.tenant, change.actor.attendee);
  if (session === undefined || attendee === undefined) return 'not_joined';
  const id = { incarnation, number: change.connection };
  const connection = findConnection(state, id);
  const link = connection && linkTo(connection, session);
  const here = presencesIn(attendee, session);
  if (link === undefined && (here.length === 0 || here.some(isOpen))) return 'not_joined';
  if (link !== undefined) {
    state.touch(attendee);
    detach(link);
    link.presence.proof = state.time;
    releaseConnection(state, id);
  }
  if (!here.some(isOpen)) for (const presence of here) endSlice(state, presence, 'leave');
  else if (link !== undefined) endUnlessHeld(state, link.presence, 'leave');
  return null;
}

/** A list of its own: ending slices takes them out of the attendee's. */
function presencesIn({ presences }: Attendee, session: SessionState): Presence[] {
  const here: Presence[] = [];
  for (const presence of presences) if (presence.session === session) here.push(presence);
  return here;
}

function isOpen(presence: Presence): boolean {
  return presence.links.length > 0;
}

/** The connection is gone; `windowMs` 0: for good. */
export function drop(state: LiveState, incarnation: string, change: DropChange): Outcome {
  return lose(state, { incarnation, number: change.connection }, (presence) => {
    presence.proof = Math.max(presence.proof, state.time - change.ageMs);
    presence.windowUntil = Math.max(presence.windowUntil, state.covered + change.windowMs);
    endUnlessHeld(state, presence, 'drop');
  });
}

export function silent(state: LiveState, incarnation: string, change: SilentChange): Outcome {
  return lose(state, { incarnation, number: change.connection }, (presence) => {
    presence.proof = Math.max(presence.proof, state.time - change.ageMs);
    endUnlessHeld(state, presence, 'timeout');
  });
}

function lose(
  state: LiveState,
  id: { incarnation: string; number: number },
  each: (presence: Presence) => void,
): Outcome {
  const connection = findConnection(state, id);
  if (connection === undefined) return null;
  state.touch(connection.attendee);
  for (const link of connection.links) {
    detach(link);
    each(link.presence);
  }
  releaseConnection(state, id);
  return null;
}

/** Ends every slice whose resume window ends now. */
export function expire(state: LiveState): void {
  while (state.deadlines.next() <= state.covered) {
    const presence = state.deadlines.take();
    if (presence !== undefined) endSlice(state, presence, 'drop');
  }
}
