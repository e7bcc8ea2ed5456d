import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  Recount,
  type RecountedMinute,
  type RecountOptions,
  type RecountSink,
} from '../../../server/figures/recount/recount.ts';
import type { PeakReached } from '../../../server/live/effects.ts';
import type { SliceRow } from '../../../storage/types.ts';
import { buildTrace } from '../../live/oracle/build-trace.ts';
import { script } from '../../live/oracle/commands.ts';
import { type Traced, trace } from './traced.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Keeps what a recount tells. */
class Kept implements RecountSink {
  readonly minutes: RecountedMinute[] = [];
  readonly seenRows = new Set<string>();
  readonly peaks: Omit<PeakReached, 'kind'>[] = [];

  minute(row: RecountedMinute): void {
    this.minutes.push(row);
  }

  seen({ scope, day, attendeeKey }: { scope: number; day: number; attendeeKey: number }): void {
    this.seenRows.add(`${scope} ${day} ${attendeeKey}`);
  }

  peak(peak: Omit<PeakReached, 'kind'>): void {
    this.peaks.push(peak);
  }
}

type Question = Omit<RecountOptions, 'sink'> & { through: number; slices: readonly SliceRow[] };

function recount({ slices, through, ...options }: Question): Kept {
  const sink = new Kept();
  const recount = new Recount({ ...options, sink });
  for (const slice of slices) recount.take(slice);
  recount.finish(through);
  return sink;
}

const byPlace = (a: RecountedMinute, b: RecountedMinute) =>
  a.minute - b.minute || a.scope - b.scope || a.track - b.track;

/** Of connections slices know nothing. */
function closed({ minutes }: Traced): RecountedMinute[] {
  return minutes.map(({ connections: _, ...row }) => row).sort(byPlace);
}

it('gives what live closed on random traces: minutes, instants of peaks, and who was seen', () => {
  fc.assert(
    fc.property(script, (it) => {
      const traced = trace(buildTrace(it));
      const kept = recount(traced);
      expect(kept.minutes.sort(byPlace)).toEqual(closed(traced));
      const peaks = new Map(kept.peaks.map((peak) => [`${peak.scope} ${peak.day}`, peak]));
      expect(peaks).toEqual(traced.peaks);
      expect(kept.seenRows).toEqual(traced.seen);
    }),
    { numRuns: 300 },
  );
});

it('gives the same minutes from any minute on, with only the slices that reach into them', () => {
  fc.assert(
    fc.property(script, fc.nat(), (it, at) => {
      const traced = trace(buildTrace(it));
      const first = Math.floor((traced.runs[0]?.start ?? 0) / MINUTE_MS);
      const from = (first + (at % (Math.floor(traced.through / MINUTE_MS) - first + 2))) * MINUTE_MS;
      const slices = traced.slices.filter(({ countedUntil }) => (countedUntil ?? from) >= from);
      const kept = recount({ ...traced, slices, from });
      expect(kept.minutes.sort(byPlace)).toEqual(closed(traced).filter(({ minute }) => minute >= from));
      for (const { scope, day, value, at: peakAt } of kept.peaks) {
        if (day * DAY_MS >= from) {
          expect({ scope, day, value, at: peakAt }).toEqual(traced.peaks.get(`${scope} ${day}`));
        }
      }
      for (const row of kept.seenRows) expect(traced.seen).toContain(row);
    }),
    { numRuns: 150 },
  );
});
