import type { SpanFigures } from './history-answers.ts';

/** An event in `GET /v1/events`. */
export interface ListedEvent {
  id: string;
  title?: string | null;
  startsAt: string | null;
  endsAt: string | null;
  endedAt: string | null;
}

/** A curve of `GET /v1/organizations/{id}/series`. */
export interface GroupCurve {
  event?: string;
  session?: string;
  points: { start: string; value: number | null }[];
}

/** `GET /v1/…/{id}/usage` by day. */
export interface UsageAnswer {
  timezone: string;
  items: {
    start: string;
    end: string;
    figures: Pick<SpanFigures, 'attendees' | 'watchSeconds' | 'peak'> | null;
  }[];
}

/** `GET /v1/organizations/{id}/summary` */
export interface SummaryAnswer {
  attendees: number;
  peak: { value: number; at: string | null };
  byMode: Record<'live' | 'onDemand', { views: number; watchSeconds: number }>;
  engagement: Record<string, number>;
}
