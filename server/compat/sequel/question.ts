import {
  askedSession,
  groupOf,
  type KindGroup,
  type Span,
  type SpanQuestion,
} from '../../figures/span-question.ts';
import type { SessionState } from '../../live/registry.ts';
import type { AnalyticsQuery, EventType } from './parameters.ts';

const GROUPS: Readonly<Record<EventType, readonly KindGroup[]>> = {
  all: ['stage', 'networking'],
  virtualStageEvent: ['stage'],
  networkingHubEvent: ['networking'],
};

/** The sessions of a component, or of both; the lobby is in neither. */
export function sessionsOfType(
  sessions: readonly SessionState[],
  eventType: EventType,
): readonly SessionState[] {
  return sessions.filter(({ row }) => {
    const group = groupOf(row.details.kind);
    return group !== undefined && GROUPS[eventType].includes(group);
  });
}

/**
 * What is asked of sessions. The two components are kept apart, so engaged minutes of both are those of the one and those of the
 * other together, even where somebody was in both in the same minute. `through`: log time up to which slices are known, ms.
 */
export function sequelQuestion(
  sessions: readonly SessionState[],
  { engagementType, eventType }: Pick<AnalyticsQuery, 'engagementType' | 'eventType'>,
  { from, to, through }: Span & { readonly through: number },
): SpanQuestion {
  return {
    sessions: sessionsOfType(sessions, eventType).map((session) => {
      return { ...askedSession(session), part: groupOf(session.row.details.kind) };
    }),
    mode: engagementType === 'all' ? undefined : engagementType,
    from,
    to: Math.max(from, Math.min(to, through + 1)),
    through,
  };
}
