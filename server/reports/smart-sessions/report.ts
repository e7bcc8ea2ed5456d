import type { ReportSource, Room } from '../../../storage/types.ts';
import type { DaySpan } from '../day-range.ts';
import type { Checks } from './checks.ts';
import type { Row } from './sheets.ts';
import type { Clock } from './words.ts';

/** What the sheets of one report are made of. */
export interface SmartSessions {
  readonly source: ReportSource;
  /** Of the event: its short code, else its id. */
  readonly code: string;
  readonly clock: Clock;
  readonly span: DaySpan;
  /** Names of its days, `yyyy-mm-dd`: to make one for each row takes longer than all else of the row. */
  readonly days: readonly string[];
  readonly rooms: readonly Room[];
  readonly checks: Checks;
  /** So many entries more have gone into a sheet. */
  readonly onEntries: (entries: number) => void;
}

/** The rows of a sheet, page after page. */
export type Pages = AsyncGenerator<readonly Row[]>;

export const PRIVACY = 'Y';
const PAGE = 2000;

/** Everything that a question gives, page after page. */
export async function* pagesOf<T>(
  ask: (page: { readonly after: T | undefined; readonly limit: number }) => Promise<readonly T[]>,
): AsyncGenerator<readonly T[]> {
  for (let after: T | undefined; ; ) {
    const page = await ask({ after, limit: PAGE });
    yield page;
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}

/** Which day of the span an instant lies on. */
export function dayOf(dayStarts: readonly number[], time: number): number {
  let low = 0;
  let high = dayStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((dayStarts[middle] ?? 0) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}
