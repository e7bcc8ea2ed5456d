import type { EventDetails, OrganizationDetails, SessionDetails } from '../catalogue.ts';
import type { ExpectedVersion } from '../expected-version.ts';
import type { Actor } from './actor.ts';

/** What stands as it is when absent takes a higher role to change. */
export type OrganizationWish = Omit<OrganizationDetails, 'retention' | 'pseudonymous'> &
  Partial<Pick<OrganizationDetails, 'retention' | 'pseudonymous'>>;

export interface PutOrganizationChange {
  readonly kind: 'putOrganization';
  readonly actor: Actor;
  readonly id: string;
  /** The actor's own organization when absent, for one that is to be made; null: none, it is a root. */
  readonly parent?: string | null | undefined;
  readonly details: OrganizationWish;
  /** Taken by the root where it has none yet. */
  readonly salt: string;
  readonly ifMatch?: ExpectedVersion | undefined;
}

export interface PutEventChange {
  readonly kind: 'putEvent';
  readonly actor: Actor;
  readonly id: string;
  /** The actor's own organization when absent. */
  readonly organization?: string | undefined;
  readonly details: EventDetails;
  readonly ifMatch?: ExpectedVersion | undefined;
}

export interface PutSessionChange {
  readonly kind: 'putSession';
  readonly actor: Actor;
  readonly id: string;
  /** The organization's default event when absent. */
  readonly event?: string | undefined;
  readonly details: SessionDetails;
  readonly ifMatch?: ExpectedVersion | undefined;
}

export type SessionAction = 'goLive' | 'end' | 'replayOn' | 'replayOff';

export interface SessionActionChange {
  readonly kind: 'sessionAction';
  readonly actor: Actor;
  readonly session: string;
  readonly action: SessionAction;
}

export type EventAction = 'end';

export interface EventActionChange {
  readonly kind: 'eventAction';
  readonly actor: Actor;
  readonly event: string;
  readonly action: EventAction;
}

interface DeleteChange {
  readonly actor: Actor;
  readonly id: string;
  /** What has a history goes, too, with it. */
  readonly purge: boolean;
  readonly ifMatch?: ExpectedVersion | undefined;
}

/** Goes with all organizations and events below it. */
export interface DeleteOrganizationChange extends DeleteChange {
  readonly kind: 'deleteOrganization';
}

/** Goes with its sessions. */
export interface DeleteEventChange extends DeleteChange {
  readonly kind: 'deleteEvent';
}

export interface DeleteSessionChange extends DeleteChange {
  readonly kind: 'deleteSession';
}

export type CatalogueChange =
  | PutOrganizationChange
  | PutEventChange
  | PutSessionChange
  | SessionActionChange
  | EventActionChange
  | DeleteOrganizationChange
  | DeleteEventChange
  | DeleteSessionChange;
