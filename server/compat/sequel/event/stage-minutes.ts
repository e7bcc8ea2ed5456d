import type { History } from '../../../../storage/types.ts';
import type { ApiParts } from '../../../api/context.ts';
import { MAX_MINUTES } from '../../../api/talk/talk-scope.ts';
import { MINUTE_MS } from '../../../durations.ts';
import {
  type CountedMinute,
  countedMinutes,
  type LiveSpan,
  liveSpanOf,
} from '../../../figures/counted-minutes.ts';
import { type AskedSession, groupOf, type SpanQuestion, within } from '../../../figures/span-question.ts';
import type { AskedEvent, EventQuery } from './asked-event.ts';
import { EventMemory } from './event-memory.ts';

export function isOnStage({ kind }: Pick<AskedSession, 'kind'>): boolean {
  return groupOf(kind) === 'stage';
}

/** When the stage was live, as far as it is asked about; undefined while it never was. */
export function stageSpanOf({ question }: AskedEvent): LiveSpan | undefined {
  return liveSpanOf(question.sessions.filter(isOnStage));
}

/** Who watches it: from minute 0 to that in which its last session ended, or to the running one; undefined without any minute. */
function stageQuestionOf(asked: AskedEvent): SpanQuestion | undefined {
  const { question, zero } = asked;
  const span = stageSpanOf(asked);
  if (span === undefined || question.mode === 'onDemand') return undefined;
  const sessions = question.sessions.filter(isOnStage);
  const to = span.end === null ? question.to : span.end + 1;
  return within({ ...question, sessions, mode: 'live' }, { from: zero ?? span.start, to });
}

async function allOf<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

/** Events of which the minutes are remembered, where they are no more than fit into one answer. */
const MOST = 20;

/** Who watched the stages of events live, minute by minute. */
export class StageMinutes {
  readonly #history: History;
  readonly #memory: EventMemory<readonly CountedMinute[]>;

  constructor(parts: ApiParts) {
    this.#history = parts.history;
    this.#memory = new EventMemory(parts, { most: MOST, isNamed: false });
  }

  async *of(asked: AskedEvent, query: EventQuery): AsyncGenerator<readonly CountedMinute[]> {
    const question = stageQuestionOf(asked);
    if (question === undefined) return;
    const count = () => countedMinutes(this.#history, question, { isCut: true });
    if (question.to - question.from > MAX_MINUTES * MINUTE_MS) yield* count();
    else yield await this.#memory.get(asked, query, () => allOf(count()));
  }
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
