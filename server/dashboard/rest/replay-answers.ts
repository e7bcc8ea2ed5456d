import type { Mode } from '../../protocol/client-messages.ts';
import type { SeriesPoint } from './answers.ts';

/** An unbroken presence. */
export interface SliceAnswer {
  session: string;
  attendee: string;
  mode: Mode;
  start: string;
  /** The latest proof that they were there; null: it goes on. */
  end: string | null;
  watchedSeconds: number;
  /** Until when it counts; null: it goes on. */
  countedUntil: string | null;
  country: string;
}

export interface EngagementAnswer {
  session: string;
  action: string;
  data: unknown;
  at: string;
}

export interface ActionsPoint extends SeriesPoint {
  engagement: Record<string, number> | null;
}

/** `GET /v1/series/{scope}` with engagements. */
export interface ActionsSeries {
  points: ActionsPoint[];
}

/** `GET /v1/organizations/{id}/series?groupBy=event`. */
export interface EventCurves {
  groups: { event: string; points: { start: string; value: number | null }[] }[];
}

/** `GET /v1/events/{id}/series?groupBy=session`. */
export interface SessionCurves {
  groups: { session: string; points: { start: string; value: number | null }[] }[];
}
