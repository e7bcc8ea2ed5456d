import { expect, test } from 'vitest';
import { ReportError } from '../../../server/reports/report-error.ts';
import type { Row, SheetHead } from '../../../server/reports/smart-sessions/sheets.ts';
import { MAX_ROWS, sheetXml } from '../../../server/reports/workbook/sheet-xml.ts';

const head: SheetHead = {
  name: 'Sheet',
  columns: [
    { header: 'A & B', format: 'text' },
    { header: 'C', format: 'decimal' },
  ],
};

async function* pages(...all: (readonly Row[])[]) {
  yield* all;
}

async function xmlOf(...all: (readonly Row[])[]): Promise<string> {
  let xml = '';
  for await (const text of sheetXml(head, pages(...all), true)) xml += text;
  return xml;
}

test('the row of headers stays in view', async () => {
  const xml = await xmlOf();
  expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
  expect(xml).toContain('<row r="1"><c r="A1" s="1" t="inlineStr"><is><t xml:space="preserve">A &amp; B</t>');
  expect(xml.endsWith('</row></sheetData></worksheet>')).toBe(true);
});

test('texts are written as texts, whatever they hold', async () => {
  const xml = await xmlOf([['=1+1', 1.5]], [['a\u0000<b>"\ud800', null]]);
  expect(xml).toContain(`<row r="2"><c r="A2" t="inlineStr"><is><t xml:space="preserve">'=1+1</t></is></c>`);
  expect(xml).toContain('<c r="B2" s="2"><v>1.5</v></c></row>');
  expect(xml).toContain(
    '<row r="3"><c r="A3" t="inlineStr"><is><t xml:space="preserve">a&lt;b&gt;&quot;\ufffd</t>',
  );
});

test('more rows than Excel knows make the report fail with a reason', async () => {
  const page = Array.from({ length: MAX_ROWS }, (): Row => [null, null]);
  await expect(xmlOf(page)).rejects.toThrow(ReportError);
});
