import { type FileHandle, open } from 'node:fs/promises';
import { type Columns, csvRow } from '../../api/csv-text.ts';
import type { Cell, CellFormat, Row, SheetHead } from '../smart-sessions/sheets.ts';

function csvCell(cell: Cell, format: CellFormat): Cell {
  return format === 'decimal' && typeof cell === 'number' ? cell.toFixed(2) : cell;
}

/** A sheet as a table in a file of its own (RFC 4180), safe to open in a spreadsheet. */
export class CsvFile {
  readonly #file: FileHandle;
  readonly #head: SheetHead;
  readonly #columns: Columns;

  private constructor(file: FileHandle, head: SheetHead) {
    this.#file = file;
    this.#head = head;
    this.#columns = head.columns.map((_, index) => [String(index)]);
  }

  static async create(path: string, head: SheetHead): Promise<CsvFile> {
    const csv = new CsvFile(await open(path, 'w'), head);
    await csv.#file.write(
      csvRow(
        csv.#columns,
        head.columns.map(({ header }) => header),
      ),
    );
    return csv;
  }

  async add(rows: readonly Row[]): Promise<void> {
    const { columns } = this.#head;
    const texts = rows.map((row) =>
      csvRow(
        this.#columns,
        row.map((cell, index) => csvCell(cell, columns[index]?.format ?? 'text')),
      ),
    );
    if (texts.length > 0) await this.#file.write(texts.join(''));
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
