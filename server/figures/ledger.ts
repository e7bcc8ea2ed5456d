import type { ActiveHour, AttendanceRow, ScopeTotals, SliceAttendance } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { activate, hourKey, hoursOf, noMinutes } from './active-minutes.ts';
import { attend, gainInSession, type ModeGain, TotalsSum } from './attendance.ts';

export type AttendedSlice = SliceAttendance & { readonly attendeeKey: number };

interface Known {
  readonly rows: readonly AttendanceRow[];
  readonly hours: readonly ActiveHour[];
}

const rowKey = (scope: ScopeKey, attendeeKey: number) => `${scope} ${attendeeKey}`;

/** Attendance of sessions and their events with slices added to what was known. */
export class Ledger {
  readonly #known: ReadonlyMap<string, AttendanceRow>;
  readonly #rows = new Map<string, AttendanceRow>();
  readonly #hours: Map<string, ActiveHour>;
  readonly #changedHours = new Set<string>();
  readonly #hasEvents: boolean;

  /** Without events, only the attendance of sessions is kept. */
  constructor({ rows, hours }: Known = { rows: [], hours: [] }, hasEvents = true) {
    this.#hasEvents = hasEvents;
    this.#known = new Map(rows.map((row) => [rowKey(row.scope, row.attendeeKey), row]));
    this.#hours = new Map(hours.map((hour) => [hourKey(hour), hour]));
  }

  /** Those of one attendee, session and mode in order of their start. */
  add(slice: AttendedSlice): void {
    const { session, event, attendeeKey } = slice;
    const gain = gainInSession(this.row(session, attendeeKey), slice);
    this.#attend(session, slice, gain);
    if (!this.#hasEvents) return;
    this.#attend(event, slice, { ...gain, engagedMinutes: this.#activate(slice), lastMinute: -1 });
  }

  row(scope: ScopeKey, attendeeKey: number): AttendanceRow | undefined {
    const key = rowKey(scope, attendeeKey);
    return this.#rows.get(key) ?? this.#known.get(key);
  }

  /** What has changed. */
  rows(): AttendanceRow[] {
    return [...this.#rows.values()];
  }

  hours(): ActiveHour[] {
    return [...this.#changedHours].flatMap((key) => this.#hours.get(key) ?? []);
  }

  /** What the totals of each scope have gained. */
  totals(): Map<ScopeKey, ScopeTotals> {
    const sums = new Map<ScopeKey, TotalsSum>();
    for (const [key, row] of this.#rows) {
      const sum = sums.get(row.scope) ?? new TotalsSum();
      sums.set(row.scope, sum.change(this.#known.get(key), row));
    }
    return new Map([...sums].map(([scope, sum]) => [scope, sum.totals()]));
  }

  #attend(scope: ScopeKey, slice: AttendedSlice, gain: ModeGain): void {
    const { attendeeKey } = slice;
    const attendance = attend(this.row(scope, attendeeKey), slice, gain);
    this.#rows.set(rowKey(scope, attendeeKey), { ...attendance, scope, attendeeKey });
  }

  #activate(slice: AttendedSlice): number {
    const { event, attendeeKey } = slice;
    let added = 0;
    for (const hour of hoursOf(slice)) {
      const place = { event, attendeeKey, hour };
      const key = hourKey(place);
      const active = activate(this.#hours.get(key) ?? noMinutes(place), slice);
      added += active.added;
      if (active.added === 0) continue;
      this.#hours.set(key, active.hour);
      this.#changedHours.add(key);
    }
    return added;
  }
}
