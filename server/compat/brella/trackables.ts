import type { ScopeKey, SessionKind } from '../../live/catalogue.ts';
import type { EventState, SessionState } from '../../live/registry.ts';

export const TRACKABLE_TYPES = ['StreamLink', 'Sponsor', 'Event', 'Networking'] as const;

export type TrackableType = (typeof TRACKABLE_TYPES)[number];

const TYPES: Readonly<Record<SessionKind, TrackableType>> = {
  mainStage: 'StreamLink',
  breakout: 'StreamLink',
  workshop: 'StreamLink',
  expo: 'Sponsor',
  lobby: 'Event',
  networking: 'Networking',
};

/** The class of what the vendor tracks; a session of ours is one of its trackables. */
export function trackableType({ row }: SessionState): TrackableType {
  return TYPES[row.details.kind];
}

/** The sessions of an event, of one class or all. */
export function trackablesOf({ sessions }: EventState, type: TrackableType | undefined): SessionState[] {
  return [...sessions].filter((session) => type === undefined || trackableType(session) === type);
}

/** So many keys of organizations, events and sessions a server has room for here; of attendees there may be twice as many. */
const SCOPES = 2 ** 26;

/** A tracking session is one attendee (a key) and one session, so both make its number: below 2^53, and always the same. */
export function trackingSessionNumber(attendee: number, session: ScopeKey): number {
  return attendee * SCOPES + session;
}
