import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Participant,
  placeOf,
  topParticipants,
  topParticipantsByName,
} from '../../server/figures/participants.ts';
import { SpanOracle } from './span-oracle.ts';
import { choice, historyOf, span, THROUGH, world } from './span-world.ts';

const order = fc.constantFrom('engagedMinutes' as const, 'watchSeconds' as const, 'engagement' as const);

it('are everybody, page after page, the highest first and equals by id', async () => {
  await fc.assert(
    fc.asyncProperty(world, choice, span, order, async (made, { sessions, mode }, { from, to }, by) => {
      const history = await historyOf(made);
      const asked = made.sessions.filter(({ key }) => sessions.includes(key));
      const question = { sessions: asked, mode, from, to, through: THROUGH };
      const oracle = new SpanOracle(made, question);
      const listed: Participant[] = [];
      for (;;) {
        const last = listed.at(-1);
        const after = last && placeOf(last, by);
        const { items, totals } = await topParticipants(history, question, { order: by, after, limit: 2 });
        listed.push(...items);
        expect(totals.attendees).toBe(
          oracle.attendees.filter((attendee) => oracle.isCounted(attendee)).length,
        );
        if (items.length < 2) break;
      }
      const rows = oracle.attendees.map((attendee) => ({
        attendee,
        engagedMinutes: oracle.engagedMinutes(attendee, 'live') + oracle.engagedMinutes(attendee, 'onDemand'),
        watchSeconds: (oracle.watched(attendee, 'live') + oracle.watched(attendee, 'onDemand')) / 1000,
        engagement: oracle.engagements(attendee),
      }));
      const present = rows.filter(
        ({ attendee, engagedMinutes }) => engagedMinutes > 0 || oracle.isCounted(attendee),
      );
      const there = new Set(present.map(({ attendee }) => attendee));
      const plain = listed.filter(({ attendee }) => there.has(attendee));
      expect(plain.map(({ attendee, engagement }) => [attendee, engagement])).toEqual(
        present
          .map((row) => ({ ...row, by: Math.round(row[by] * 1000) }))
          .sort((a, b) => b.by - a.by || a.attendee.localeCompare(b.attendee))
          .map(({ attendee, engagement }) => [attendee, engagement]),
      );
      // Nobody has a name here.
      const all = { order: 'engagedMinutes', limit: 100 } as const;
      const { items, totals } = await topParticipants(history, question, all);
      const named = await topParticipantsByName(history, question, 100);
      expect(named.totals).toEqual(totals);
      expect(named.items).toEqual(
        items.map(({ engagement: _, ...item }) => ({ ...item, name: null, email: null })),
      );
      await history.close();
    }),
    { numRuns: 5 },
  );
});
