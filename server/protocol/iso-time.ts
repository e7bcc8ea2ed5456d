/** ISO 8601 in UTC with milliseconds, as all times in answers are (design section 9). `time` in ms since the epoch. */
export const iso = (time: number): string => new Date(time).toISOString();

/** Null where the time is not known. */
export const isoOrNull = (time: number | null | undefined): string | null =>
  time == null ? null : iso(time);
