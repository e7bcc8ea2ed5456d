import fc from 'fast-check';
import { expect, it } from 'vitest';
import { peakInSpan, peakOfStartsAndEnds } from '../../server/figures/span-peak.ts';
import { batchAt, minute } from '../storage/history/batches.ts';
import { SpanOracle } from './span-oracle.ts';
import { BEGIN, historyOf, LENGTH, span, THROUGH, type World, world } from './span-world.ts';

const MINUTE = 60_000;
const SCOPE = 1;

/** The closed minutes of a scope of all sessions, as live would have written them. */
function minutesOf(made: World, mode: 'live' | 'onDemand' | undefined) {
  const track = mode === undefined ? (0 as const) : mode === 'live' ? (1 as const) : (2 as const);
  return Array.from({ length: LENGTH / 60 }, (_, index) => {
    const from = BEGIN + index * MINUTE;
    const ofMinute = { sessions: made.sessions, mode, from, to: from + MINUTE, through: THROUGH };
    const { value, at } = new SpanOracle(made, ofMinute).peak();
    return minute({ scope: SCOPE, track, minute: from, peak: value, peakAt: at ?? from });
  });
}

it('is that of the minutes, and at the edges of the slices', async () => {
  const mode = fc.constantFrom(undefined, 'live' as const, 'onDemand' as const);
  await fc.assert(
    fc.asyncProperty(
      world,
      mode,
      fc.array(span, { minLength: 4, maxLength: 4 }),
      async (made, asked, spans) => {
        const history = await historyOf(made);
        await history.commit(batchAt(THROUGH + 1, { minutes: minutesOf(made, asked) }));
        for (const { from, to } of spans) {
          const question = { sessions: made.sessions, mode: asked, from, to, through: THROUGH };
          const expected = new SpanOracle(made, question).peak();
          expect(await peakInSpan(history, question, SCOPE)).toEqual(expected);
          expect(await peakInSpan(history, question, null)).toEqual(expected);
        }
        await history.close();
      },
    ),
    { numRuns: 5 },
  );
});

it('counts nobody who has left when somebody comes, and says when it was first reached', () => {
  const peak = (starts: number[], ends: number[]) =>
    peakOfStartsAndEnds(Float64Array.from(starts), Float64Array.from(ends));
  expect(peak([0, 10], [10, 20])).toEqual({ value: 1, at: 0 });
  expect(peak([0, 10, 10, 30, 31], [15, 20, 20, 40, 40])).toEqual({ value: 3, at: 10 });
  expect(peak([], [])).toEqual({ value: 0, at: null });
});

it('reads minutes where a whole scope is asked for: these outlive slices', async () => {
  const history = await historyOf({ sessions: [], slices: [], engagements: [] });
  const peakAt = BEGIN + 90_000;
  await history.commit(
    batchAt(THROUGH + 1, { minutes: [minute({ scope: SCOPE, minute: BEGIN + MINUTE, peak: 7, peakAt })] }),
  );
  const question = { sessions: [], from: 0, to: THROUGH + 1, through: THROUGH };
  expect(await peakInSpan(history, question, SCOPE)).toEqual({ value: 7, at: peakAt });
  expect(await peakInSpan(history, question, null)).toEqual({ value: 0, at: null });
  // Of a minute that is not whole in the span it is not known when it had how many.
  const cut = { ...question, from: BEGIN + 100_000 };
  expect(await peakInSpan(history, cut, SCOPE)).toEqual({ value: 0, at: null });
  await history.close();
});
