/** The columns of `SliceRow`, from `slices AS s` and `attendees AS a`. */
export const SLICE_COLUMNS = `
s.slice, s.session, a.id AS attendee, s.attendee AS attendeeKey, s.mode, s.start_at AS start, s.end_at AS end,
s.counted_until AS countedUntil, s.ended_by AS endedBy, s.country, s.played_ms AS playedMs,
s.client_id AS clientId`;
