import { z } from '@hono/zod-openapi';
import type { RegistrationRow, SessionAction } from '../../storage/types.ts';
import type { AttendeeSummary } from '../figures/attendee-summary.ts';
import { seconds } from '../figures/span-totals.ts';
import { isoOrNull } from '../protocol/iso-time.ts';
import { Count, CountPerMode, IsoTime, PerMode } from './answers.ts';

const FIGURES = {
  attended: z.boolean(),
  watchSeconds: PerMode,
  engagedMinutes: CountPerMode,
  views: CountPerMode,
  firstJoinedAt: IsoTime.nullable(),
  lastSeenAt: IsoTime.nullable(),
  slices: Count,
  engagement: z.record(z.string(), Count),
} as const;

const REGISTERED = {
  registered: z.boolean().openapi({ description: 'Is registered or has a bookmark, whenever that was made' }),
  interested: z.boolean().openapi({ description: 'Has a bookmark' }),
  registeredAt: IsoTime.nullable(),
} as const;

export const AttendeeSummarySchema = z
  .object({
    attendee: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    from: IsoTime.nullable(),
    to: IsoTime.nullable(),
    dataThrough: IsoTime,
    total: z.object({ sessions: Count, events: Count, registrations: Count, bookmarks: Count, ...FIGURES }),
    events: z.array(z.object({ event: z.string(), ...FIGURES, ...REGISTERED })),
    sessions: z.array(z.object({ session: z.string(), event: z.string(), ...FIGURES, ...REGISTERED })),
  })
  .openapi('AttendeeSummary');

export function figuresObject(summary: AttendeeSummary, engagement: Readonly<Record<string, number>>) {
  const { live, onDemand } = summary.byMode;
  return {
    attended: summary.attended,
    watchSeconds: { live: seconds(live.watchMs), onDemand: seconds(onDemand.watchMs) },
    engagedMinutes: { live: live.engagedMinutes, onDemand: onDemand.engagedMinutes },
    views: { live: live.views, onDemand: onDemand.views },
    firstJoinedAt: isoOrNull(summary.firstAt),
    lastSeenAt: isoOrNull(summary.lastAt),
    slices: summary.slices,
    engagement: { ...engagement },
  };
}

/** Of the registrations and bookmarks for one thing: the date is the earlier one. */
export function registeredObject(registrations: readonly RegistrationRow[]) {
  const times = registrations.map(({ at }) => at);
  return {
    registered: registrations.length > 0,
    interested: registrations.some(({ kind }) => kind === 'bookmark'),
    registeredAt: times.length === 0 ? null : isoOrNull(Math.min(...times)),
  };
}

/** How often each action was done. */
export function engagementOf(actions: readonly SessionAction[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { action, count } of actions) counts.set(action, (counts.get(action) ?? 0) + count);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
