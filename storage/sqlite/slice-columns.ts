import type { SliceRow } from '../types.ts';
import { type Packed, packed } from './packed.ts';

/** The columns of `SliceRow`, from `slices AS s` and `attendees AS a`. */
export const SLICE_COLUMNS = `
s.slice, s.session, a.id AS attendee, s.attendee AS attendeeKey, s.mode, s.start_at AS start, s.end_at AS end,
s.counted_until AS countedUntil, s.ended_by AS endedBy, s.country, s.played_ms AS playedMs,
s.client_id AS clientId`;

const NAMES: readonly (keyof SliceRow)[] = [
  ...(['slice', 'session', 'attendee', 'attendeeKey', 'mode', 'start', 'end', 'countedUntil'] as const),
  ...(['endedBy', 'country', 'playedMs', 'clientId'] as const),
];

/** A statement that selects `SLICE_COLUMNS`. */
export function packedSlices(sql: string): Packed<SliceRow> {
  return packed<SliceRow>(NAMES, sql);
}
