import { z } from '@hono/zod-openapi';
import { describe, expect, test } from 'vitest';
import { columnsOf, csvHead, csvRow } from '../../server/api/csv.ts';

const Item = z.object({ name: z.string(), seconds: z.object({ live: z.number(), onDemand: z.number() }) });

test('nested fields are columns of their own, with the full name', () => {
  const columns = columnsOf(Item);
  expect(csvHead(columns)).toBe('name,seconds.live,seconds.onDemand\r\n');
  expect(csvRow(columns, { name: 'Ann', seconds: { live: 1.5, onDemand: 0 } })).toBe('Ann,1.5,0\r\n');
});

describe('a cell', () => {
  test.each([
    ['with a comma', 'a,b', '"a,b"'],
    ['with quotes', 'say "hi"', '"say ""hi"""'],
    ['with a line break', 'a\nb', '"a\nb"'],
    ['that is a formula', '=1+1', "'=1+1"],
    ['that is a formula with quotes', '=A("x")', `"'=A(""x"")"`],
    ['that begins with plus', '+1', "'+1"],
    ['that begins with minus', '-x', "'-x"],
    ['that begins with at', '@x', "'@x"],
    ['that begins with a tab', '\tx', "'\tx"],
    ['that begins with a carriage return', '\rx', `"'\rx"`],
    ['that begins with NUL', '\0x', "'\0x"],
    ['that begins with a full-width equals sign', '\uff1dx', "'\uff1dx"],
    ['that is a negative number', -3, '-3'],
    ['that is nothing', null, ''],
    ['that is missing', undefined, ''],
    ['that is true', true, 'true'],
    ['that is an object', { a: 1 }, '"{""a"":1}"'],
  ])('%s', (_what, name, text) => {
    expect(csvRow([['name']], { name })).toBe(`${text}\r\n`);
  });
});
