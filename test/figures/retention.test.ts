import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retentionOf } from '../../server/figures/retention.ts';
import { SpanOracle } from './span-oracle.ts';
import { choice, historyOf, span, THROUGH, world } from './span-world.ts';

const MINUTE = 60_000;

it('is what looking at everybody at every step gives', async () => {
  const minutes = fc.constantFrom(1, 7);
  const offset = fc.constantFrom(0, 13_000);
  await fc.assert(
    fc.asyncProperty(
      world,
      choice,
      span,
      minutes,
      offset,
      async (made, { sessions, mode }, asked, step, shift) => {
        const history = await historyOf(made);
        const bounded = {
          from: Math.max(asked.from, Math.min(...made.slices.map(({ start }) => start), THROUGH)),
          to: asked.to,
        };
        const question = {
          ...{ mode, ...bounded, through: THROUGH },
          sessions: made.sessions.filter(({ key }) => sessions.includes(key)),
        };
        const { from, to } = question;
        const stepMs = step * MINUTE;
        const origin = from + shift;
        const oracle = new SpanOracle(made, question);
        const last = Math.min(to - 1, THROUGH);
        const stays = oracle.attendees.flatMap((attendee) => {
          const visits = oracle
            .slices(attendee)
            .filter(({ start, end, countedUntil }) => countedUntil !== start && (end ?? THROUGH) >= from);
          if (visits.length === 0) return [];
          const isThere = (time: number) =>
            time >= from &&
            time <= last &&
            visits.some(({ start, end }) => start <= time && time <= (end ?? THROUGH));
          const firstJoin = Math.max(from, Math.min(...visits.map(({ start }) => start)));
          const ends = visits.map(({ end }) => end ?? Number.POSITIVE_INFINITY);
          const lasts = oracle
            .instants()
            .filter(
              (time) =>
                time + 1000 <= to &&
                visits.some(({ start, end }) => start <= time && time + 1000 <= (end ?? THROUGH)),
            );
          return [{ isThere, firstJoin, lastLeave: Math.max(...ends), lengthMs: lasts.length * 1000 }];
        });
        const found = await retentionOf(history, question, { stepMs, origin });
        await history.close();
        expect(found.attendees).toBe(stays.length);
        const lengths = stays.map(({ lengthMs }) => lengthMs).sort((a, b) => a - b);
        const median = lengths.find(
          (length) => lengths.filter((one) => one <= length).length >= lengths.length / 2,
        );
        expect(found.stayMs.p50).toBe(median ?? null);
        for (const { after, present, known } of found.sinceJoin) {
          expect(known).toBe(stays.filter(({ firstJoin }) => firstJoin + after <= last).length);
          expect(present).toBe(stays.filter(({ firstJoin, isThere }) => isThere(firstJoin + after)).length);
        }
        const behind = (found.sinceJoin.at(-1)?.after ?? -stepMs) + stepMs;
        for (let after = behind; after <= to - from; after += stepMs) {
          expect(stays.some(({ firstJoin, isThere }) => isThere(firstJoin + after))).toBe(false);
        }
        for (const { start, attendees, arrivals, departures } of found.sinceStart) {
          const end = start + stepMs;
          const isIn = (time: number) => time >= start && time < end;
          // Times are whole seconds, but for the last instant that is known.
          const instants = [...oracle.instants(), last].filter(isIn);
          expect(attendees).toBe(stays.filter(({ isThere }) => instants.some(isThere)).length);
          expect(arrivals).toBe(stays.filter(({ firstJoin }) => isIn(firstJoin)).length);
          expect(departures).toBe(
            stays.filter(({ lastLeave }) => lastLeave <= last && isIn(lastLeave)).length,
          );
        }
        const sum = (figure: 'arrivals' | 'departures') =>
          found.sinceStart.reduce((total, point) => total + point[figure], 0);
        expect(sum('arrivals')).toBe(stays.length);
        expect(sum('departures')).toBe(stays.filter(({ lastLeave }) => lastLeave <= last).length);
      },
    ),
    { numRuns: 8 },
  );
});
