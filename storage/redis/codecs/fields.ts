import type { Actor } from '../../../server/live/changes.ts';

/** Words stand in a row by their places here, which are for ever. */
export const ROLES = ['attendee', 'moderator', 'operator', 'admin'] as const;
export const MODES = ['live', 'onDemand'] as const;
export const STATES = ['active', 'idle', 'hidden'] as const;

export const encodeActor = ({ org, attendee, role, event, issuedAt }: Actor) =>
  [org, attendee, ROLES.indexOf(role), event, issuedAt] as const;

export function decodeActor([org, attendee, role, event, issuedAt]: ReturnType<typeof encodeActor>): Actor {
  return {
    ...{ org, attendee, role: ROLES[role] ?? 'attendee' },
    ...{ event: event ?? undefined, issuedAt: issuedAt ?? undefined },
  };
}
