import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { type Participant, placeOf, topParticipants } from '../../server/figures/participants.ts';
import { topParticipantsByName } from '../../server/figures/participants-by-name.ts';
import type { History, SliceRow, SlicesOf, SpanSlicesFilter } from '../../storage/types.ts';
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

test('of thousands with the same minutes those are first whose names are', async () => {
  const people = Array.from({ length: 2500 }, (_, index) => {
    const minutes = (index * 7) % 5;
    return { key: index + 1, minutes, name: `n${String((index * 7919) % 2500).padStart(4, '0')}` };
  });
  const slices = people.map(({ key, minutes }): SliceRow => {
    const [start, end] = [0, minutes * 60_000 + 1];
    const common = { slice: key, session: 10, attendee: `a${key}`, attendeeKey: key, mode: 'live' } as const;
    return { ...common, start, end, countedUntil: end, endedBy: 'leave', country: 'DE', playedMs: null };
  });
  const history = {
    keptDays: async () => ({ before: null, days: [], missing: [] }),
    sessionsOfSpan: async () => [10],
    engagedSessions: async () => [],
    slicesOf: async ({ attendees }: SlicesOf) =>
      slices.filter(({ attendeeKey }) => attendees.includes(attendeeKey)),
    nextAttendee: async (_: unknown, after: number) => slices[after]?.attendeeKey ?? null,
    slicesOfSpan: async ({ after, throughAttendee, limit }: SpanSlicesFilter) =>
      slices.slice(after.attendeeKey - (after.slice === 0 ? 1 : 0), throughAttendee).slice(0, limit),
    attendees: async (keys: readonly number[]) =>
      keys.map((key) => ({
        attendeeKey: key,
        attendee: `a${key}`,
        name: people[key - 1]?.name,
        email: null,
      })),
  } as unknown as History;
  const session = { key: 10, event: 2, kind: 'mainStage', windows: [], videoDurationSeconds: null } as const;
  const question = { sessions: [session], from: 0, to: 600_001, through: 600_000 };
  const { items, totals } = await topParticipantsByName(history, question, 20);
  const expected = people.toSorted((a, b) => b.minutes - a.minutes || (a.name < b.name ? -1 : 1));
  expect(items.map(({ name }) => name)).toEqual(expected.slice(0, 20).map(({ name }) => name));
  expect(totals.engagedMinutes).toBe(people.reduce((sum, { minutes }) => sum + minutes + 1, 0));
});
