import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countedMinutes } from '../../../server/figures/counted-minutes.ts';
import type { SeriesParts } from '../../../server/figures/series-point.ts';
import { liveMinutes, liveMinutesOf } from '../../../server/figures/talk/live-minutes.ts';
import type { LiveMinute } from '../../../server/figures/talk/moments.ts';
import type { History, MinuteRow } from '../../../storage/types.ts';
import { BEGIN, historyOf, THROUGH, world } from '../span-world.ts';
import { MINUTE, T0 } from './talk-rows.ts';

const row = (index: number, more: Partial<MinuteRow> = {}) =>
  ({
    ...{
      scope: 5,
      track: 0,
      minute: T0 + index * MINUTE,
      peak: 4,
      minimum: 2,
      area: 3 * MINUTE,
      covered: MINUTE,
    },
    joins: 1,
    ...more,
  }) as MinuteRow;

test('minutes come with who was there and what was done, from the file, from memory and from the open one', async () => {
  const counts = [
    [0, 'chat.message', 7],
    [0, 'reaction', 2],
    [0, 'chat.reaction', 3],
    [1, 'question.ask', 1],
    [1, 'question.upvote', 4],
    [1, 'click', 9],
    [5, 'poll.answer', 6],
  ] as const;
  const parts = {
    history: {
      minutes: async () => [row(0)],
      engagementMinutes: async () =>
        counts.map(([index, action, count]) => ({ minute: T0 + index * MINUTE, action, count })),
    },
    live: { openMinute: () => row(2, { peak: 9 }) },
    uncommitted: () => [row(1, { joins: 8 }), row(1, { scope: 6, joins: 99 }), row(3, { track: 1 })],
    now: () => T0 + 2 * MINUTE,
  } as unknown as SeriesParts;
  const minutes = await liveMinutes(parts, 5, { from: T0, to: T0 + 10 * MINUTE });
  const nothing = { chat: 0, reactions: 0, questions: 0, polls: 0, joins: 0 };
  expect(minutes).toEqual([
    { minute: T0, counts: { ...nothing, chat: 7, reactions: 5, joins: 1 }, average: 3, peak: 4 },
    { minute: T0 + MINUTE, counts: { ...nothing, questions: 5, joins: 8 }, average: 3, peak: 4 },
    { minute: T0 + 2 * MINUTE, counts: { ...nothing, joins: 1 }, average: 3, peak: 9 },
    { minute: T0 + 5 * MINUTE, counts: { ...nothing, polls: 6 }, average: 0, peak: 0 },
  ]);
});

test('of some sessions who was there is counted from slices, and what was done in each is added up', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (made) => {
      const history = await historyOf(made);
      const sessions = made.sessions.filter(({ kind }) => kind !== 'lobby');
      const question = { sessions, from: 0, to: THROUGH + 1, through: THROUGH };
      const counted: Omit<LiveMinute, 'counts'>[] = [];
      for await (const minutes of countedMinutes(history, { ...question, from: BEGIN }, { isCut: false }))
        counted.push(...minutes.map(({ start: minute, peak, average }) => ({ minute, peak, average })));
      const talked: Partial<History> = {
        extent: (keys) => history.extent(keys),
        slicesOfSpan: (filter) => history.slicesOfSpan(filter),
        nextAttendee: (keys, after) => history.nextAttendee(keys, after),
        sessionsOfSpan: (filter) => history.sessionsOfSpan(filter),
        engagementMinutes: async () => [{ minute: BEGIN, action: 'chat.message', count: 5 }],
      };
      const found = await liveMinutesOf(talked as History, question);
      expect(found.flatMap(({ counts: _, ...minute }) => (minute.peak > 0 ? minute : []))).toEqual(
        counted.filter(({ peak }) => peak > 0),
      );
      expect(found[0]?.counts.chat).toBe(5 * sessions.length);
      await history.close();
    }),
    { numRuns: 4 },
  );
});
