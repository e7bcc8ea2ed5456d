import { randomInt } from 'node:crypto';

/** Below the ports that systems give to outgoing connections. */
const FIRST = 12_000;
const END = 32_000;

/**
 * A port for what is closed and opened again in the same place: no outgoing connection takes it in between. It may be
 * taken already; then whoever listens tries another.
 */
export function quietPort(): number {
  return randomInt(FIRST, END);
}
