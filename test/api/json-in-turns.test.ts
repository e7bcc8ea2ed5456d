import { expect, test } from 'vitest';
import { jsonInTurns } from '../../server/api/json-in-turns.ts';

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
