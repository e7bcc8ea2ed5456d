import type { ScopeKey } from './catalogue.ts';

/** What endpoints may be told of, and what each is about. */
export const ANNOUNCEMENT_TYPES = [
  'session.live',
  'session.ended',
  'session.silent',
  'event.ended',
  'event.report',
  'attendee.registered',
  'catalogue.created',
  'catalogue.updated',
  'catalogue.deleted',
  'peak.reached',
  'threshold.crossed',
  'report.ready',
] as const;

/**
 * Only for endpoints that name them, as Sequel subscriptions do: the first time that a stage session of an event goes live, and
 * the end of its stage (see `staging.ts`).
 */
export const STAGE_TYPES = ['stage.started', 'stage.ended'] as const;

/** `webhook.test` goes to the endpoint that asked for it, whatever it listens to. */
export type AnnouncementType =
  | (typeof ANNOUNCEMENT_TYPES)[number]
  | (typeof STAGE_TYPES)[number]
  | 'webhook.test';

/** What it is about where no key says so: `catalogue.deleted` has nothing left that has one. */
export interface AnnouncementSubject {
  readonly kind: 'organization' | 'event' | 'session' | 'report' | 'alert' | 'webhook';
  readonly id: string;
}

/** References only: whoever tells of it reads what is known then, so that what was erased or purged meanwhile is not told. */
export interface Announcement {
  readonly type: AnnouncementType;
  /** When it happened, log time, ms: of a peak, when it was reached. */
  readonly at: number;
  /** The organization in which it happened: of an event its own, perhaps one below that of the endpoint. */
  readonly organization: ScopeKey;
  readonly event: ScopeKey | null;
  readonly session: ScopeKey | null;
  /** Of `catalogue.*`, `report.ready`, `threshold.crossed` and `webhook.test`. */
  readonly subject: AnnouncementSubject | null;
  /** Of `peak.reached` and `threshold.crossed`: how many. */
  readonly value: number | null;
  /**
   * Of `session.silent`: since when nobody is there; of `threshold.crossed`, where an alert ends: since when it went on. Log
   * time, ms.
   */
  readonly since: number | null;
}
