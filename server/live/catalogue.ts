/** Key of a scope (organization, event or session): a number given in log order, unique on the server, never reused. */
export type ScopeKey = number;

export type SessionKind = 'mainStage' | 'breakout' | 'workshop' | 'networking' | 'expo' | 'lobby';

/**
 * When a session was live by action, ms: `[goLive, end]`, null where not known (still live, or ended without a goLive).
 * Empty: nobody ever said, so everything counts.
 */
export type LiveWindow = readonly [start: number | null, end: number | null];

/** How long what is kept of people stays. */
export interface Retention {
  /** Null: for ever. */
  readonly days: number | null;
  readonly scope: 'personal' | 'chat' | 'everything';
  readonly keepAggregates: boolean;
}

/** Null: as the parent has it (see `inheritance.ts`). */
export interface OrganizationDetails {
  readonly name: string;
  readonly timeZone: string | null;
  readonly retention: Retention | null;
  readonly pseudonymous: boolean | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface Organization {
  readonly key: ScopeKey;
  readonly id: string;
  /** Key of the root organization; its own for a root. */
  readonly tenant: ScopeKey;
  readonly parent: ScopeKey | null;
  /** Counts up with every change; the ETag. */
  readonly version: number;
  readonly details: OrganizationDetails;
  /** Of a root: the tenant's secret for tombstones and pseudonyms, never to be shown; null until it is first given one. */
  readonly salt: string | null;
}

export interface EventDetails {
  readonly title: string;
  readonly shortCode: string | null;
  /** ms since the epoch, like all times inside. */
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly timeZone: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface Event {
  readonly key: ScopeKey;
  readonly tenant: ScopeKey;
  readonly id: string;
  readonly organization: ScopeKey;
  /** Counts up with every change; the ETag. */
  readonly version: number;
  readonly details: EventDetails;
  /** When it was last ended by action, ms. */
  readonly endedAt: number | null;
}

export interface SessionDetails {
  readonly title: string;
  readonly kind: SessionKind;
  readonly capacity: number | null;
  readonly enforceCapacity: boolean;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  /** Length of the video, for the view threshold; null when not known. */
  readonly videoDurationSeconds: number | null;
  /** Everything else that the catalogue keeps and live does not read (privacy, location, speakers, metadata, ...). */
  readonly more: Readonly<Record<string, unknown>>;
}

export interface Session {
  readonly key: ScopeKey;
  readonly tenant: ScopeKey;
  readonly id: string;
  readonly event: ScopeKey;
  readonly version: number;
  readonly details: SessionDetails;
  readonly windows: readonly LiveWindow[];
  /** Ended by action and not live again since. */
  readonly ended: boolean;
  readonly replay: boolean;
  /** Somebody was in it, so its kind can no longer change. */
  readonly hasSlices: boolean;
  /**
   * Somebody has engaged in it without being in it, as moderators may, or something of its past was imported. Noted only while
   * it has no slices; what of it counted is the recorder's to know.
   */
  readonly hasEngagements: boolean;
}
