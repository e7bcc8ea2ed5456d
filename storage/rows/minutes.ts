import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { MinuteClosed, Track } from '../../server/live/effects.ts';

export interface MinuteFilter {
  readonly scope: ScopeKey;
  readonly track: Track;
  readonly from: number;
  readonly to: number;
}

/** A minute as stored: what live closed. */
export type MinuteRow = Omit<MinuteClosed, 'kind'>;
