import { expect, test } from 'vitest';
import type { ApiParts } from '../../../../server/api/context.ts';
import type { AskedEvent } from '../../../../server/compat/sequel/event/asked-event.ts';
import { EventMemory } from '../../../../server/compat/sequel/event/event-memory.ts';

const MINUTE = 60_000;

/** What figures follow from. */
const BEFORE = { watchMs: 5, messages: 1, erasedAt: 0, windows: [[1, 2]], purgedAt: 0, through: 9 * MINUTE };

function worldOf() {
  const now = { ...BEFORE };
  const live = { attendees: 1, views: 0, watchers: 1, watchMs: 0, engagedMinutes: 1 };
  const history = {
    totalsOfSessions: async () => {
      const sums = { attendees: 1, live: { ...live, watchMs: now.watchMs }, onDemand: live };
      return new Map([[10, sums]]);
    },
    purges: async () => [{ organization: 1, startedAt: now.purgedAt }],
    engagementCounts: async () => [{ action: 'chat.message', count: now.messages }],
  };
  const parts = { history, live: { lastErasure: () => now.erasedAt } } as unknown as ApiParts;
  const asked = () =>
    ({
      event: { row: { key: 2, tenant: 1, organization: 1 } },
      sessions: [{ row: { key: 10, windows: now.windows } }],
      question: { through: now.through },
    }) as unknown as AskedEvent;
  return { now, parts, asked };
}

test('figures are worked out once while nothing of the event changes', async () => {
  const { now, parts, asked } = worldOf();
  const memory = new EventMemory<number>(parts, { most: 9, isNamed: false });
  let worked = 0;
  const ask = (query: object) => memory.get(asked(), query, async () => ++worked);
  expect([await ask({ limit: 1 }), await ask({ limit: 1 }), await ask({ limit: 2 })]).toEqual([1, 1, 2]);
  now.through += MINUTE;
  expect(await ask({ limit: 1 })).toBe(1);
});

test('while it is live, the next minute has them worked out again', async () => {
  const { now, parts, asked } = worldOf();
  Object.assign(now, { windows: [[1, null]] });
  const memory = new EventMemory<number>(parts, { most: 9, isNamed: false });
  let worked = 0;
  const ask = () => memory.get(asked(), {}, async () => ++worked);
  await ask();
  now.through += MINUTE;
  expect(await ask()).toBe(2);
});

test.each([
  ['a presence', { watchMs: 6 }],
  ['an engagement', { messages: 2 }],
  ['an erasure', { erasedAt: 7 }],
  [
    'a goLive',
    {
      windows: [
        [1, 2],
        [3, 4],
      ],
    },
  ],
  ['a purge', { purgedAt: 8 }],
  ['a minute where there are names', { through: 10 * MINUTE }],
])('%s has them worked out again', async (_name, change) => {
  const { now, parts, asked } = worldOf();
  const memory = new EventMemory<number>(parts, { most: 9, isNamed: true });
  let worked = 0;
  const ask = () => memory.get(asked(), {}, async () => ++worked);
  await ask();
  Object.assign(now, change);
  expect([await ask(), await ask()]).toEqual([2, 2]);
});
