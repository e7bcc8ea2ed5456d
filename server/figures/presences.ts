import type { SliceRow } from '../../storage/types.ts';

/** A span in which an attendee counts, in whatever slices; `before`: when their last one ended. Half-open, ms. */
export interface Presence {
  readonly start: number;
  readonly end: number;
  readonly before: number;
}

/** What of a slice says when its attendee counts. */
export type CountedSlice = Pick<SliceRow, 'attendeeKey' | 'start' | 'countedUntil'>;

/** The spans of each attendee, with those that touch or overlap made one. The slices are in order of their start. */
export function presencesOf(slices: readonly CountedSlice[]): Presence[] {
  const presences: Presence[] = [];
  const latest = new Map<number, number>();
  for (const { attendeeKey, start, countedUntil } of slices) {
    const end = countedUntil ?? Number.POSITIVE_INFINITY;
    if (end <= start) continue;
    const index = latest.get(attendeeKey);
    const last = index === undefined ? undefined : presences[index];
    if (index !== undefined && last !== undefined && start <= last.end) {
      presences[index] = { ...last, end: Math.max(last.end, end) };
      continue;
    }
    latest.set(attendeeKey, presences.length);
    presences.push({ start, end, before: last?.end ?? Number.NEGATIVE_INFINITY });
  }
  return presences;
}
