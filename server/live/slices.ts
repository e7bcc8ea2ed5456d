import type { Mode } from '../protocol/client-messages.ts';
import type { EndedBy } from './effects.ts';
import type { LiveState } from './live-state.ts';
import {
  type Attendee,
  newPresence,
  type Presence,
  refreshVisibility,
  withItem,
  without,
} from './presence.ts';
import { type OrganizationState, ownersOf, type SessionState } from './registry.ts';
import { beginWatch, endWatch } from './watch.ts';

export interface SliceStart {
  readonly attendee: Attendee;
  readonly session: SessionState;
  readonly mode: Mode;
  readonly country: string;
  readonly name: string | undefined;
  readonly email: string | undefined;
  /** Of the token. */
  readonly organization: OrganizationState;
}

export function openSlice(attendee: Attendee, session: SessionState, mode: Mode): Presence | undefined {
  return attendee.presences.find((presence) => presence.session === session && presence.mode === mode);
}

export function startSlice(
  state: LiveState,
  { attendee, session, mode, country, name, email, organization }: SliceStart,
): Presence {
  state.touch(attendee);
  const presence = newPresence({
    slice: ++state.lastSlice,
    attendee,
    session,
    mode,
    start: state.time,
    country,
  });
  if (!isIn(attendee, session)) session.people++;
  attendee.presences = withItem(attendee.presences, presence);
  session.presences.add(presence);
  beginWatch(presence, state.dayStart);
  if (!session.row.hasSlices) {
    session.row = { ...session.row, hasSlices: true };
    state.emit({ kind: 'session', session: session.row });
  }
  const { slice, start } = presence;
  const { id, tenant } = attendee;
  state.emit({
    kind: 'sliceStarted',
    slice,
    tenant,
    session: session.row.key,
    attendee: id,
    mode,
    start,
    country,
    name,
    email,
    owners: ownersOf(organization),
  });
  return presence;
}

export function endSlice(state: LiveState, presence: Presence, endedBy: EndedBy): void {
  const { attendee, session, slice, start } = presence;
  state.touch(attendee);
  presence.windowUntil = 0;
  attendee.presences = without(attendee.presences, presence);
  session.presences.delete(presence);
  const gone = !isIn(attendee, session);
  if (gone) session.people--;
  const end = Math.max(start, Math.min(presence.proof, state.time));
  endWatch(presence, end, state.dayStart);
  for (const scope of session.scopes) state.touchedScopes.add(scope);
  state.emit({
    kind: 'sliceEnded',
    slice,
    tenant: attendee.tenant,
    session: session.row.key,
    attendee: attendee.id,
    mode: presence.mode,
    start,
    country: presence.country,
    playedMs: presence.played < 0 ? null : presence.played,
    end,
    countedUntil: state.time,
    endedBy,
    gone,
  });
}

function isIn(attendee: Attendee, session: SessionState): boolean {
  return attendee.presences.some((presence) => presence.session === session);
}

/** Ends a slice that no open connection and no resume window holds; keeps it waiting while a window runs. */
export function endUnlessHeld(state: LiveState, presence: Presence, endedBy: EndedBy): void {
  if (presence.links.length > 0) updateVisibility(state, presence);
  else if (presence.windowUntil > state.covered) state.deadlines.add(presence);
  else endSlice(state, presence, endedBy);
}

/** Takes over the state of the connections. */
export function updateVisibility(state: LiveState, presence: Presence): void {
  state.touch(presence.attendee);
  if (!refreshVisibility(presence)) return;
  state.emit({ kind: 'sliceVisibility', slice: presence.slice, state: presence.visibility, at: state.time });
}
