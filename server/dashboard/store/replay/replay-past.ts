import type { Mode } from '../../../protocol/client-messages.ts';
import type { ActionsPoint, SessionCurves } from '../../rest/replay-answers.ts';
import { type DayCurve, MINUTE_MS, withAnswer } from '../day-curve.ts';
import { higher, NO_PEAK, type Peak } from './flow.ts';

export interface PastData {
  /** ms, whole minutes. */
  readonly from: number;
  readonly to: number;
  /** Every minute of the span. */
  readonly points: readonly ActionsPoint[];
  /** The same of those in one mode. */
  readonly modes: Readonly<Record<Mode, readonly ActionsPoint[]>>;
  /** Highest figure of each minute by session; null where nothing is known. */
  readonly sessions: SessionCurves;
}

function peakOf({ peak, peakAt }: ActionsPoint): Peak {
  return peak ? { value: peak, at: peakAt === null ? null : Date.parse(peakAt) } : NO_PEAK;
}

function hasSomebody(points: readonly ActionsPoint[]): boolean {
  return points.some(({ peak }) => (peak ?? 0) > 0);
}

/** The span that is replayed by the minute, as prefix figures: what was before a window. */
export class ReplayPast {
  readonly from: number;
  readonly to: number;
  readonly #points: readonly ActionsPoint[];
  /** Of the minutes before the one of the same index. */
  readonly #peaks: readonly Peak[];
  readonly #modes: PastData['modes'] | null;
  readonly #actions = new Map<string, Float64Array>();
  readonly #sessionPeaks: ReadonlyMap<string, Float64Array>;

  constructor({ from, to, points, modes, sessions }: PastData) {
    this.from = from;
    this.to = to;
    this.#points = points;
    this.#modes = Object.values(modes).every(hasSomebody) ? modes : null;
    const peaks = [NO_PEAK];
    for (const point of points) peaks.push(higher(peaks.at(-1) ?? NO_PEAK, peakOf(point)));
    this.#peaks = peaks;
    for (const [index, point] of points.entries()) this.#addActions(index, point.engagement ?? {});
    this.#sessionPeaks = new Map(
      sessions.groups.map(({ session, points: curve }) => [session, this.#peaksOf(curve)]),
    );
  }

  /** The highest figure before the minute that begins at `minute`. */
  peakBefore(minute: number): Peak {
    return this.#peaks[this.#index(minute)] ?? NO_PEAK;
  }

  sessionPeakBefore(session: string, minute: number): number {
    return this.#sessionPeaks.get(session)?.[this.#index(minute)] ?? 0;
  }

  actionsBefore(minute: number): Map<string, number> {
    const index = this.#index(minute);
    return new Map([...this.#actions].map(([action, sums]) => [action, sums[index] ?? 0]));
  }

  /** The minutes that have ended before the one that begins at `minute`. */
  curveBefore(minute: number): DayCurve {
    return this.#curveBefore(this.#points, minute);
  }

  /** The same by mode; null where there was ever only one. */
  modesBefore(minute: number): Record<Mode, DayCurve> | null {
    const modes = this.#modes;
    if (modes === null) return null;
    const of = (mode: Mode) => this.#curveBefore(modes[mode], minute);
    return { live: of('live'), onDemand: of('onDemand') };
  }

  #curveBefore(whole: readonly ActionsPoint[], minute: number): DayCurve {
    const points = whole.slice(0, this.#index(minute));
    const answer = {
      ...({ scope: 'event:-', step: 'minute', from: '', to: '' } as const),
      dataThrough: new Date(Math.max(this.from, minute)).toISOString(),
      points,
    };
    return withAnswer({ from: this.from, through: this.from, points: [] }, answer);
  }

  #index(minute: number): number {
    const index = Math.round((minute - this.from) / MINUTE_MS);
    return Math.min(this.#points.length, Math.max(0, index));
  }

  #addActions(index: number, engagement: Readonly<Record<string, number>>): void {
    for (const action of Object.keys(engagement))
      if (!this.#actions.has(action)) this.#actions.set(action, new Float64Array(this.#points.length + 1));
    for (const [action, sums] of this.#actions)
      sums[index + 1] = (sums[index] ?? 0) + (engagement[action] ?? 0);
  }

  #peaksOf(curve: SessionCurves['groups'][number]['points']): Float64Array {
    const peaks = new Float64Array(this.#points.length + 1);
    const values = new Map(curve.map(({ start, value }) => [this.#index(Date.parse(start)), value ?? 0]));
    for (let index = 0; index < this.#points.length; index++)
      peaks[index + 1] = Math.max(peaks[index] ?? 0, values.get(index) ?? 0);
    return peaks;
  }
}
