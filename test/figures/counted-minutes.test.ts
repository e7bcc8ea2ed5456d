import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CountedMinute, countedMinutes, liveSpanOf } from '../../server/figures/counted-minutes.ts';
import type { AskedSession } from '../../server/figures/span-question.ts';
import { SpanOracle } from './span-oracle.ts';
import { BEGIN, choice, historyOf, LENGTH, THROUGH, world } from './span-world.ts';

const MINUTE = 60_000;

const isLiveAt = ({ windows }: AskedSession, time: number) =>
  windows.length === 0 ||
  windows.some(
    ([opened, closed]) =>
      (opened ?? Number.NEGATIVE_INFINITY) <= time && time < (closed ?? Number.POSITIVE_INFINITY),
  );

/** In which seconds of the span an attendee counts, and in the one before it. */
function countedSeconds(oracle: SpanOracle, attendee: string, isCut: boolean, from: number, to: number) {
  const slices = oracle.slices(attendee);
  return Array.from({ length: (to - from) / 1000 + 1 }, (_, index) => {
    const time = from + (index - 1) * 1000;
    return slices.some(
      (slice) => oracle.isCountedAt(slice, time) && (!isCut || isLiveAt(oracle.session(slice.session), time)),
    );
  });
}

it('are what a look at every second finds, while the sessions were live or at all times', async () => {
  const second = fc.integer({ min: 0, max: LENGTH / 2 });
  await fc.assert(
    fc.asyncProperty(
      world,
      choice,
      fc.boolean(),
      second,
      second,
      async (made, { sessions, mode }, isCut, first, length) => {
        const history = await historyOf(made);
        const asked = made.sessions.filter(({ key }) => sessions.includes(key));
        const from = BEGIN + first * 1000;
        const to = from + (length + 1) * 1000;
        const question = { sessions: asked, mode, from, to, through: THROUGH };
        const everything = { ...question, from: 0, to: THROUGH + 1 };
        const oracle = new SpanOracle(made, everything);
        const counted = oracle.attendees.map((attendee) => countedSeconds(oracle, attendee, isCut, from, to));
        const found: CountedMinute[] = [];
        for await (const minutes of countedMinutes(history, question, { isCut })) found.push(...minutes);
        const origin = Math.floor(from / MINUTE) * MINUTE;
        expect(found.map(({ start }) => start)).toEqual(
          Array.from({ length: Math.ceil((to - origin) / MINUTE) }, (_, index) => origin + index * MINUTE),
        );
        for (const { start, peak, joins, leaves, average } of found) {
          const seconds: number[] = [];
          for (let time = Math.max(start, from); time < Math.min(start + MINUTE, to); time += 1000)
            seconds.push((time - from) / 1000 + 1);
          const here = seconds.map((index) => counted.filter((flags) => flags[index]).length);
          const turns = (came: boolean) =>
            seconds.reduce(
              (sum, index) =>
                sum + counted.filter((flags) => flags[index] === came && flags[index - 1] === !came).length,
              0,
            );
          expect([peak, joins, leaves]).toEqual([Math.max(...here), turns(true), turns(false)]);
          expect(average).toBeCloseTo(here.reduce((sum, n) => sum + n, 0) / seconds.length, 9);
        }
        await history.close();
      },
    ),
    { numRuns: 8 },
  );
});

it.each([
  ['none is known to have gone live', [[], [[null, BEGIN]]], undefined],
  ['one is live still', [[[BEGIN, BEGIN + 1]], [[BEGIN + 5, null]]], { start: BEGIN, end: null }],
  [
    'all have ended',
    [
      [[BEGIN, BEGIN + 9]],
      [
        [BEGIN + 5, BEGIN + 7],
        [BEGIN + 8, BEGIN + 8],
      ],
    ],
    { start: BEGIN, end: BEGIN + 9 },
  ],
] as const)('they were live: %s', (_name, windows, span) => {
  expect(liveSpanOf(windows.map((some) => ({ windows: some })))).toEqual(span);
});
