import type { DayRange } from './day-range.ts';
import { SHEET_KEYS, SHEETS } from './smart-sessions/sheets.ts';

/** A file of a report. */
export interface ReportFile {
  /** Within the folder of the report. */
  readonly name: string;
  readonly mediaType: string;
  /** How links name it. */
  readonly link: string;
}

export const WORKBOOK: ReportFile = {
  name: 'workbook.xlsx',
  mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  link: 'workbook',
};

export const SHEET_NAMES: readonly string[] = SHEET_KEYS.map((key) => SHEETS[key].name);

/** One sheet as CSV; `sheet` counts from 1. */
export function sheetFile(sheet: number): ReportFile {
  return { name: `sheet-${sheet}.csv`, mediaType: 'text/csv; charset=utf-8', link: String(sheet) };
}

/** What a file is called where it is saved. */
export function downloadName({ name }: ReportFile, code: string, { from, to }: DayRange): string {
  const plain = code.replace(/[^A-Za-z0-9._-]/g, '-');
  const [, number = ''] = /^sheet(-\d)\.csv$/.exec(name) ?? [];
  return `smart-sessions-${plain}-${from}-${to}${number}.${name.endsWith('.csv') ? 'csv' : 'xlsx'}`;
}
