import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import readWorkbook from 'read-excel-file/node';
import { expect, onTestFinished, test } from 'vitest';
import { ReportError } from '../../../server/reports/report-error.ts';
import type { Row } from '../../../server/reports/smart-sessions/sheets.ts';
import { writeWorkbook } from '../../../server/reports/workbook/write-workbook.ts';

const PAGES = 40;
const ROWS = 500;

const head = (name: string) => ({ name, columns: [{ header: 'A', format: 'integer' } as const] });
const book = { title: 'Title', description: '', madeAt: new Date('2026-05-04T00:00:00Z') };

async function file(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'headcount-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'workbook.xlsx');
}

async function* pages(onPage: (page: number) => void) {
  for (let page = 0; page < PAGES; page++) {
    onPage(page);
    yield Array.from({ length: ROWS }, (_, index): Row => [page * ROWS + index]);
  }
}

test('sheets are written one after the other, each row once and in order', async () => {
  const path = await file();
  const asked: string[] = [];
  const sheet = (name: string) => ({
    head: head(name),
    pages: () => pages((page) => asked.push(`${name}${page}`)),
  });
  await writeWorkbook(path, { ...book, sheets: [sheet('a'), sheet('b')] });
  const read = await readWorkbook(path);
  const expected = [['A'], ...Array.from({ length: PAGES * ROWS }, (_, index) => [index])];
  expect(read).toEqual([
    { sheet: 'a', data: expected },
    { sheet: 'b', data: expected },
  ]);
  expect(asked.map((name) => name[0]).join('')).toBe('a'.repeat(PAGES) + 'b'.repeat(PAGES));
});

test('what goes wrong in a sheet ends the whole of it, and says so', async () => {
  const failing = pages((page) => {
    if (page === PAGES - 1) throw new ReportError('no more');
  });
  const sheets = [{ head: head('a'), pages: () => failing }];
  await expect(writeWorkbook(await file(), { ...book, sheets })).rejects.toThrow(new ReportError('no more'));
});
