import type { EndedBy } from '../../../server/live/effects.ts';
import type { Mode, VisibilityState } from '../../../server/protocol/client-messages.ts';
import type { OracleSession, OracleSlice, Seat } from './model.ts';

export const STATES = ['active', 'idle', 'hidden'] as const satisfies VisibilityState[];

/** Every slice there ever was. */
export class OraclePresence {
  readonly slices: OracleSlice[] = [];
  /** Every seat there ever was. */
  readonly allSeats: Seat[] = [];

  open(session: OracleSession, attendee: string): OracleSlice[] {
    return this.slices.filter((s) => !s.ended && s.session === session && s.attendee === attendee);
  }

  seats(connection: string): Seat[] {
    return this.slices.flatMap((slice) => slice.seats.filter((seat) => seat.connection === connection));
  }

  /** Numbers of the open connections of an incarnation, in order. */
  connectionsOf(incarnation: string): number[] {
    const names = this.slices.flatMap(({ seats }) => seats.map(({ connection }) => connection));
    const own = [...new Set(names)].filter((name) => name.startsWith(`${incarnation} `));
    return own.map((name) => Number(name.slice(incarnation.length + 1))).sort((a, b) => a - b);
  }

  seat(connection: string, session: OracleSession): Seat | undefined {
    return this.seats(connection).find((seat) => seat.slice.session === session);
  }

  concurrent(session: OracleSession): number {
    return new Set(this.slices.filter((s) => !s.ended && s.session === session).map((s) => s.attendee)).size;
  }

  sit(connection: string, slice: OracleSlice, at: number): void {
    const seat: Seat = { connection, slice, state: 'active', since: at, until: Number.POSITIVE_INFINITY };
    slice.windows = [];
    slice.seats.push(seat);
    this.allSeats.push(seat);
  }

  begin(
    who: { session: OracleSession; attendee: string; mode: Mode; country: string },
    at: number,
  ): OracleSlice {
    const slice: OracleSlice = {
      ...{ ...who, number: this.slices.length, start: at, proof: at, lastState: 'active' },
      ...{ seats: [], windows: [], played: [], ended: null },
    };
    this.slices.push(slice);
    return slice;
  }

  stand(seat: Seat, proof: number, at: number): void {
    const { slice } = seat;
    seat.until = at;
    slice.seats = slice.seats.filter((other) => other !== seat);
    slice.lastState = seat.state;
    slice.proof = Math.max(slice.proof, proof);
  }

  /** Ends the slice if nobody and nothing holds it open. */
  endIfEmpty(slice: OracleSlice, at: number, endedBy: EndedBy): void {
    if (slice.ended || slice.seats.length > 0 || slice.windows.length > 0) return;
    slice.ended = { end: slice.proof, countedUntil: at, endedBy };
  }

  /** Lets the windows run out that end up to `now`, each at its own instant. */
  expire(now: number): void {
    for (const slice of this.slices) {
      if (slice.windows.length === 0) continue;
      const last = Math.max(...slice.windows);
      slice.windows = slice.windows.filter((deadline) => deadline > now);
      this.endIfEmpty(slice, last, 'drop');
    }
  }

  postpone(gap: number): void {
    for (const slice of this.slices) slice.windows = slice.windows.map((deadline) => deadline + gap);
  }
}

/** The best state over the connections in the slice; while all are in their window, the last. */
export function stateOf(slice: OracleSlice): VisibilityState {
  if (slice.seats.length === 0) return slice.lastState;
  return STATES.find((state) => slice.seats.some((seat) => seat.state === state)) ?? 'active';
}
