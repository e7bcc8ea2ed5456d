import type { CloseCode } from '../../server/protocol/close-codes.ts';

// The type holds it to the contract; the whole table of codes would only be weight.
const SHUTTING_DOWN: typeof CloseCode.shuttingDown = 4503;
const FIRST_CEILING_MS = 500;
export const LAST_CEILING_MS = 30_000;
/** Of a server that shuts down without saying when to come back: all its clients do at once. */
const SHUTDOWN_CEILING_MS = 10_000;

export interface Retry {
  /** How many attempts have failed since the connection last held. */
  readonly attempt: number;
  readonly closeCode: number;
  /** When the server has asked this client to come back. */
  readonly askedMs?: number | undefined;
  random(): number;
}

/**
 * How long to wait before the next attempt: full jitter, a random part of a ceiling that doubles
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). Where the server has named a moment, between
 * half of that and all of it: never later, since presence may be kept for no longer.
 */
export function backoffMs({ attempt, closeCode, askedMs, random }: Retry): number {
  if (askedMs !== undefined) return (Math.min(askedMs, LAST_CEILING_MS) * (1 + random())) / 2;
  const ceiling =
    closeCode === SHUTTING_DOWN
      ? SHUTDOWN_CEILING_MS
      : Math.min(LAST_CEILING_MS, FIRST_CEILING_MS * 2 ** attempt);
  return random() * ceiling;
}
