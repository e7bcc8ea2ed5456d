/** Figures of a span; null where they cannot be known. */
export interface SpanFigures {
  attendees: number;
  sessions: number;
  events: number;
  views: number;
  watchSeconds: number;
  averageWatchSeconds: number | null;
  engagedMinutes: number;
  engagedAttendees: number | null;
  engagedPercent: number | null;
  engagement: Record<string, number> | null;
  peak: { value: number; at: string | null };
}

export interface ChangeAnswer {
  difference: number | null;
  percent: number | null;
}

export interface ComparedSide {
  scope: string;
  from: string | null;
  to: string | null;
  figures: SpanFigures | null;
}

/** `GET /v1/compare` */
export interface CompareAnswer {
  dataThrough: string;
  a: ComparedSide;
  b: ComparedSide;
  change: Record<string, ChangeAnswer>;
}

/** `GET /v1/…/{id}/periods` */
export interface PeriodsAnswer {
  timezone: string;
  current: { from: string; to: string; figures: SpanFigures | null };
  previous: { from: string; to: string; figures: SpanFigures | null };
  change: Record<string, ChangeAnswer>;
}

export interface ParticipantAnswer {
  attendee: string;
  name: string | null;
  email: string | null;
  country: string;
  engagedMinutes: { live: number; onDemand: number; total: number };
  watchSeconds: { live: number; onDemand: number; total: number };
  sessions: number;
  engagement: number;
}

/** `GET /v1/…/{id}/participants` */
export interface ParticipantsAnswer {
  totals: { attendees: number };
  items: ParticipantAnswer[];
  nextCursor: string | null;
}

/** What of the catalogue says when something was and in which time zone. */
export interface CatalogueAnswer {
  id: string;
  title?: string | null;
  name?: string | null;
  event?: string;
  organization?: string;
  timeZone?: string | null;
  effective?: { timeZone: string };
  startsAt?: string | null;
  endsAt?: string | null;
  wentLiveAt?: string | null;
  endedAt?: string | null;
}
