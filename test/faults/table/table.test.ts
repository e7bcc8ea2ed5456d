import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CASES } from './cases.ts';
import { pageOf } from './page.ts';

const ROOT = join(import.meta.dirname, '../../..');
const HOW_MANY = 123;

const all = CASES.flatMap(({ cases }) => cases);

test('there are all 123 cases, in the order of their numbers', () => {
  expect(all.map(({ id }) => id)).toEqual(Array.from({ length: HOW_MANY }, (_, index) => index + 1));
});

test('each has a test that shows it, or a reason why it has none', () => {
  const bare = all.filter(
    ({ tests, untried }) => untried === undefined && Object.values(tests).flat().length === 0,
  );
  expect(bare.map(({ id }) => id)).toEqual([]);
});

test('every test that is named exists', () => {
  const titles = all.flatMap(({ id, tests }) =>
    Object.entries(tests).flatMap(([file, names]) => names.map((name) => ({ id, file, name }))),
  );
  const missing = titles.filter(({ file, name }) => {
    if (!existsSync(join(ROOT, file))) return true;
    const source = readFileSync(join(ROOT, file), 'utf8');
    return !["'", '"', '`'].some((quote) => source.includes(quote + name + quote));
  });
  expect(missing).toEqual([]);
});

test('the page of the documentation says the same', async () => {
  await expect(pageOf(CASES)).toMatchFileSnapshot(join(ROOT, 'docs/faults.md'));
});
