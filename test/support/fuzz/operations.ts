import fc from 'fast-check';
import type { OpenApi } from '../contract.ts';

/** One request to a route of ours, with values that may or may not fit. */
export interface FuzzedCall {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly headers: Record<string, string>;
}

const ID = fc.constantFrom(
  'e1',
  's1',
  's2',
  'ann',
  'fuzzed',
  'session:s1',
  'event:e1',
  'organization:fuzzed',
  'p1',
  '1',
  'no-such',
);
const TIME = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom(
    '2026-11-01T00:00:00Z',
    '2026-11-30T00:00:00Z',
    '0',
    '-1',
    'now',
    '+275760-09-13T00:00:00Z',
  ),
);
const WORD = fc.oneof(
  ID,
  TIME,
  fc.constantFrom(
    '',
    'live',
    'onDemand',
    'all',
    'minute',
    'hour',
    'day',
    'second',
    'month',
    'Europe/Berlin',
    '100',
    '1e9',
    '-1',
    '10abc',
    '__proto__',
    '%00',
    '🎉',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

/** A word that a URL can carry; a lone surrogate cannot. */
const encoded = (word: string) => encodeURIComponent(word.toWellFormed());

/** Names of all fields that any body of ours has. */
function fieldsOf(document: OpenApi): string[] {
  const found = new Set<string>(['kind', 'id']);
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('properties' in value && typeof value.properties === 'object')
      for (const name of Object.keys(value.properties ?? {})) found.add(name);
    for (const part of Object.values(value)) walk(part);
  };
  walk(document.paths);
  walk(document.components);
  return [...found];
}

function queryOf(names: readonly string[]): fc.Arbitrary<string> {
  if (names.length === 0) return fc.constant('');
  return fc
    .array(fc.tuple(fc.constantFrom(...names, 'unknown'), WORD), { maxLength: 6 })
    .map((pairs) => pairs.map(([name, value]) => `${name}=${encoded(value)}`).join('&'));
}

function bodyOf(fields: readonly string[]): fc.Arbitrary<string | undefined> {
  const value = fc.oneof(WORD, fc.nat(), fc.boolean(), fc.jsonValue({ maxDepth: 2 }));
  const object = fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 8 });
  return fc.oneof(
    { weight: 6, arbitrary: object.map((fits) => JSON.stringify(fits)) },
    fc.json(),
    fc.array(object, { maxLength: 4 }).map((lines) => lines.map((line) => JSON.stringify(line)).join('\n')),
    fc.constant(undefined),
  );
}

/** Any operation that the document describes. */
export function operationsOf(document: OpenApi): fc.Arbitrary<FuzzedCall> {
  const body = bodyOf(fieldsOf(document));
  const type = fc.constantFrom('application/json', 'application/x-ndjson', 'text/plain', '');
  const all = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [] }]) => {
      const names = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
      const holes = path.match(/\{[^}]+\}/g) ?? [];
      return fc
        .record({
          ids: fc.array(WORD, { minLength: holes.length, maxLength: holes.length }),
          query: queryOf(names),
          body,
          type,
        })
        .map(({ ids, query, body: sent, type: contentType }) => ({
          method: method.toUpperCase(),
          path: `${fill(path, ids)}${query === '' ? '' : `?${query}`}`,
          body: method === 'get' || method === 'head' ? undefined : sent,
          headers: contentType === '' ? {} : { 'content-type': contentType },
        }));
    }),
  );
  return fc.oneof(...all);
}

function fill(path: string, ids: readonly string[]): string {
  let next = 0;
  return path.replace(/\{[^}]+\}/g, () => encoded(ids[next++] ?? '') || 'empty');
}
