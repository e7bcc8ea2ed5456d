import type { BubbleMember, HistoryBatch } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';

type Move = HistoryBatch['bubbles'][number];

/** Who moves, and where. */
export type Mover = Omit<BubbleMember, 'bubble'>;

const keyOf = ({ session, attendee }: { readonly session: ScopeKey; readonly attendee: string }) =>
  `${session} ${attendee}`;

/** Who is in which bubble of a session, as committed. */
export class Bubbles {
  readonly #bubbleOf = new Map<string, string>();

  constructor(members: readonly BubbleMember[]) {
    this.apply(members);
  }

  of(mover: Mover): string | null {
    return this.#bubbleOf.get(keyOf(mover)) ?? null;
  }

  apply(moves: readonly Move[]): void {
    for (const move of moves) {
      if (move.bubble === null) this.#bubbleOf.delete(keyOf(move));
      else this.#bubbleOf.set(keyOf(move), move.bubble);
    }
  }
}

/** The moves of a batch, over what was committed before it: should the disk refuse the batch, nobody has moved. */
export class BubbleMoves {
  readonly #committed: Bubbles;
  readonly #moves = new Map<string, Move>();

  constructor(committed: Bubbles) {
    this.#committed = committed;
  }

  join(mover: Mover, bubble: string): void {
    this.#move(mover, bubble);
  }

  leave(mover: Mover, bubble: string): void {
    if (this.isIn(mover, bubble)) this.#move(mover, null);
  }

  /** The end of presence leaves whatever bubble it is. */
  leaveAll(mover: Mover): void {
    if (this.#of(mover) !== null) this.#move(mover, null);
  }

  isIn(mover: Mover, bubble: string): boolean {
    return this.#of(mover) === bubble;
  }

  /** Where people are after the batch, each once. */
  list(): Move[] {
    return [...this.#moves.values()];
  }

  #of(mover: Mover): string | null {
    const move = this.#moves.get(keyOf(mover));
    return move === undefined ? this.#committed.of(mover) : move.bubble;
  }

  #move({ tenant, session, attendee }: Mover, bubble: string | null): void {
    this.#moves.set(keyOf({ session, attendee }), { tenant, session, attendee, bubble });
  }
}
