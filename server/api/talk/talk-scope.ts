import { z } from '@hono/zod-openapi';
import type { SeriesParts } from '../../figures/series-point.ts';
import type { Claims } from '../../gateway/claims.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { Live } from '../../live/live.ts';
import type { SessionState } from '../../live/registry.ts';
import type { ScopeKind } from '../../protocol/client-messages.ts';
import { formatScope } from '../../protocol/ids.ts';
import { IsoTime, listAnswer } from '../answers.ts';
import { reachEvent, reachScope, reachSession, requireRole } from '../auth.ts';
import type { ApiParts } from '../context.ts';
import { checkSpan } from '../history-routes.ts';

/** The part of a path that says what its id is of. */
export type ScopePath = 'sessions' | 'events' | 'organizations';

const KINDS: Readonly<Record<ScopePath, ScopeKind>> = {
  sessions: 'session',
  events: 'event',
  organizations: 'organization',
};

/** What a figure over engagements is of. */
export interface TalkScope {
  readonly scope: string;
  /** Undefined: an organization in which nothing has been done yet. */
  readonly key: ScopeKey | undefined;
  readonly sessions: readonly SessionState[];
}

function sessionsOf(live: Live, key: ScopeKey | undefined): SessionState[] {
  const keys = key === undefined ? [] : live.sessionsIn(key);
  return keys.flatMap((session) => live.registry.sessionByKey(session) ?? []);
}

/**
 * The scope, for moderators and above.
 * @throws ApiError `not_allowed` or `not_found`.
 */
export function reachTalk(live: Live, claims: Claims, path: ScopePath, id: string): TalkScope {
  requireRole(claims, 'moderator');
  const scope = formatScope({ kind: KINDS[path], id });
  if (path === 'organizations') {
    const key = reachScope(live, claims, { kind: 'organization', id });
    return { scope, key, sessions: sessionsOf(live, key) };
  }
  if (path === 'events') {
    const { key } = reachEvent(live, claims, id).row;
    return { scope, key, sessions: sessionsOf(live, key) };
  }
  const session = reachSession(live, claims, id);
  return { scope, key: session.row.key, sessions: [session] };
}

export function keysOf({ sessions }: TalkScope): ScopeKey[] {
  return sessions.map(({ row }) => row.key);
}

/** Names a session by its id. */
export function sessionIds({ sessions }: TalkScope): (key: ScopeKey) => string {
  const ids = new Map(sessions.map(({ row }) => [row.key, row.id]));
  return (key) => ids.get(key) ?? '';
}

/** What figures by the minute are read from. */
export function seriesParts({ history, live, pipeline, uncommittedMinutes }: ApiParts): SeriesParts {
  return { history, live, uncommitted: uncommittedMinutes, now: () => pipeline.now() };
}

export const iso = (time: number) => new Date(time).toISOString();
export const isoOrNull = (time: number | null) => (time === null ? null : iso(time));

export const Figures = {
  scope: z.string(),
  from: IsoTime.nullable(),
  to: IsoTime.nullable(),
  dataThrough: IsoTime,
};

interface Span {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/**
 * What every answer begins with, and the span up to what is on disk, so that all of an answer is of the same.
 * @throws ApiError when `from` does not lie before `to`.
 */
export function spanOf(scope: TalkScope, { from, to }: Span, through: number) {
  checkSpan({ from, to });
  const head = {
    scope: scope.scope,
    from: isoOrNull(from ?? null),
    to: isoOrNull(to ?? null),
    dataThrough: iso(through),
  };
  return { head, span: { sessions: keysOf(scope), from, to: Math.min(to ?? through + 1, through + 1) } };
}

/** A list that says how far it reaches. */
export function figureList<Item extends z.ZodType>(item: Item, description: string) {
  const answer = listAnswer(item, description);
  const schema = z.object({ dataThrough: IsoTime, items: z.array(item), nextCursor: z.string().nullable() });
  return { ...answer, content: { ...answer.content, 'application/json': { schema } } };
}

/** A minute by its start and by its number since the first goLive. */
export const Minute = { start: IsoTime, minute: z.number().int().nullable() };

/** More minutes than this are not given in one answer. */
export const MAX_MINUTES = 11_000;

/** How many of a list within an answer. */
export const TopLimit = z
  .string()
  .regex(/^\d{1,3}$/, 'must be a whole number')
  .transform(Number)
  .refine((limit) => limit >= 1 && limit <= 100, 'must be from 1 to 100')
  .default(10)
  .openapi({ type: 'integer', minimum: 1, maximum: 100, default: 10 });
