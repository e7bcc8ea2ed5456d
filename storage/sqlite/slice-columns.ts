import type { SliceRow } from '../types.ts';
import { type Packed, packed } from './packed.ts';

/** The columns of `SliceRow`, from `slices AS s` and `attendees AS a`. */
export const SLICE_COLUMNS = `
s.slice, s.session, a.id AS attendee, s.attendee AS attendeeKey, s.mode, s.start_at AS start, s.end_at AS end,
s.counted_until AS countedUntil, s.ended_by AS endedBy, s.country, s.played_ms AS playedMs,
s.client_id AS clientId`;

type Cells = readonly [
  slice: SliceRow['slice'],
  session: SliceRow['session'],
  attendee: SliceRow['attendee'],
  attendeeKey: SliceRow['attendeeKey'],
  mode: SliceRow['mode'],
  start: SliceRow['start'],
  end: SliceRow['end'],
  countedUntil: SliceRow['countedUntil'],
  endedBy: SliceRow['endedBy'],
  country: SliceRow['country'],
  playedMs: SliceRow['playedMs'],
  clientId: string | null,
];

// One literal of one shape: there are a million of these in an export, and spreading them costs more than to read them.
function sliceOf(cells: Cells): SliceRow {
  return {
    slice: cells[0],
    session: cells[1],
    attendee: cells[2],
    attendeeKey: cells[3],
    mode: cells[4],
    start: cells[5],
    end: cells[6],
    countedUntil: cells[7],
    endedBy: cells[8],
    country: cells[9],
    playedMs: cells[10],
    clientId: cells[11],
  };
}

/** A statement that selects `SLICE_COLUMNS`. */
export function packedSlices(sql: string): Packed<SliceRow> {
  return packed(
    [
      ...(['slice', 'session', 'attendee', 'attendeeKey', 'mode', 'start', 'end'] as const),
      ...(['countedUntil', 'endedBy', 'country', 'playedMs', 'clientId'] as const),
    ],
    sql,
    sliceOf,
  );
}
