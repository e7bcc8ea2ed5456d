import type { RollUpStep } from '../../storage/types.ts';
import type { UniquesByTrack } from '../figures/recount/uniques-by-step.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Track } from '../live/effects.ts';

interface Place {
  readonly scope: ScopeKey;
  readonly step: RollUpStep;
  /** Start of the hour or day, ms. */
  readonly start: number;
}

/** Distinct attendees of hours and days that need not be counted, since whoever read all slices has counted them on the way. */
export class KnownUniques {
  readonly #scopes = new Map<ScopeKey, Record<RollUpStep, Map<number, UniquesByTrack>>>();

  add({ scope, step, start }: Place, uniques: UniquesByTrack): void {
    const known = this.#scopes.get(scope) ?? { hour: new Map(), day: new Map() };
    known[step].set(start, uniques);
    this.#scopes.set(scope, known);
  }

  /** Undefined where it is not known. */
  of({ scope, step, start }: Place, track: Track): number | undefined {
    return this.#scopes.get(scope)?.[step].get(start)?.[track];
  }
}
