/**
 * Which version somebody wants to change: one, one of some, any as long as it is there, or none because it must not be there
 * (RFC 9110: If-Match with ETags or `*`, and If-None-Match with `*`).
 */
export type ExpectedVersion = number | readonly number[] | 'any' | 'none';

/** `version`: of what is there; undefined when nothing is. Nothing expected fits everything. */
export function isExpected(expected: ExpectedVersion | undefined, version: number | undefined): boolean {
  if (expected === undefined) return true;
  if (expected === 'any') return version !== undefined;
  if (expected === 'none') return version === undefined;
  if (version === undefined) return false;
  return typeof expected === 'number' ? expected === version : expected.includes(version);
}
