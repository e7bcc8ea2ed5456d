import { harmless } from '../../api/csv-text.ts';
import { ReportError } from '../report-error.ts';
import type { Cell, CellFormat, Row, SheetHead } from '../smart-sessions/sheets.ts';
import { SHEET_NAMESPACE } from './parts.ts';
import { XML_HEAD, xmlText } from './xml.ts';

/** Excel knows no more, with the row of headers. */
export const MAX_ROWS = 1_048_576;

const WIDTHS: Readonly<Record<CellFormat, number>> = { text: 24, integer: 14, decimal: 12 };
const STYLES: Readonly<Record<CellFormat, string>> = { text: '', integer: '', decimal: ' s="2"' };

/** Names of columns: a sheet of a report has fewer than there are letters. */
const letter = (index: number) => String.fromCharCode(65 + index);

function cellXml(cell: Cell, place: string, style: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${place}"${style}><v>${cell}</v></c>`;
  // In the row itself: a table of all texts would have to be kept until the end.
  const text = xmlText(harmless(cell));
  return `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

function rowXml(row: Row, number: number, styles: readonly string[]): string {
  const cells = row.map((cell, index) => cellXml(cell, `${letter(index)}${number}`, styles[index] ?? ''));
  return `<row r="${number}">${cells.join('')}</row>`;
}

function headXml({ columns }: SheetHead, isFirst: boolean): string {
  const widths = columns.map(({ format }, index) => {
    const column = index + 1;
    return `<col min="${column}" max="${column}" width="${WIDTHS[format]}" customWidth="1"/>`;
  });
  const headers = columns.map(({ header }) => header);
  return [
    `${XML_HEAD}<worksheet xmlns="${SHEET_NAMESPACE}"><sheetViews>`,
    `<sheetView${isFirst ? ' tabSelected="1"' : ''} workbookViewId="0">`,
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>',
    `<cols>${widths.join('')}</cols><sheetData>`,
    rowXml(
      headers,
      1,
      headers.map(() => ' s="1"'),
    ),
  ].join('');
}

/**
 * A worksheet as text, a piece for each page of rows, with its headers in a first row that stays in view.
 * @throws ReportError for more rows than Excel knows
 */
export async function* sheetXml(
  head: SheetHead,
  pages: AsyncIterable<readonly Row[]>,
  isFirst: boolean,
): AsyncGenerator<string> {
  const styles = head.columns.map(({ format }) => STYLES[format]);
  let number = 1;
  yield headXml(head, isFirst);
  for await (const rows of pages) {
    if (number + rows.length > MAX_ROWS)
      throw new ReportError(`the sheet ${head.name} has more rows than Excel knows; ask for fewer days`);
    if (rows.length > 0) yield rows.map((row) => rowXml(row, ++number, styles)).join('');
  }
  yield '</sheetData></worksheet>';
}
