import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** A row of the page: what is promised, and what shows it. */
const rows = [...read('docs/promises.md').matchAll(/^\| (.+?) \| (.+) \|$/gm)]
  .map(([, promise = '', shown = '']) => ({ promise, shown }))
  .filter(({ promise }) => promise !== 'what');

/** Files of tests with the names that are quoted of them. */
const tests = rows.flatMap(({ shown }) =>
  shown.split('<br>').flatMap((part) => {
    const [, file] = /^\[[^\]]+\]\(\.\.\/(test\/[^)]+)\)/.exec(part) ?? [];
    return file === undefined
      ? []
      : [{ file, names: [...part.matchAll(/“([^”]+)”/g)].map(([, name]) => name) }];
  }),
);

it('each promise has a test or a figure that shows it', () => {
  expect(rows.length).toBeGreaterThan(30);
  const bare = rows.filter(({ shown }) => !/\]\(\.\.\/test\/|`npm run (bench|soak)`/.test(shown));
  expect(bare).toEqual([]);
});

it('each test that is named exists', () => {
  expect(tests.length).toBeGreaterThan(40);
  const missing = tests.flatMap(({ file, names }) => {
    const source = read(file);
    return names.filter((name) => !source.includes(`'${name}'`)).map((name) => `${file}: ${name}`);
  });
  expect(missing).toEqual([]);
});

it('the README leads there', () => {
  expect(read('README.md')).toContain('(docs/promises.md)');
});
