import type { VisibilityState } from '../protocol/client-messages.ts';
import { type Attendee, betterOf, type Presence } from './presence.ts';
import type { ScopeState } from './scope-state.ts';

/** An attendee being counted in some scopes, in all of them alike. */
export interface Member {
  readonly attendee: string;
  readonly scopes: readonly ScopeState[];
  live: boolean;
  onDemand: boolean;
  /** Of the slice that began first. */
  readonly country: string;
  visibility: VisibilityState;
}

const NOWHERE: readonly Member[] = [];

/** Every scope in which the attendee is counted now, once each. */
export function membersOf(attendee: Attendee): readonly Member[] {
  const { presences } = attendee;
  const [only] = presences;
  if (only === undefined) return NOWHERE;
  // Nearly everybody is in one session at a time, and then all its scopes say the same.
  if (presences.length === 1) return [memberOf(only, only.session.scopes)];
  const members: Member[] = [];
  for (const presence of presences) {
    for (const scope of presence.session.scopes) {
      const member = memberIn(members, scope);
      if (member === undefined) members.push(memberOf(presence, [scope]));
      else add(member, presence);
    }
  }
  return members;
}

export function memberIn(members: readonly Member[], scope: ScopeState): Member | undefined {
  for (const member of members) if (member.scopes.includes(scope)) return member;
  return undefined;
}

function memberOf({ attendee, mode, country, visibility }: Presence, scopes: readonly ScopeState[]): Member {
  return {
    attendee: attendee.id,
    scopes,
    live: mode === 'live',
    onDemand: mode === 'onDemand',
    country,
    visibility,
  };
}

function add(member: Member, { mode, visibility }: Presence): void {
  if (mode === 'live') member.live = true;
  else member.onDemand = true;
  member.visibility = betterOf(member.visibility, visibility);
}

export function sameMember(a: Member, b: Member): boolean {
  return (
    a.live === b.live && a.onDemand === b.onDemand && a.country === b.country && a.visibility === b.visibility
  );
}
