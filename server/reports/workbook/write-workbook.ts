import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Row, SheetHead } from '../smart-sessions/sheets.ts';
import { fixedParts, sheetPath, type WorkbookHead } from './parts.ts';
import { sheetXml } from './sheet-xml.ts';

export interface Sheet {
  readonly head: SheetHead;
  /** Read once, when all sheets before it are written. */
  readonly pages: () => AsyncIterable<readonly Row[]>;
}

export interface Workbook extends Omit<WorkbookHead, 'sheets'> {
  readonly sheets: readonly Sheet[];
  /** Of the parts inside, which else would differ from one making to the next. */
  readonly madeAt: Date;
}

/**
 * Writes a workbook into a file, sheet after sheet, page after page: what it holds in memory does not grow with the rows. Each
 * page is asked for when the one before has been taken.
 */
export async function writeWorkbook(file: string, { sheets, madeAt, ...head }: Workbook): Promise<void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const options = { mtime: madeAt };
  const names = sheets.map(({ head: { name } }) => name);
  for (const [path, content] of fixedParts({ ...head, sheets: names }))
    zip.addBuffer(Buffer.from(content), path, options);
  for (const [index, sheet] of sheets.entries()) {
    zip.addReadStreamLazy(sheetPath(index), options, (take) => {
      const xml = sheetXml(sheet.head, sheet.pages(), index === 0);
      // Nobody else listens for what goes wrong in it.
      const stream = Readable.from(xml, { objectMode: false }).on('error', (error) => output.destroy(error));
      take(null, stream);
    });
  }
  zip.on('error', (error: Error) => output.destroy(error));
  zip.end();
  await pipeline(output, createWriteStream(file));
}
