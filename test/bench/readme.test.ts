import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIGURES } from '../../bench/figures.ts';
import { resultsIn, withResults } from '../../bench/report/readme.ts';
import { SOURCES } from '../../bench/report/sources.ts';

const FOLDER = join(import.meta.dirname, '../../bench');
const README = readFileSync(join(FOLDER, 'README.md'), 'utf8');

describe('the README of the bench', () => {
  test('has the results that the JSON files give', () => {
    expect(withResults(README, resultsIn(FOLDER, SOURCES))).toBe(README);
  });

  test('names every figure that there is', () => {
    const unnamed = FIGURES.filter(({ name }) => !README.includes(`\`${name}\``));
    expect(unnamed).toEqual([]);
  });

  test('cannot take results where there is no place for them', () => {
    expect(() => withResults('# Bench\n', 'results')).toThrow(/no place for results/);
  });
});

test('the page of promises names only figures that there are', () => {
  const page = readFileSync(join(FOLDER, '../docs/promises.md'), 'utf8');
  const lists = [...page.matchAll(/`npm run bench`: (.+?) \|$/gm)].map(([, list = '']) => list);
  const named = lists.flatMap((list) => [...list.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  const known = new Set(FIGURES.map(({ name }) => name));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !known.has(String(name)))).toEqual([]);
});
