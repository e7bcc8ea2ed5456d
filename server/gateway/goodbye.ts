/** Clients that are sent away are asked to come back within this at most, ms: so much longer than the resume window they count. */
export const MAX_RETRY_MS = 10_000;
const LEAST_SPREAD_MS = 1000;
/** What the other nodes, or this one after its restart, take in without being slow to those they have. */
const RETURNS_PER_SECOND = 1500;

/** Over how long so many people should come back, ms: few of them need not wait. */
export function spreadMs(people: number): number {
  const needed = (people / RETURNS_PER_SECOND) * 1000;
  return Math.min(MAX_RETRY_MS, Math.max(LEAST_SPREAD_MS, needed));
}

/** When one of them should, in seconds with milliseconds; `luck` from 0 to 1. */
export function retryAfterSeconds(spread: number, luck: number): number {
  return Math.ceil(spread * luck) / 1000;
}
