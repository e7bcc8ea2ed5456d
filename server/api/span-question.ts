import { z } from '@hono/zod-openapi';
import { askedSession, type SpanQuestion } from '../figures/span-question.ts';
import type { Claims } from '../gateway/claims.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { timeZoneOf } from '../live/inheritance.ts';
import type { Live } from '../live/live.ts';
import type { EventState, OrganizationState, SessionState } from '../live/registry.ts';
import type { ParsedScope } from '../protocol/ids.ts';
import { formatScope } from '../protocol/ids.ts';
import { iso, isoOrNull } from '../protocol/iso-time.ts';
import { IsoTime } from './answers.ts';
import { reachEvent, reachScope, reachSession, requireRole } from './auth.ts';
import { ModeQuery, SpanQuery } from './parameters.ts';
import { ApiError, badParameter } from './problem.ts';

const Kind = z.enum(['mainStage', 'breakout', 'workshop', 'networking', 'expo', 'lobby']);

const KindQuery = z
  .string()
  .max(128)
  .transform((text) => text.split(','))
  .pipe(z.array(Kind))
  .optional()
  .openapi({
    type: 'string',
    example: 'mainStage,breakout',
    description: 'Kinds of sessions, separated by commas',
  });

/** What can be asked of the figures of a session, an event or an organization with those below it. */
export const FiguresQuery = SpanQuery.extend({ mode: ModeQuery, kind: KindQuery });

type AskedFigures = z.infer<typeof FiguresQuery>;

/** What every answer of figures begins with; null: from the beginning, or to the end. */
export const FRAME = {
  scope: z.string(),
  from: IsoTime.nullable(),
  to: IsoTime.nullable(),
  dataThrough: IsoTime,
} as const;

/** Resources with figures, by how they are called in paths. */
export const RESOURCES = { sessions: 'session', events: 'event', organizations: 'organization' } as const;

/** A session, an event or an organization that the token may see the figures of. */
export interface FigureScope {
  readonly scope: ParsedScope;
  readonly key: ScopeKey;
  readonly sessions: readonly SessionState[];
  /** That of the event, or of the organization. */
  readonly timeZone: string;
}

/** @throws ApiError `not_allowed` below moderators; `not_found` for what is not there for the token. */
export function reachFigures(live: Live, claims: Claims, scope: ParsedScope): FigureScope {
  requireRole(claims, 'moderator');
  const key = keyOf(live, claims, scope);
  const state = live.registry.byKey(key);
  if (state === undefined) throw new ApiError('not_found');
  const sessions = live.sessionsIn(key).flatMap((session) => live.registry.sessionByKey(session) ?? []);
  return { scope, key, sessions, timeZone: zoneOf(state) };
}

/** The time zone of an organization, an event or a session. */
export function zoneOf(state: OrganizationState | EventState | SessionState): string {
  if ('event' in state) return zoneOf(state.event);
  if (!('organization' in state)) return timeZoneOf(state);
  return state.row.details.timeZone ?? timeZoneOf(state.organization);
}

function keyOf(live: Live, claims: Claims, scope: ParsedScope): ScopeKey {
  if (scope.kind === 'session') return reachSession(live, claims, scope.id).row.key;
  if (scope.kind === 'event') return reachEvent(live, claims, scope.id).row.key;
  const key = reachScope(live, claims, scope);
  if (key === undefined) throw new ApiError('not_found');
  return key;
}

export interface Asked {
  readonly question: SpanQuestion;
  /** Null where only some kinds of its sessions are asked for. */
  readonly scope: ScopeKey | null;
}

/** @throws ApiError for a span turned round, or one of which nothing is known yet. */
export function questionOf(
  found: Pick<FigureScope, 'key' | 'sessions'>,
  { from, to, mode, kind }: AskedFigures,
  through: number,
): Asked {
  if (from !== undefined && to !== undefined && from >= to) throw badParameter('from', 'must lie before to');
  if (from !== undefined && from > through) throw badParameter('from', 'must not lie after dataThrough');
  const asked = found.sessions.map(askedSession);
  const sessions = kind === undefined ? asked : asked.filter((session) => kind.includes(session.kind));
  return {
    question: { sessions, mode, from: from ?? 0, to: Math.min(to ?? through + 1, through + 1), through },
    scope: sessions.length === asked.length ? found.key : null,
  };
}

/** The fields of `FRAME`. */
export function frameOf(
  { scope }: Pick<FigureScope, 'scope'>,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
  through: number,
) {
  return {
    scope: formatScope(scope),
    from: isoOrNull(from),
    to: isoOrNull(to),
    dataThrough: iso(through),
  };
}

/** Names a list with all that it is filtered by, for its cursors. */
export function listName(name: string, { key }: FigureScope, filter: object): string {
  return `${name} ${key} ${JSON.stringify(filter)}`;
}
