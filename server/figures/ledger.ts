import type { ActiveHour, AttendanceRow, ScopeTotals, SliceAttendance } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { activate, hourKey, hoursOf, noMinutes } from './active-minutes.ts';
import { attend, gainInSession, type ModeGain, TotalsSum } from './attendance.ts';

export type AttendedSlice = SliceAttendance & { readonly attendeeKey: number };

interface Known {
  readonly rows: readonly AttendanceRow[];
  readonly hours: readonly ActiveHour[];
}

/** By scope and attendee: numbers, since a text of both would be made for each look. */
class Rows {
  readonly #scopes = new Map<ScopeKey, Map<number, AttendanceRow>>();

  constructor(rows: readonly AttendanceRow[] = []) {
    for (const row of rows) this.set(row);
  }

  get(scope: ScopeKey, attendeeKey: number): AttendanceRow | undefined {
    return this.#scopes.get(scope)?.get(attendeeKey);
  }

  set(row: AttendanceRow): void {
    const known = this.#scopes.get(row.scope);
    if (known === undefined) this.#scopes.set(row.scope, new Map([[row.attendeeKey, row]]));
    else known.set(row.attendeeKey, row);
  }

  *[Symbol.iterator](): Generator<AttendanceRow> {
    for (const rows of this.#scopes.values()) yield* rows.values();
  }
}

/** Attendance of sessions and their events with slices added to what was known. */
export class Ledger {
  readonly #known: Rows;
  readonly #rows = new Rows();
  readonly #hours: Map<string, ActiveHour>;
  readonly #changedHours = new Set<string>();
  readonly #hasEvents: boolean;

  /** Without events, only the attendance of sessions is kept. */
  constructor({ rows, hours }: Known = { rows: [], hours: [] }, hasEvents = true) {
    this.#hasEvents = hasEvents;
    this.#known = new Rows(rows);
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
    return this.#rows.get(scope, attendeeKey) ?? this.#known.get(scope, attendeeKey);
  }

  /** What has changed, scope by scope. */
  rows(): AttendanceRow[] {
    return [...this.#rows];
  }

  hours(): ActiveHour[] {
    return [...this.#changedHours].flatMap((key) => this.#hours.get(key) ?? []);
  }

  /** What the totals of each scope have gained. */
  totals(): Map<ScopeKey, ScopeTotals> {
    const sums = new Map<ScopeKey, TotalsSum>();
    for (const row of this.#rows) {
      const sum = sums.get(row.scope) ?? new TotalsSum();
      sums.set(row.scope, sum.change(this.#known.get(row.scope, row.attendeeKey), row));
    }
    return new Map([...sums].map(([scope, sum]) => [scope, sum.totals()]));
  }

  #attend(scope: ScopeKey, slice: AttendedSlice, gain: ModeGain): void {
    const { attendeeKey } = slice;
    const attendance = attend(this.row(scope, attendeeKey), slice, gain);
    this.#rows.set(Object.assign(attendance, { scope, attendeeKey }));
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
