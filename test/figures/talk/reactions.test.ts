import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SeriesParts } from '../../../server/figures/series-point.ts';
import { reactionsOf, withRates } from '../../../server/figures/talk/reactions.ts';
import type { MinuteRow } from '../../../storage/types.ts';
import { did, MINUTE, PlainTalk, rowsOf, T0 } from './talk-rows.ts';

const reaction = fc.constantFrom('clap', 'heart', '🎉', '__proto__');
const drawn = rowsOf([
  ['reaction', fc.record({ reaction })],
  ['chat.reaction', fc.record({ reaction, message: fc.constant('m') })],
]);
const BOTH = ['reaction', 'chat.reaction'] as const;

test('reactions are counted by kind, minute and attendee as by hand', () =>
  fc.assert(
    fc.asyncProperty(drawn, fc.subarray([...BOTH], { minLength: 1 }), async (rows, actions) => {
      const figures = await reactionsOf(new PlainTalk(rows), { sessions: [1, 2] }, { actions, topUsers: 10 });
      const counted = rows.filter(({ action }) => (actions as string[]).includes(action));
      const kind = (row: (typeof rows)[number]) => (row.data as { reaction: string }).reaction;
      expect(figures.total).toBe(counted.length);
      expect(figures.toMessages).toBe(counted.filter(({ action }) => action === 'chat.reaction').length);
      expect(figures.toSession + figures.toMessages).toBe(figures.total);
      expect(figures.users).toBe(new Set(counted.map(({ attendee }) => attendee)).size);
      for (const one of figures.byKind) {
        const own = counted.filter((row) => kind(row) === one.reaction);
        expect(one.count).toBe(own.length);
        expect(one.users).toBe(new Set(own.map(({ attendee }) => attendee)).size);
        expect(one.percentage).toBe(Math.round((own.length / counted.length) * 10_000) / 100);
      }
      expect(figures.byKind.reduce((sum, { count }) => sum + count, 0)).toBe(figures.total);
      const minutes = [...new Set(counted.map(({ at }) => Math.floor(at / MINUTE) * MINUTE))].sort();
      expect(figures.byMinute.map(({ minute }) => minute)).toEqual(minutes);
      for (const { minute, total, byKind } of figures.byMinute) {
        const own = counted.filter(({ at }) => at >= minute && at < minute + MINUTE);
        expect(total).toBe(own.length);
        expect(Object.entries(byKind).sort()).toEqual(
          [...new Set(own.map(kind))]
            .sort()
            .map((name) => [name, own.filter((row) => kind(row) === name).length]),
        );
      }
      const byUser = figures.topUsers.map(({ attendee, count }) => [attendee, count]);
      expect(new Map(byUser as [string, number][])).toEqual(
        new Map(
          [...new Set(counted.map(({ attendee }) => attendee))].map((name) => [
            name,
            counted.filter(({ attendee }) => attendee === name).length,
          ]),
        ),
      );
      expect(figures.topUsers.map(({ count }) => count)).toEqual(
        figures.topUsers.map(({ count }) => count).toSorted((a, b) => b - a),
      );
    }),
    { numRuns: 60 },
  ));

test('kinds beyond the first two hundred are not told apart', async () => {
  const rows = Array.from({ length: 250 }, (_, index) => did('reaction', { reaction: `r${index}` }));
  const figures = await reactionsOf(new PlainTalk(rows), { sessions: [1] }, { actions: BOTH, topUsers: 1 });
  expect(figures).toMatchObject({ total: 250, otherKinds: 50 });
  expect(figures.byKind.length).toBe(200);
  expect(figures.byMinute[0]).toMatchObject({ total: 250 });
});

test('a rate is of those who were there, and null where nobody is known to have been', async () => {
  const stored = { scope: 5, track: 0, minute: T0, peak: 40 } as MinuteRow;
  const open = { ...stored, minute: T0 + MINUTE, peak: 8 };
  const parts = {
    history: { minutes: async () => [stored] },
    live: { openMinute: () => open },
    uncommitted: () => [],
    now: () => T0 + MINUTE,
  } as unknown as SeriesParts;
  const minutes = [0, 1, 2].map((index) => ({ minute: T0 + index * MINUTE, total: 10 }));
  const rated = await withRates(parts, 5, minutes);
  expect(rated.map(({ concurrent, per100 }) => [concurrent, per100])).toEqual([
    [40, 25],
    [8, 125],
    [null, null],
  ]);
});
