/** How the cells of a column are written: `decimal` with two places. */
export type CellFormat = 'text' | 'integer' | 'decimal';

/** Null: empty. */
export type Cell = string | number | null;
export type Row = readonly Cell[];

export interface SheetHead {
  /** Excel takes 31 characters at most. */
  readonly name: string;
  readonly columns: readonly { readonly header: string; readonly format: CellFormat }[];
}

const text = (...headers: string[]) => headers.map((header) => ({ header, format: 'text' }) as const);
const integer = (header: string) => ({ header, format: 'integer' }) as const;
const decimal = (header: string) => ({ header, format: 'decimal' }) as const;

const CODE = 'Event id/short-code';
const START = 'Start Date and Time';

/**
 * The seven sheets of CrowdComms' Smart Sessions report, release v1.11.0, names and headers to the letter, without the formats
 * that the documentation puts in brackets. The last name is documented with a space before its bracket, which Excel has no room
 * for.
 */
export const SHEETS = {
  rooms: {
    name: 'High Level (detailed view)',
    columns: [
      ...text(CODE, 'Start Date', 'End Date', 'Room name', 'Privacy'),
      integer('Room capacity'),
      ...text('Start Time', 'End Time'),
      decimal('Duration'),
    ],
  },
  countries: {
    name: 'User by countries',
    columns: [...text(CODE, 'Room name', 'Privacy', 'Country'), integer('Num users')],
  },
  graph: {
    name: 'Usage graph',
    columns: [
      ...text(CODE, 'Room name', 'Privacy'),
      ...[integer('Total Users Join'), integer('Total Unique User Join')],
      ...text(START),
    ],
  },
  usage: {
    name: 'Usage (detailed view)',
    columns: [...text(CODE, 'Room name', 'Privacy', 'User id', 'Attendee'), integer('Count of entry')],
  },
  engagement: {
    name: 'User engagement (high level)',
    columns: [
      ...text(CODE, 'Room name', 'User'),
      integer('No of bubbles made'),
      ...text('Chat interaction'),
      integer('No of teleportation'),
      ...text('Country', 'Date'),
    ],
  },
  bubbles: {
    name: 'User level engagement (bubble)',
    columns: [
      ...text(CODE, 'User id', 'User', 'Room name', 'Bubble id', 'Lock bubble'),
      integer('Total number of people in bubble'),
      ...text(START),
    ],
  },
  teleports: {
    name: 'User level engagement(teleport)',
    columns: [
      ...text(CODE, 'User id', 'User', 'Room name', 'Person teleported to'),
      integer('Num times teleported'),
      ...text(START),
    ],
  },
} as const satisfies Record<string, SheetHead>;

export type SheetKey = keyof typeof SHEETS;

/** In the order of the workbook. */
export const SHEET_KEYS = Object.keys(SHEETS) as readonly SheetKey[];

export const REPORT_TITLE = 'Smart Sessions Report';
export const LAST_SHEET_TITLE = 'User level engagement (teleport)';
