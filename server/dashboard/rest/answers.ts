import type { Scope } from '../../protocol/client-messages.ts';

/** One step of `GET /v1/series/{scope}`; nulls where nothing is known of the step. Times are ISO 8601 UTC. */
export interface SeriesPoint {
  start: string;
  peak: number | null;
  peakAt: string | null;
  average: number | null;
  minimum: number | null;
  joins: number | null;
  leaves: number | null;
  uniques: number | null;
}

export interface SeriesAnswer {
  scope: Scope;
  step: string;
  from: string;
  to: string;
  /** Points that end at or before this are final; null when nothing is. */
  dataThrough: string | null;
  points: SeriesPoint[];
}

export interface EventAnswer {
  id: string;
  title?: string | null;
}

export interface EventsAnswer {
  items: EventAnswer[];
}

/** A report that was asked for. */
export interface ReportAnswer {
  id: string;
  status: 'queued' | 'running' | 'ready' | 'failed';
  /** From 0 to 1. */
  progress: number;
  /** Why it failed. */
  reason: string | null;
  /** Path that works without a token; null until it is ready. */
  downloadUrl: string | null;
}

export interface SessionAnswer {
  id: string;
  title?: string | null;
  kind?: string | null;
  capacity?: number | null;
  /** By action; both false where nobody has said so. */
  live?: boolean;
  ended?: boolean;
  replay?: boolean;
  wentLiveAt?: string | null;
  endedAt?: string | null;
}

/** A curve of `GET /v1/events/{id}/series`. */
export interface SessionCurveAnswer {
  session?: string;
  points: { start: string; value: number | null }[];
}

/** A row of `GET /v1/events/{id}/comparison`. */
export interface ComparedSessionAnswer {
  session: string;
  figures: { engagedPercent: number | null } | null;
}

export interface SessionsAnswer {
  items: SessionAnswer[];
  nextCursor: string | null;
}
