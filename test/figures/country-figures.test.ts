import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countriesOf } from '../../server/figures/country-figures.ts';
import { SpanOracle } from './span-oracle.ts';
import { historyOf, span, THROUGH, world } from './span-world.ts';

it('have everybody in the country of their first slice', async () => {
  await fc.assert(
    fc.asyncProperty(world, span, async (made, { from, to }) => {
      const history = await historyOf(made);
      const question = { sessions: made.sessions, from, to, through: THROUGH };
      const oracle = new SpanOracle(made, question);
      const found = await countriesOf(history, question);
      for (const { country, attendees, watchSeconds, engagedMinutes } of found) {
        const people = oracle.attendees.filter((attendee) => oracle.slices(attendee)[0]?.country === country);
        const sum = (figure: (attendee: string, mode: 'live' | 'onDemand') => number) =>
          people.reduce((total, one) => total + figure(one, 'live') + figure(one, 'onDemand'), 0);
        expect(attendees).toBe(people.filter((attendee) => oracle.isCounted(attendee)).length);
        expect(watchSeconds).toBeCloseTo(sum((one, mode) => oracle.watched(one, mode)) / 1000, 1);
        expect(engagedMinutes).toBe(sum((one, mode) => oracle.engagedMinutes(one, mode)));
      }
      const total = found.reduce((sum, { attendees }) => sum + attendees, 0);
      expect(total).toBe(oracle.attendees.filter((attendee) => oracle.isCounted(attendee)).length);
      await history.close();
    }),
    { numRuns: 5 },
  );
});
