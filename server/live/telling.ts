import type { ErrorCode } from '../protocol/error-codes.ts';
import { ensureOrganization } from './cataloguing.ts';
import type { EngageChange, PlayedChange, VisibilityChange } from './changes.ts';
import { findConnection } from './connections.ts';
import type { LiveState } from './live-state.ts';
import type { Link } from './presence.ts';
import { ownersOf, type SessionState } from './registry.ts';
import { updateVisibility } from './slices.ts';
import { advanceWatch } from './watch.ts';

function linkOf(
  state: LiveState,
  incarnation: string,
  { connection, session }: VisibilityChange | PlayedChange,
): Link | undefined {
  const found = findConnection(state, { incarnation, number: connection });
  return found?.links.find((link) => link.presence.session.row.id === session);
}

export function see(state: LiveState, incarnation: string, change: VisibilityChange): ErrorCode | null {
  const link = linkOf(state, incarnation, change);
  if (link === undefined) return 'not_joined';
  state.touch(link.presence.attendee);
  link.visibility = change.state;
  updateVisibility(state, link.presence);
  return null;
}

/** Positions count in onDemand slices only. */
export function play(state: LiveState, incarnation: string, change: PlayedChange): ErrorCode | null {
  const presence = linkOf(state, incarnation, change)?.presence;
  if (presence === undefined) return 'not_joined';
  if (presence.mode === 'live') return null;
  const advanceMs = advanceWatch(presence, change.advanceMs, state.time, state.dayStart);
  state.emit({ kind: 'slicePlayed', slice: presence.slice, advanceMs, spans: change.spans });
  return null;
}

/** Whether it counts is decided by the recorder, which knows the past; live says whether its author is present. */
export function engage(
  state: LiveState,
  { actor, session: sessionId, id, action, data }: EngageChange,
): null {
  const org = ensureOrganization(state, actor.org);
  const session = state.registry.session(org, sessionId);
  const reached = session !== undefined && state.registry.reaches(actor, session.event) ? session : undefined;
  const attendee = state.attendee(org.row.tenant, actor.attendee);
  if (reached !== undefined && actor.role !== 'attendee') noteEngagement(state, reached);
  state.emit({
    kind: 'engaged',
    tenant: org.row.tenant,
    session: reached?.row.key ?? null,
    scopes: reached?.scopeKeys ?? [],
    owners: ownersOf(org),
    actor,
    id,
    action,
    data,
    at: state.time,
    present: attendee?.presences.some((presence) => presence.session === reached) ?? false,
  });
  return null;
}

/** So that a session without slices is known to have a history. */
function noteEngagement(state: LiveState, session: SessionState): void {
  if (session.row.hasSlices || session.row.hasEngagements) return;
  session.row = { ...session.row, hasEngagements: true };
  state.emit({ kind: 'session', session: session.row });
}
