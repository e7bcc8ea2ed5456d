import type { CloseCode } from '../../server/protocol/close-codes.ts';

// The type holds it to the contract; the whole table of codes would only be weight.
const SHUTTING_DOWN: typeof CloseCode.shuttingDown = 4503;
const FIRST_CEILING_MS = 500;
export const LAST_CEILING_MS = 30_000;
/** A server that shuts down asks for this much spread: all its clients come back at once. */
const SHUTDOWN_CEILING_MS = 10_000;

export interface Retry {
  /** How many attempts have failed since the connection last held. */
  readonly attempt: number;
  readonly closeCode: number;
  random(): number;
}

/**
 * How long to wait before the next attempt: full jitter, a random part of a ceiling that doubles
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export function backoffMs({ attempt, closeCode, random }: Retry): number {
  const ceiling =
    closeCode === SHUTTING_DOWN
      ? SHUTDOWN_CEILING_MS
      : Math.min(LAST_CEILING_MS, FIRST_CEILING_MS * 2 ** attempt);
  return random() * ceiling;
}
