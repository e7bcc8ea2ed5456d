import type { Context } from 'hono';
import type { History } from '../../../../storage/types.ts';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { firstMinute, minuteZero } from '../../../figures/minute-by-minute.ts';
import { askedSession, groupOf, type SpanQuestion } from '../../../figures/span-question.ts';
import type { TalkSpan } from '../../../figures/talk/talk-pages.ts';
import { timeZoneOf } from '../../../live/inheritance.ts';
import type { EventState, SessionState } from '../../../live/registry.ts';
import type { AnalyticsQuery, EventType } from '../parameters.ts';
import { sessionsOfType } from '../question.ts';
import { reachSequelEvent } from '../reach.ts';
import { type AskedDates, datesOf } from '../span.ts';

export type EventQuery = Pick<
  AnalyticsQuery,
  'eventType' | 'engagementType' | 'startDate' | 'endDate' | 'timezone'
>;

/** What is asked of an event. */
export interface AskedEvent {
  readonly event: EventState;
  /** Those of the components that are asked about. */
  readonly sessions: readonly SessionState[];
  readonly dates: AskedDates;
  /** Unlike those of a company, its components are not kept apart: a minute in which somebody was in both is one. */
  readonly question: SpanQuestion;
  /** Minute 0: the UTC minute in which its stage first went live, ms; null while it never has. */
  readonly zero: number | null;
}

/**
 * The event of the path, as the query asks about it.
 * @throws ApiError 404 for one that is not there for the token, 400 for wrong dates.
 */
export function askEvent(
  { live, dataThrough, pipeline }: Pick<ApiParts, 'live' | 'dataThrough' | 'pipeline'>,
  c: Context<ApiEnv>,
  query: EventQuery,
): AskedEvent {
  const event = reachSequelEvent({ live }, c.get('claims'), c.req.param('eventId') ?? '');
  const all = [...event.sessions];
  const sessions = sessionsOfType(all, query.eventType);
  const dates = datesOf(query, query.timezone ?? timeZoneOf(event.organization), pipeline.now());
  const { from, to } = dates;
  const through = dataThrough();
  const question = {
    sessions: sessions.map(askedSession),
    mode: query.engagementType === 'all' ? undefined : query.engagementType,
    from,
    to: Math.max(from, Math.min(to, through + 1)),
    through,
  };
  const zero = minuteZero(sessionsOfType(all, 'virtualStageEvent').map(({ row }) => row));
  return { event, sessions, dates, question, zero };
}

/** Minute 0 of what is counted by the minute: of an event that never went live it is that of the first presence. */
export async function originOf(
  history: Pick<History, 'slices'>,
  { zero, event }: AskedEvent,
): Promise<number | null> {
  const sessions = sessionsOfType([...event.sessions], 'all');
  return (
    zero ??
    firstMinute(
      history,
      sessions.map(({ row }) => row.key),
    )
  );
}

/** What was said and done in it. */
export function talkSpanOf({ question: { sessions, from, to } }: AskedEvent): TalkSpan {
  return { sessions: sessions.map(({ key }) => key), from, to };
}

/** The component that was asked for; of both that which the event has, where it has no other. */
export function componentOf(event: EventState, eventType: EventType): EventType {
  if (eventType !== 'all') return eventType;
  const groups = new Set([...event.sessions].flatMap(({ row }) => groupOf(row.details.kind) ?? []));
  if (groups.size !== 1) return 'all';
  return groups.has('stage') ? 'virtualStageEvent' : 'networkingHubEvent';
}
