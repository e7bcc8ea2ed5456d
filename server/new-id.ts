import { randomBytes } from 'node:crypto';

/** Fewer than 53 bits, so that a cursor can hold an id as a number. */
const BYTES = 6;

/** A random id, hexadecimal. */
export function newId(): string {
  return randomBytes(BYTES).toString('hex');
}

export function idAsNumber(id: string): number {
  return Number.parseInt(id, 16);
}

/** The id that `idAsNumber` gives the number of. */
export function idOfNumber(number: number): string {
  return number.toString(16).padStart(2 * BYTES, '0');
}
