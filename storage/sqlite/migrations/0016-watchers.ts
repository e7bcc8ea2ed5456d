/** Attendees of a scope with any watch time in whichever mode: the two modes' watchers may be the same people. */
export const watchers = `
ALTER TABLE totals ADD COLUMN watchers INTEGER NOT NULL DEFAULT 0;
UPDATE totals SET watchers = (
  SELECT count(*) FROM attendance AS t
  WHERE t.scope = totals.scope AND (t.live_counted OR t.demand_counted) AND t.live_ms + t.demand_ms > 0
);
`;
