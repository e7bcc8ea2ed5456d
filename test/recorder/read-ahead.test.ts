import { expect, it } from 'vitest';
import { pages, readAhead } from '../../server/recorder/read-ahead.ts';

const collected = async <Item>(items: AsyncIterable<Item>) => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};

function reading(count: number, limit: number) {
  const asked: (number | undefined)[] = [];
  const read = (last: number | undefined) => {
    asked.push(last);
    const first = (last ?? 0) + 1;
    return Promise.resolve(
      Array.from({ length: Math.max(0, Math.min(limit, count - first + 1)) }, (_, index) => first + index),
    );
  };
  return { asked, items: pages(limit, read) };
}

it.each([
  [0, []],
  [2, [[1, 2]]],
  [3, [[1, 2, 3]]],
  [7, [[1, 2, 3], [4, 5, 6], [7]]],
])('reads %i rows in pages of three', async (count, expected) => {
  expect(await collected(reading(count, 3).items)).toEqual(expected);
});

it('gives the same in the same order, and has asked for the next page when it gives one', async () => {
  const { asked, items } = reading(7, 3);
  const whenGiven: number[] = [];
  const rows: number[] = [];
  for await (const page of readAhead(items)) {
    await Promise.resolve();
    whenGiven.push(asked.length);
    rows.push(...page);
  }
  expect(rows).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(whenGiven).toEqual([2, 3, 3]);
});

it('tells of a failed page where it would have come', async () => {
  const failing = async function* () {
    yield 1;
    await Promise.reject(new Error('unreadable'));
  };
  const seen: number[] = [];
  const run = async () => {
    for await (const item of readAhead(failing())) seen.push(item);
  };
  await expect(run()).rejects.toThrow('unreadable');
  expect(seen).toEqual([1]);
});
