/** An id of Redis' stream, `<ms>-<sequence>`. */
export function millisecondsOf(id: string): number {
  return Number(id.slice(0, id.indexOf('-')));
}

const sequenceOf = (id: string) => Number(id.slice(id.indexOf('-') + 1));

/** Null lies before everything. Negative when `a` is before `b`. */
export function compareIds(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return millisecondsOf(a) - millisecondsOf(b) || sequenceOf(a) - sequenceOf(b);
}

/** The first of its millisecond, not before `ms`, after `id`. */
export function idAfter(id: string | null, ms: number): string {
  return `${id === null ? ms : Math.max(ms, millisecondsOf(id) + 1)}-0`;
}
