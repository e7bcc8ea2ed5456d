/** An endpoint that asks for more than the longest pause of the schedule gets that, ms. */
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

const SECONDS = /^\d+$/;
/** `Sun, 06 Nov 1994 08:49:37 GMT` and its form of RFC 850, `Sunday, 06-Nov-94 08:49:37 GMT`. */
const DATE = /^[A-Z][a-z]+, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/;
/** `Sun Nov  6 08:49:37 1994`, which is UTC, too. */
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * How long an endpoint asks to be left alone (RFC 9110 10.2.3): seconds, or a date in any of the three forms. 0 for one that has
 * passed, null for nonsense.
 */
export function retryAfterMs(header: string, now: number): number | null {
  const text = header.trim();
  if (SECONDS.test(text)) return Math.min(Number(text) * 1000, MAX_RETRY_AFTER_MS);
  const at = DATE.test(text) ? Date.parse(text) : ASCTIME.test(text) ? Date.parse(`${text} GMT`) : Number.NaN;
  if (Number.isNaN(at)) return null;
  return Math.min(Math.max(at - now, 0), MAX_RETRY_AFTER_MS);
}
