import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type ActiveAttendee,
  activeAttendees,
  activeMinutes,
  firstMinute,
  minutesByAttendee,
  minuteZero,
} from '../../server/figures/minute-by-minute.ts';
import { SpanOracle } from './span-oracle.ts';
import { BEGIN, choice, historyOf, LENGTH, THROUGH, world } from './span-world.ts';

const MINUTE = 60_000;

it('counts everybody once in each minute that they touch, and says who', async () => {
  const minute = fc.integer({ min: 0, max: LENGTH / 60 - 1 });
  await fc.assert(
    fc.asyncProperty(world, choice, minute, async (made, { sessions, mode }, one) => {
      const history = await historyOf(made);
      const asked = made.sessions.filter(({ key }) => sessions.includes(key));
      const question = { sessions: asked, mode, from: BEGIN, to: THROUGH + 1, through: THROUGH };
      const oracle = new SpanOracle(made, question);
      const touched = (attendee: string, of?: 'live' | 'onDemand') =>
        new Set(oracle.slices(attendee, of).flatMap((slice) => [...oracle.minutes(slice)]));
      const active = (start: number, of?: 'live' | 'onDemand') =>
        oracle.attendees.filter((attendee) => touched(attendee, of).has(start));
      const minutes = await activeMinutes(history, question);
      expect(minutes.map(({ start }) => start)).toEqual(
        Array.from({ length: LENGTH / 60 + 1 }, (_, index) => BEGIN + index * MINUTE),
      );
      const sets = oracle.attendees.map((attendee) => [
        touched(attendee),
        touched(attendee, 'live'),
        touched(attendee, 'onDemand'),
      ]);
      for (const { start, attendees, byMode, peak } of minutes.filter(({ start }) => start < THROUGH)) {
        const ofMinute = { ...question, from: start, to: start + MINUTE };
        expect(peak).toBe(new SpanOracle(made, ofMinute).peak().value);
        const counts = [0, 1, 2].map((which) => sets.filter((set) => set[which]?.has(start)).length);
        expect([attendees, byMode.live, byMode.onDemand]).toEqual(counts);
      }
      const listed = new Map<number, number>();
      for await (const { live, onDemand } of minutesByAttendee(history, question)) {
        const ranges = [...live, ...onDemand].flatMap(([first, last]) =>
          Array.from({ length: last - first + 1 }, (_, index) => (first + index) * MINUTE),
        );
        for (const start of new Set(ranges)) listed.set(start, (listed.get(start) ?? 0) + 1);
      }
      for (const { start, attendees } of minutes) expect(listed.get(start) ?? 0).toBe(attendees);
      const starts = made.slices
        .filter(({ session }) => sessions.includes(session))
        .map(({ start }) => start);
      const earliest = starts.length === 0 ? null : Math.floor(Math.min(...starts) / MINUTE) * MINUTE;
      expect(await firstMinute(history, sessions)).toBe(earliest);
      const from = BEGIN + one * MINUTE;
      const found: ActiveAttendee[] = [];
      for (let afterAttendee = 0; ; afterAttendee = found.at(-1)?.attendeeKey ?? 0) {
        const ofMinute = { ...question, from, to: from + MINUTE };
        const page = await activeAttendees(history, ofMinute, { afterAttendee, limit: 1 });
        found.push(...page);
        if (page.length === 0) break;
      }
      expect(found.map(({ attendee }) => attendee).sort()).toEqual(active(from).sort());
      await history.close();
    }),
    { numRuns: 6 },
  );
});

it('counts for one attendee alone when asked', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (made) => {
      const history = await historyOf(made);
      const question = { sessions: made.sessions, from: BEGIN, to: THROUGH + 1, through: THROUGH };
      const oracle = new SpanOracle(made, question);
      const expected = new Set(oracle.slices('ann').flatMap((slice) => [...oracle.minutes(slice)]));
      const minutes = await activeMinutes(history, { ...question, attendee: 'ann' });
      expect(minutes.filter(({ attendees }) => attendees > 0).map(({ start }) => start)).toEqual(
        [...expected].sort(),
      );
      await history.close();
    }),
    { numRuns: 5 },
  );
});

it.each([
  ['that of the first goLive', [[[BEGIN + 61_000, null]], [[BEGIN + 59_999, BEGIN + 60_000]]], BEGIN],
  ['unknown without any goLive', [[], [[null, BEGIN]]], null],
] as const)('minute zero is %s', (_name, windows, zero) => {
  expect(minuteZero(windows.map((some) => ({ windows: some })))).toBe(zero);
});
