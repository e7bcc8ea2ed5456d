import type { SliceAnswer } from '../../rest/replay-answers.ts';
import type { Span } from '../../rest/rest-client.ts';
import { countUntil } from './instants.ts';

/** When a session was live by action, ms; nulls where nobody said. */
export interface OnAir {
  readonly from: number | null;
  readonly to: number | null;
}

export interface SpanTotalsData extends Span {
  /** Of all sessions of the scope, those that touch the span. */
  readonly slices: readonly SliceAnswer[];
  /** Nothing for a session of which nobody said. */
  readonly onAir: ReadonlyMap<string, OnAir>;
}

/** Watch time that grows evenly from `start` on; ms, and ms of watch time a ms. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly rate: number;
}

const ALWAYS: OnAir = { from: null, to: null };
/** The server's times are whole ms. */
const EXACT_MS = 1;

/** The part of a live slice that counts as watched: while the session was live. */
function livePart(slice: SliceAnswer, { from, to }: OnAir): Piece {
  const end = slice.end === null ? Number.POSITIVE_INFINITY : Date.parse(slice.end);
  const start = Math.max(Date.parse(slice.start), from ?? Number.NEGATIVE_INFINITY);
  return { start, end: Math.max(start, Math.min(end, to ?? end)), rate: 1 };
}

/** Where the client told playback positions, their advance is spread evenly over the slice. */
function playedPart({ start: first, end: last, watchedSeconds }: SliceAnswer): Piece {
  const start = Date.parse(first);
  if (last === null) return { start, end: Number.POSITIVE_INFINITY, rate: 1 };
  const end = Date.parse(last);
  return { start, end, rate: end > start ? (watchedSeconds * 1000) / (end - start) : 0 };
}

/**
 * Sums over slices that grow with time, as two sorted lists of where they begin and end to grow: `rate * (at - start)`
 * of all that have begun, less `rate * (at - end)` of all that have ended.
 */
class Growth {
  readonly #instants: Float64Array;
  readonly #rates: Float64Array;
  readonly #products: Float64Array;

  constructor(steps: readonly (readonly [at: number, rate: number])[], origin: number) {
    const sorted = [...steps].sort(([a], [b]) => a - b);
    this.#instants = Float64Array.from(sorted, ([at]) => at);
    this.#rates = new Float64Array(sorted.length + 1);
    this.#products = new Float64Array(sorted.length + 1);
    for (const [index, [at, rate]] of sorted.entries()) {
      this.#rates[index + 1] = (this.#rates[index] ?? 0) + rate;
      // From an origin near by: sums of whole epochs would lose their last digits.
      this.#products[index + 1] = (this.#products[index] ?? 0) + rate * (at - origin);
    }
    this.origin = origin;
  }

  readonly origin: number;

  until(at: number): number {
    const count = countUntil(this.#instants, at);
    return (this.#rates[count] ?? 0) * (at - this.origin) - (this.#products[count] ?? 0);
  }
}

/** Who had been there and how long had been watched since the beginning of a span, exactly by the server's definitions. */
export class SpanTotals {
  readonly #firsts: Float64Array;
  /** Null: some session went live more than once, and when is not told. */
  readonly #watch: { readonly begun: Growth; readonly ended: Growth } | null;

  constructor({ from, slices, onAir }: SpanTotalsData) {
    this.#firsts = firstsOf(slices, from);
    const pieces = slices.map((slice) =>
      slice.mode === 'live' ? livePart(slice, onAir.get(slice.session) ?? ALWAYS) : playedPart(slice),
    );
    const isTold = slices.every((slice, index) => agrees(slice, pieces[index]));
    const within = pieces
      .filter(({ start, end }) => end > Math.max(start, from))
      .map((piece) => ({ ...piece, start: Math.max(piece.start, from) }));
    const of = (edge: 'start' | 'end') =>
      new Growth(
        within.filter((piece) => Number.isFinite(piece[edge])).map((piece) => [piece[edge], piece.rate]),
        from,
      );
    this.#watch = isTold ? { begun: of('start'), ended: of('end') } : null;
  }

  /** Attendees that had counted at some instant of the span until `at`. */
  uniques(at: number): number {
    return countUntil(this.#firsts, at);
  }

  /** Watch time of the span until `at`, seconds; null: not known. */
  watchSeconds(at: number): number | null {
    if (this.#watch === null) return null;
    return (this.#watch.begun.until(at) - this.#watch.ended.until(at)) / 1000;
  }
}

/** When each attendee counted first in the span, in order. */
function firstsOf(slices: readonly SliceAnswer[], from: number): Float64Array {
  const firsts = new Map<string, number>();
  for (const { attendee, start, countedUntil } of slices) {
    const first = Math.max(from, Date.parse(start));
    const until = countedUntil === null ? Number.POSITIVE_INFINITY : Date.parse(countedUntil);
    if (until <= first) continue;
    firsts.set(attendee, Math.min(firsts.get(attendee) ?? first, first));
  }
  return Float64Array.from(firsts.values()).sort();
}

/** Whether what the server says of a whole slice is what its one piece comes to. */
function agrees({ mode, end, watchedSeconds }: SliceAnswer, piece: Piece | undefined): boolean {
  if (mode !== 'live' || end === null || piece === undefined) return true;
  return Math.abs(piece.end - piece.start - watchedSeconds * 1000) <= EXACT_MS;
}
