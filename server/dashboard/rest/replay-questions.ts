import type { Mode } from '../../protocol/client-messages.ts';
import type { ScopeParts } from '../router/route.ts';
import { resourceOf, spanQuery } from './history-questions.ts';
import type {
  ActionsSeries,
  EngagementAnswer,
  EventCurves,
  SessionCurves,
  SliceAnswer,
} from './replay-answers.ts';
import { type RestPort, type Span, segment } from './rest-client.ts';
import type { ChatAnswer, ListAnswer, PollAnswer, QuestionAnswer } from './session-rest.ts';

/** The longest page of a list. */
const PAGE = 1000;

type Get = Pick<RestPort, 'get'>;

/** A whole list, page by page, but no more than about `most`. */
async function askAll<Item>(rest: Get, path: string, most: number): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const next: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = (await rest.get(`${path}&limit=${PAGE}${next}`)) as ListAnswer<Item>;
    for (const item of page.items) items.push(item);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < most);
  return items;
}

/** Those that touch the span, and a millisecond more on both sides, so that what goes on is not taken for two. */
export function askSlices(rest: Get, session: string, { from, to }: Span): Promise<SliceAnswer[]> {
  const wider = spanQuery({ from: from - 1, to: to + 1 });
  return askAll(rest, `/v1/sessions/${segment(session)}/slices?${wider}`, Number.POSITIVE_INFINITY);
}

export function askEngagements(rest: Get, session: string, span: Span): Promise<EngagementAnswer[]> {
  return askAll(
    rest,
    `/v1/sessions/${segment(session)}/engagements?${spanQuery(span)}`,
    Number.POSITIVE_INFINITY,
  );
}

export interface CurveQuestion extends Span {
  readonly step: 'second' | 'minute' | 'hour';
  /** Of those in one mode alone. */
  readonly mode?: Mode;
}

export async function askCurve(
  rest: Get,
  scope: string,
  { from, to, step, mode }: CurveQuestion,
): Promise<ActionsSeries> {
  return (await rest.get(
    `/v1/series/${segment(scope)}?${spanQuery({ from, to })}&step=${step}${mode ? `&mode=${mode}` : ''}`,
  )) as ActionsSeries;
}

/** The highest figure of each minute by session of an event. */
export async function askSessionCurves(rest: Get, event: string, span: Span): Promise<SessionCurves> {
  const query = `groupBy=session&metric=peak&step=minute&${spanQuery(span)}`;
  return (await rest.get(`/v1/events/${segment(event)}/series?${query}`)) as SessionCurves;
}

export function askChat(rest: Get, parts: ScopeParts, span: Span, most: number): Promise<ChatAnswer[]> {
  return askAll(rest, `${resourceOf(parts)}/chat?${spanQuery(span)}`, most);
}

export interface ConnectionsQuestion {
  readonly parts: ScopeParts;
  /** Id of the event of a session, or of the organization of an event. */
  readonly whole: string;
  readonly span: Span;
}

/** Connections at the end of each minute, by its beginning (ms); null where they are not known. */
export async function askConnections(
  rest: Get,
  { parts, whole, span }: ConnectionsQuestion,
): Promise<ReadonlyMap<number, number | null>> {
  const isSession = parts.kind === 'session';
  const resource = resourceOf({ kind: isSession ? 'event' : 'organization', id: whole });
  const query = `groupBy=${parts.kind}&metric=connections&step=minute&${spanQuery(span)}`;
  const { groups } = (await rest.get(`${resource}/series?${query}`)) as SessionCurves | EventCurves;
  const own = groups.find((group) => ('session' in group ? group.session : group.event) === parts.id);
  return new Map(own?.points.map(({ start, value }) => [Date.parse(start), value]));
}

/** As they stood at the end of the span. */
export function askPolls(
  rest: Get,
  parts: ScopeParts,
  span: Span,
): Promise<(PollAnswer & { closedAt: string | null })[]> {
  return askAll(rest, `${resourceOf(parts)}/polls?${spanQuery(span)}`, PAGE);
}

/** Asked within the span; votes and answers are those of today. */
export function askQuestions(rest: Get, parts: ScopeParts, span: Span): Promise<QuestionAnswer[]> {
  return askAll(rest, `${resourceOf(parts)}/questions?${spanQuery(span)}`, PAGE);
}

export function askVotes(rest: Get, session: string, span: Span, most: number): Promise<EngagementAnswer[]> {
  const path = `/v1/sessions/${segment(session)}/engagements?action=question.upvote&${spanQuery(span)}`;
  return askAll(rest, path, most);
}
