import { expect, test } from 'vitest';
import { jsonInTurns, listTexts, longItemsTexts, objectTexts, pagesOf } from '../../server/api/json-texts.ts';

async function partsOf(texts: AsyncIterable<string>): Promise<string[]> {
  const parts: string[] = [];
  for await (const text of texts) parts.push(text);
  return parts;
}

test.each([
  ['an empty object', {}],
  ['empty lists and objects', { a: [], b: {}, c: [[], {}] }],
  ['what JSON leaves out', { a: undefined, b: [undefined, null], c: null }],
  ['texts that are escaped', { 'a"b': 'line\n"quoted" \u2028 é' }],
  ['dates', { at: new Date(0), list: [new Date(1)] }],
  [
    'long lists',
    { list: Array.from({ length: 151 }, (_, i) => ({ i, text: `${i}` })), nested: { deep: [1, 2] } },
  ],
])('writes %s as JSON.stringify does', async (_name, value) => {
  expect(await jsonInTurns(value)).toBe(JSON.stringify(value));
});

test('others have their turn meanwhile', async () => {
  const row = { text: 'x'.repeat(200) };
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await jsonInTurns({ rows: Array.from({ length: 50_000 }, () => row) });
  clearInterval(timer);
  expect(turns).toBeGreaterThan(0);
});

test('a list is written page by page, and empty pages leave nothing behind', async () => {
  expect(await partsOf(listTexts([[], [1, 2], [], [{ a: undefined }, undefined]]))).toEqual([
    '[1,2',
    ',{},null',
    ']',
  ]);
  expect(await partsOf(listTexts([[]]))).toEqual(['[]']);
});

test('items that come one by one are written some at a time', async () => {
  const items = Array.from({ length: 120 }, (_, index) => index);
  const parts = await partsOf(listTexts(pagesOf(items, (n) => ({ n }))));
  expect(parts.length).toBe(4);
  expect(JSON.parse(parts.join(''))).toEqual(items.map((n) => ({ n })));
});

test('an object has short members, long ones, and those that are known once the long ones were read', async () => {
  let count = 0;
  const pages = async function* () {
    for (const page of [[1], [2, 3]]) {
      count += page.length;
      yield page;
    }
  };
  const object = { a: 1, left: undefined, list: listTexts(pages()), count: () => count, end: null };
  expect(await partsOf(objectTexts(object))).toEqual([
    '{"a":1,"list":[1',
    ',2,3',
    ']',
    ',"count":3,"end":null}',
  ]);
  expect(await partsOf(objectTexts({}))).toEqual(['{}']);
});

test('a list of long items', async () => {
  const items = [objectTexts({ list: listTexts([[1], [2]]) }), objectTexts({ b: 2 })];
  expect((await partsOf(longItemsTexts(items))).join('')).toBe('[{"list":[1,2]},{"b":2}]');
  expect(await partsOf(longItemsTexts([]))).toEqual(['[]']);
});

test('nothing is written before the first page is there, so that its failure can be told', async () => {
  const failing = async function* (): AsyncGenerator<readonly unknown[]> {
    yield [];
    throw new Error('unreadable');
  };
  const texts = objectTexts({ a: 1, list: listTexts(failing()) });
  await expect(texts.next()).rejects.toThrow('unreadable');
});
