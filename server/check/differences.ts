/** A figure that two places give differently. */
export interface Difference {
  /** What gives it: minute, hour, day, attendance, totals, ... and which figure of it. */
  readonly figure: string;
  /** Start of the minute, hour or day, ms; null for figures since the scope exists. */
  readonly at: number | null;
  /** Counted anew from slices or engagements. */
  readonly expected: number | null;
  readonly found: number | null;
}

/** So many are listed; the others are counted. */
const MAX_LISTED = 100;

/** Collects differences. */
export class Differences {
  readonly listed: Difference[] = [];
  count = 0;

  compare(
    figure: string,
    at: number | null,
    values: { expected: number | null; found: number | null },
  ): void {
    if (values.expected === values.found) return;
    this.count++;
    if (this.listed.length < MAX_LISTED) this.listed.push({ figure, at, ...values });
  }

  /** Every number of two rows; a row that is missing has nulls. */
  compareRows<Row extends object>(
    what: string,
    at: number | null,
    rows: { readonly expected: Row | undefined; readonly found: Row | undefined },
    figures: readonly (keyof Row & string)[],
  ): void {
    for (const figure of figures) {
      this.compare(`${what} ${figure}`, at, {
        expected: numberOf(rows.expected?.[figure]),
        found: numberOf(rows.found?.[figure]),
      });
    }
  }
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : null;
}
