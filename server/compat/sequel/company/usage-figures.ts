import type { History } from '../../../../storage/types.ts';
import { SpanMemory } from '../../../figures/span-memory.ts';
import type { Span } from '../../../figures/span-question.ts';
import { type Usage, usageOfSpan } from '../../../figures/usage.ts';
import type { MinutesUsed, UsageEver } from '../../../figures/usage-ever.ts';
import type { SessionState } from '../../../live/registry.ts';
import type { AnalyticsQuery } from '../parameters.ts';
import { sequelQuestion, sessionsOfType } from '../question.ts';

type Query = Pick<AnalyticsQuery, 'engagementType' | 'eventType'>;

export type UsageSource = (sessions: readonly SessionState[]) => Promise<MinutesUsed>;

function minutesUsed({ events, attendees, byMode, byKind }: Usage): MinutesUsed {
  return {
    ...{ events, attendees },
    minutes: { live: byMode.live.engagedMinutes, onDemand: byMode.onDemand.engagedMinutes },
    byKind: { stage: byKind.stage.engagedMinutes, networking: byKind.networking.engagedMinutes },
  };
}

const MOST_SPANS = 1000;

/** Usage within spans. */
export class UsageWithin {
  readonly #history: History;
  readonly #memory: SpanMemory<MinutesUsed>;

  constructor(history: History) {
    this.#history = history;
    this.#memory = new SpanMemory(history, MOST_SPANS);
  }

  in(span: Span & { readonly through: number }, query: Query): UsageSource {
    return (sessions) => {
      const question = sequelQuestion(sessions, query, span);
      const work = async () => minutesUsed(await usageOfSpan(this.#history, question));
      return this.#memory.get({ question, sessions }, work);
    };
  }
}

/** Usage from the beginning up to now, which kept sums may answer. */
export function usageSince(ever: UsageEver, query: Query, through: number): UsageSource {
  const mode = query.engagementType === 'all' ? undefined : query.engagementType;
  return (sessions) => ever.of(sessionsOfType(sessions, query.eventType), mode, through);
}

/** Live and on-demand minutes make the total, as do those of the two components. */
export function usageFigures({ events, attendees, minutes, byKind }: MinutesUsed) {
  return {
    numberOfEvents: events,
    numberOfUsers: attendees,
    totalEngagedMinutes: minutes.live + minutes.onDemand,
    liveMinutes: minutes.live,
    onDemandMinutes: minutes.onDemand,
    virtualStageMinutes: byKind.stage,
    networkingMinutes: byKind.networking,
  };
}
