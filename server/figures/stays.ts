import type { SliceRow } from '../../storage/types.ts';
import { type AskedSlices, slicesAsked } from './attendee-in-span.ts';
import { isCounted } from './slice-figures.ts';

/** `[start, end]`, ms, both included. */
export type Interval = readonly [start: number, end: number];

/** One attendee's being in the sessions asked for: disjoint, in order. */
export interface Stay {
  readonly intervals: readonly Interval[];
  readonly firstJoin: number;
  /** Null while the attendee is still there. */
  readonly lastLeave: number | null;
  /** Length of all intervals, ms. */
  readonly lengthMs: number;
}

/** The union of an attendee's `[start, end]` within the span, in whatever sessions; undefined without any. Not cut to when sessions were live. */
export function stayOf(slices: readonly SliceRow[], asked: AskedSlices): Stay | undefined {
  const { from, to, through } = asked;
  // The instant `to` itself is no part of the span.
  const last = Math.min(to - 1, through);
  const merged: Interval[] = [];
  let isOpen = false;
  for (const [slice] of slicesAsked(slices, asked)) {
    if (!isCounted(slice)) continue;
    const { start, end } = slice;
    const clipped: Interval = [Math.max(start, from), Math.min(end ?? through, to)];
    if (clipped[0] > clipped[1]) continue;
    isOpen ||= (end ?? Number.POSITIVE_INFINITY) > last;
    const before = merged.at(-1);
    if (before !== undefined && clipped[0] <= before[1]) {
      merged[merged.length - 1] = [before[0], Math.max(before[1], clipped[1])];
    } else merged.push(clipped);
  }
  const [firstJoin] = merged[0] ?? [];
  const latest = merged.at(-1)?.[1];
  if (firstJoin === undefined || latest === undefined) return undefined;
  return {
    intervals: merged,
    firstJoin,
    lastLeave: isOpen ? null : latest,
    lengthMs: merged.reduce((sum, [start, end]) => sum + end - start, 0),
  };
}
