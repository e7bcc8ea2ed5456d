/** What a spreadsheet takes for a formula, or for white space before one. */
const FORMULA = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;

/** Places in an item, outermost first: `watchSeconds.live` is a column of its own. */
export type Columns = readonly (readonly string[])[];

/** A text that no spreadsheet takes for a formula. */
export function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = harmless(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function at(item: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], item);
}

export function csvHead(columns: Columns): string {
  return `${columns.map((path) => path.join('.')).join(',')}\r\n`;
}

/** RFC 4180, safe to open in a spreadsheet. */
export function csvRow(columns: Columns, item: unknown): string {
  return `${columns.map((path) => cell(at(item, path))).join(',')}\r\n`;
}
