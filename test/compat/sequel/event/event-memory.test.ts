import { expect, test } from 'vitest';
import type { ApiParts } from '../../../../server/api/context.ts';
import type { AskedEvent } from '../../../../server/compat/sequel/event/asked-event.ts';
import { EventMemory } from '../../../../server/compat/sequel/event/event-memory.ts';

const MINUTE = 60_000;

/** What figures follow from. */
const BEFORE = { watchMs: 5, messages: 1, erasedAt: 0, windows: [[1, 2]], through: 9 * MINUTE };

function worldOf() {
  const now = { ...BEFORE };
  const live = { attendees: 1, views: 0, watchers: 1, watchMs: 0, engagedMinutes: 1 };
  const history = {
    totalsOfSessions: async () => {
      const sums = { attendees: 1, live: { ...live, watchMs: now.watchMs }, onDemand: live };
      return new Map([[10, sums]]);
    },
    engagementCounts: async () => [{ action: 'chat.message', count: now.messages }],
  };
  const parts = { history, live: { lastErasure: () => now.erasedAt } } as unknown as ApiParts;
  const asked = () =>
    ({
      event: { row: { key: 2, tenant: 1 } },
      sessions: [{ row: { key: 10, windows: now.windows } }],
      question: { through: now.through },
    }) as unknown as AskedEvent;
  return { now, parts, asked };
}

test('figures are worked out once while nothing of the event changes', async () => {
  const { now, parts, asked } = worldOf();
  const memory = new EventMemory<number>(parts);
  let worked = 0;
  const ask = (query: object) => memory.get(asked(), query, async () => ++worked);
  expect([await ask({ limit: 1 }), await ask({ limit: 1 }), await ask({ limit: 2 })]).toEqual([1, 1, 2]);
  now.through += MINUTE - 1;
  expect(await ask({ limit: 1 })).toBe(1);
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
  ['a minute', { through: 10 * MINUTE }],
])('%s has them worked out again', async (_name, change) => {
  const { now, parts, asked } = worldOf();
  const memory = new EventMemory<number>(parts);
  let worked = 0;
  const ask = () => memory.get(asked(), {}, async () => ++worked);
  await ask();
  Object.assign(now, change);
  expect([await ask(), await ask()]).toEqual([2, 2]);
});
