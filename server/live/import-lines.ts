import type { Mode } from '../protocol/client-messages.ts';
import type { EventDetails, SessionDetails } from './catalogue.ts';
import type { OrganizationWish } from './changes.ts';
import type { AttendeeDetails, RegistrationDetails, RegistrationKind, RegistrationScope } from './keeping.ts';

interface Line {
  /** Its number in the body, from 1. */
  readonly line: number;
}

export interface OrganizationLine extends Line {
  readonly kind: 'organization';
  readonly id: string;
  /** As in the change of its own route. */
  readonly parent?: string | null | undefined;
  readonly details: OrganizationWish;
}

export interface EventLine extends Line {
  readonly kind: 'event';
  readonly id: string;
  /** The actor's own organization when absent. */
  readonly organization?: string | undefined;
  readonly details: EventDetails;
}

export interface SessionLine extends Line {
  readonly kind: 'session';
  readonly id: string;
  /** The organization's default event when absent. */
  readonly event?: string | undefined;
  readonly details: SessionDetails;
}

/** What live applies at the last entry of an import. */
export type CatalogueLine = OrganizationLine | EventLine | SessionLine;

/** A presence of the past. Times in ms. */
export interface SliceLine extends Line {
  readonly kind: 'slice';
  /** The client's, unique in the tenant. */
  readonly id: string;
  readonly session: string;
  readonly attendee: string;
  readonly mode: Mode;
  readonly start: number;
  readonly end: number;
  readonly country: string;
  /** Null where no playback position was reported. */
  readonly watchedMs: number | null;
}

/** An engagement of the past; its id is one like those of `engage`. */
export interface EngagementLine extends Line {
  readonly kind: 'engagement';
  readonly id: string;
  readonly session: string;
  readonly attendee: string;
  readonly action: string;
  readonly data: unknown;
  readonly at: number;
}

export interface AttendeeLine extends Line {
  readonly kind: 'attendee';
  readonly id: string;
  readonly details: AttendeeDetails;
}

export interface RegistrationLine extends Line {
  readonly kind: RegistrationKind;
  /** Of scope and attendee: nobody has two for one scope. */
  readonly id: string;
  readonly scope: RegistrationScope;
  readonly attendee: string;
  readonly details: RegistrationDetails;
}

/** What the recorder writes at the last entry of an import; live only finds its sessions and events. */
export type PastLine = SliceLine | EngagementLine | AttendeeLine | RegistrationLine;

export type ImportLine = CatalogueLine | PastLine;

export type ImportKind = ImportLine['kind'];

/** Whether live applies it. */
export function isCatalogueLine(line: ImportLine): line is CatalogueLine {
  return line.kind === 'organization' || line.kind === 'event' || line.kind === 'session';
}

/** A session or event that past lines of an import are about. */
export interface ImportedPlace extends RegistrationScope {
  /** Somebody was in it, by a slice of any mode, and by one of mode onDemand. */
  readonly slices: boolean;
  readonly onDemand: boolean;
}
