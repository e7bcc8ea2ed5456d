import type { VisibilityState } from '../protocol/client-messages.ts';
import { type Attendee, betterOf } from './presence.ts';
import type { ScopeState } from './scope-state.ts';

/** An attendee being counted in a scope. */
export interface Member {
  readonly attendee: string;
  readonly scope: ScopeState;
  live: boolean;
  onDemand: boolean;
  /** Of the slice that began first. */
  readonly country: string;
  visibility: VisibilityState;
}

/** Every scope in which the attendee is counted now, once each. */
export function membersOf(attendee: Attendee): Member[] {
  const members: Member[] = [];
  for (const { session, mode, country, visibility } of attendee.presences) {
    for (const scope of session.scopes) {
      let member = members.find((known) => known.scope === scope);
      if (member === undefined) {
        member = { attendee: attendee.id, scope, live: false, onDemand: false, country, visibility };
        members.push(member);
      }
      if (mode === 'live') member.live = true;
      else member.onDemand = true;
      member.visibility = betterOf(member.visibility, visibility);
    }
  }
  return members;
}

export function sameMember(a: Member, b: Member): boolean {
  return (
    a.live === b.live && a.onDemand === b.onDemand && a.country === b.country && a.visibility === b.visibility
  );
}
