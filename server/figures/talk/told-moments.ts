import type { ScopeKey } from '../../live/catalogue.ts';
import type { SeriesParts } from '../series-point.ts';
import { type Highlight, highlightsOf } from './highlights.ts';
import { liveMinutes } from './live-minutes.ts';
import { type Moment, topMoments } from './moments.ts';

/** A moment with what was said in it that most people reacted to. */
export interface ToldMoment extends Moment {
  readonly highlights: readonly Highlight[];
}

export interface ToldMoments {
  /** How many minutes were looked at: those in which somebody was or did something. */
  readonly minutes: number;
  /** Best first. */
  readonly moments: readonly ToldMoment[];
}

export interface MomentsQuestion {
  readonly scope: ScopeKey;
  /** Those of the scope. */
  readonly sessions: readonly ScopeKey[];
  /** `[from, to)`, ms. */
  readonly from: number;
  readonly to: number;
  /** Minutes that a moment lasts. */
  readonly size: number;
  readonly limit: number;
}

const HIGHLIGHTS = 3;

export async function momentsOf(parts: SeriesParts, question: MomentsQuestion): Promise<ToldMoments> {
  const { scope, sessions, from, to, size, limit } = question;
  const minutes = await liveMinutes(parts, scope, { from, to });
  const moments: ToldMoment[] = [];
  for (const moment of await topMoments(minutes, { size, limit })) {
    const span = { sessions, from: moment.start, to: moment.end };
    moments.push({ ...moment, highlights: await highlightsOf(parts.history, span, HIGHLIGHTS) });
  }
  return { minutes: minutes.length, moments };
}
