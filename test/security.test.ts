import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../server/config.ts';

const root = join(import.meta.dirname, '..');
const PAGE = readFileSync(join(root, 'docs/security.md'), 'utf8');
const SETTING = /`([A-Z]+(?:_[A-Z]+)+)`/g;

/** Each test that the page names, with its file. */
function namedTests(): { file: string; title: string }[] {
  return [...PAGE.matchAll(/\]\(\.\.\/(test\/[^)]+)\): ([^|<]+)/g)].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title })),
  );
}

test('every test that docs/security.md names exists', () => {
  const named = namedTests();
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter(({ file, title }) => {
    const path = join(root, file);
    if (!existsSync(path)) return true;
    const source = readFileSync(path, 'utf8');
    return !["'", '"', '`'].some((quote) => source.includes(quote + title + quote));
  });
  expect(missing).toEqual([]);
});

test('every way in that docs/security.md lists has a test', () => {
  const threats = PAGE.slice(PAGE.indexOf('## Who'), PAGE.indexOf('## What is kept secret'));
  const rows = threats.split('\n').filter((line) => /^\| (?!asks|who \||\| asks)/.test(line));
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter((row) => !row.includes('](../test/'))).toEqual([]);
});

test('every setting that docs/security.md names is one', () => {
  const known = new Set<string>();
  const remember = (name: string | symbol) => void known.add(String(name));
  readConfig(
    new Proxy(
      {},
      { get: (_, name) => remember(name), has: (_, name) => remember(name) === undefined && false },
    ),
  );
  const named = [...PAGE.matchAll(SETTING)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'DATA_DIR');
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
