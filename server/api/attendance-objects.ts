import { z } from '@hono/zod-openapi';
import type { Attendance, AttendeeRow, RegisteredAttendee } from '../../storage/types.ts';
import { UNKNOWN_COUNTRY } from '../protocol/country.ts';
import { isoOrNull } from '../protocol/iso-time.ts';
import { Count, IsoTime, PerMode } from './answers.ts';

/** A row of `GET …/attendees` of a session or event. */
export const AttendanceSchema = z
  .object({
    attendee: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    country: z.string(),
    watchSeconds: PerMode,
    engagedMinutes: PerMode,
    firstJoinedAt: IsoTime.nullable(),
    lastSeenAt: IsoTime.nullable(),
    slices: Count,
    engagement: z.record(z.string(), Count),
    registered: z.boolean().openapi({ description: 'Is registered or has a bookmark' }),
    interested: z.boolean().openapi({ description: 'Has a bookmark' }),
    registeredAt: IsoTime.nullable(),
    attended: z.boolean(),
  })
  .openapi('SessionAttendee');

/** What is known of one of the people of a session or event. */
export interface Known {
  readonly row: AttendeeRow;
  readonly attended: boolean;
  /** Undefined: was never there. */
  readonly figures: Attendance | undefined;
  readonly registered: RegisteredAttendee | undefined;
  readonly engagement: Readonly<Record<string, number>>;
}

const NEVER_THERE = { watchMs: 0, engagedMinutes: 0 };

export function attendanceObject({ row, attended, figures, registered, engagement }: Known) {
  const { live = NEVER_THERE, onDemand = NEVER_THERE } = figures ?? {};
  return {
    attendee: row.attendee,
    name: row.name,
    email: row.email,
    country: figures?.country ?? row.country ?? UNKNOWN_COUNTRY,
    watchSeconds: { live: live.watchMs / 1000, onDemand: onDemand.watchMs / 1000 },
    engagedMinutes: { live: live.engagedMinutes, onDemand: onDemand.engagedMinutes },
    firstJoinedAt: isoOrNull(figures?.firstAt),
    lastSeenAt: isoOrNull(figures?.lastAt),
    slices: figures?.slices ?? 0,
    engagement: { ...engagement },
    registered: registered !== undefined,
    interested: registered?.interested ?? false,
    registeredAt: isoOrNull(registered?.registeredAt),
    attended,
  };
}
