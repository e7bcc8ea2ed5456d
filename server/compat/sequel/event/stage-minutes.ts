import type { History } from '../../../../storage/types.ts';
import {
  type CountedMinute,
  countedMinutes,
  type LiveSpan,
  liveSpanOf,
} from '../../../figures/counted-minutes.ts';
import { groupOf, within } from '../../../figures/span-question.ts';
import type { AskedEvent } from './asked-event.ts';

/** When the stage was live, as far as it is asked about; undefined while it never was. */
export function stageSpanOf({ question }: AskedEvent): LiveSpan | undefined {
  return liveSpanOf(question.sessions.filter(({ kind }) => groupOf(kind) === 'stage'));
}

/** Who watched the stage live: from minute 0 to that in which its last session ended, or to the running one. */
export async function* stageMinutes(history: History, asked: AskedEvent): AsyncGenerator<CountedMinute[]> {
  const { question } = asked;
  const span = stageSpanOf(asked);
  if (span === undefined || question.mode === 'onDemand') return;
  const sessions = question.sessions.filter(({ kind }) => groupOf(kind) === 'stage');
  const live = { ...question, sessions, mode: 'live' } as const;
  const to = span.end === null ? question.to : span.end + 1;
  const from = asked.zero ?? span.start;
  yield* countedMinutes(history, within(live, { from, to }), { isCut: true });
}

/** The first of the highest. */
export interface PeakMinute {
  readonly count: number;
  /** Start of the minute, ms; null while nobody was there. */
  readonly start: number | null;
}

export function higher(best: PeakMinute, { peak, start }: CountedMinute): PeakMinute {
  return peak > best.count ? { count: peak, start } : best;
}

export const NO_PEAK: PeakMinute = { count: 0, start: null };
