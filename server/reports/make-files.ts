import { join } from 'node:path';
import type { ReportSource } from '../../storage/types.ts';
import type { DaySpan } from './day-range.ts';
import { sheetFile, WORKBOOK } from './report-file.ts';
import { Checks } from './smart-sessions/checks.ts';
import { bubblePages, engagementPages, teleportPages } from './smart-sessions/person-sheets.ts';
import type { Pages, SmartSessions } from './smart-sessions/report.ts';
import { countryPages, graphPages, roomPages, usagePages } from './smart-sessions/room-sheets.ts';
import {
  LAST_SHEET_TITLE,
  REPORT_TITLE,
  type Row,
  SHEET_KEYS,
  SHEETS,
  type SheetHead,
  type SheetKey,
} from './smart-sessions/sheets.ts';
import { clockIn } from './smart-sessions/words.ts';
import { CsvFile } from './workbook/csv-file.ts';
import { writeWorkbook } from './workbook/write-workbook.ts';

export interface MakeFiles {
  readonly source: ReportSource;
  /** Empty. */
  readonly folder: string;
  readonly code: string;
  readonly timeZone: string;
  readonly span: DaySpan;
  /** How much of it is done, from 0 to 1. */
  readonly onProgress: (done: number) => void;
}

const PAGES: Readonly<Record<SheetKey, (report: SmartSessions) => Pages>> = {
  rooms: roomPages,
  countries: countryPages,
  graph: graphPages,
  usage: usagePages,
  engagement: engagementPages,
  bubbles: bubblePages,
  teleports: teleportPages,
};

/** Entries are read for so many sheets. */
const READINGS = 3;
/** What follows the sheets of entries may take long, too. */
const DONE_WITH_ENTRIES = 0.9;

/** The rows of a sheet, each page of which is written into a table of its own as it passes. */
async function* alsoAsCsv(path: string, head: SheetHead, pages: Pages): Pages {
  const csv = await CsvFile.create(path, head);
  try {
    for await (const rows of pages) {
      await csv.add(rows);
      yield rows;
    }
  } finally {
    await csv.close();
  }
}

/**
 * Makes a report: the workbook, and each of its sheets as a table.
 * @throws ReportError when it has more rows than a workbook holds, or its sheets contradict each other
 */
export async function makeFiles(wish: MakeFiles): Promise<void> {
  const { source, folder, code, timeZone, span, onProgress } = wish;
  const total = (await source.countEntries()) * READINGS;
  const clock = clockIn(timeZone);
  let read = 0;
  const report: SmartSessions = {
    ...{ source, code, span, clock, days: span.dayStarts.map(clock.date), checks: new Checks() },
    rooms: await source.rooms(),
    onEntries: (entries) => {
      read += entries;
      onProgress((read / total) * DONE_WITH_ENTRIES);
    },
  };
  const sheets = SHEET_KEYS.map((key, index) => {
    const head: SheetHead = SHEETS[key];
    const path = join(folder, sheetFile(index + 1).name);
    return { head, pages: (): AsyncIterable<readonly Row[]> => alsoAsCsv(path, head, PAGES[key](report)) };
  });
  await writeWorkbook(join(folder, WORKBOOK.name), {
    ...{ title: REPORT_TITLE, description: `Sheet 7: ${LAST_SHEET_TITLE}`, sheets },
    madeAt: new Date(source.through),
  });
  report.checks.expectEqual();
}
