import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { AFTER_CLOSE, CloseCode } from '../../server/protocol/close-codes.ts';
import { ERRORS, type ErrorCode } from '../../server/protocol/error-codes.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const docs = readFileSync(`${root}docs/errors.md`, 'utf8');

/** The cells of the rows that have so many, without their marks. */
function rows(cells: number): string[][] {
  return docs
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (close )?code /.test(line))
    .map((line) => line.split('|').slice(1, -1))
    .filter((row) => row.length === cells)
    .map((row) => row.map((cell) => cell.replaceAll('`', '').trim()));
}

/** All of the server's sources but the catalogue itself. */
function sources(): string {
  return readdirSync(`${root}server`, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => file.endsWith('.ts') && !file.endsWith('error-codes.ts') && !file.startsWith('dashboard'),
    )
    .map((file) => readFileSync(`${root}server/${file}`, 'utf8'))
    .join('\n');
}

describe('the catalogue of errors', () => {
  test('is documented code by code, with status and meaning, and nothing else is', () => {
    const documented = rows(4).map(([code, status, , message]) => [
      code,
      { status: Number(status), message },
    ]);
    expect(Object.fromEntries(documented)).toEqual(ERRORS);
    expect(documented).toHaveLength(Object.keys(ERRORS).length);
  });

  test('is the type of codes', () => {
    expectTypeOf<ErrorCode>().toEqualTypeOf<keyof typeof ERRORS>();
    expectTypeOf<'no_such_code'>().not.toExtend<ErrorCode>();
  });

  test('has no code that the server never gives', () => {
    const text = sources();
    expect(Object.keys(ERRORS).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });

  test('has words and not prose as codes, and statuses of failures', () => {
    for (const [code, { status, message }] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(message).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('the close codes', () => {
  test('are documented with their names and with what a client does', () => {
    const documented = rows(3).map(([code, name, after]) => [Number(code), name, after]);
    const known = Object.entries(CloseCode).map(([name, code]) => [code, name, AFTER_CLOSE[code]]);
    expect(documented).toEqual(known);
  });

  test('are each the close code of some error, and no error has another', () => {
    const used = rows(4).flatMap(([, , close]) => (close === '' ? [] : [Number(close)]));
    expect(new Set(used)).toEqual(new Set(Object.values(CloseCode)));
  });
});
