import { z } from '@hono/zod-openapi';
import type { SeriesParts } from '../../figures/series-point.ts';
import type { TalkSpan } from '../../figures/talk/talk-pages.ts';
import type { Claims } from '../../gateway/claims.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { Live } from '../../live/live.ts';
import { IsoTime, wholeListAnswer } from '../answers.ts';
import type { ApiParts } from '../context.ts';
import { checkSpan } from '../history-routes.ts';
import { type FigureScope, FRAME, frameOf, RESOURCES, reachFigures } from '../span-question.ts';

/** The part of a path that says what its id is of. */
export type Resource = keyof typeof RESOURCES;

/**
 * The scope that a path is of, for moderators and above.
 * @throws ApiError `not_allowed` or `not_found`.
 */
export function reachTalk(live: Live, claims: Claims, resource: Resource, id: string): FigureScope {
  return reachFigures(live, claims, { kind: RESOURCES[resource], id });
}

/** Names a session by its id. */
export function sessionIds({ sessions }: Pick<FigureScope, 'sessions'>): (key: ScopeKey) => string {
  const ids = new Map(sessions.map(({ row }) => [row.key, row.id]));
  return (key) => ids.get(key) ?? '';
}

export type SessionIds = ReturnType<typeof sessionIds>;

interface Asked {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/**
 * What every answer begins with, and the span up to what is on disk, so that all of an answer is of the same.
 * @throws ApiError when `from` does not lie before `to`.
 */
export function spanOf(found: FigureScope, { from, to }: Asked, through: number) {
  checkSpan({ from, to });
  const sessions = found.sessions.map(({ row }) => row.key);
  const span = { sessions, from, to: Math.min(to ?? through + 1, through + 1) } satisfies TalkSpan;
  return { frame: frameOf(found, { from, to }, through), span };
}

/** What figures by the minute are read from. */
export function seriesParts({ history, live, pipeline, uncommittedMinutes }: ApiParts): SeriesParts {
  return { history, live, uncommitted: uncommittedMinutes, now: () => pipeline.now() };
}

export function figureList<Item extends z.ZodType>(item: Item, description: string) {
  return wholeListAnswer(
    z.object({ ...FRAME, items: z.array(item), nextCursor: z.string().nullable() }),
    description,
  );
}

/** A minute by its start and by its number since that of the first goLive. */
export const Minute = { start: IsoTime, minute: z.number().int().nullable() };

/** Number of the minute that an instant (ms) lies in, counted from minute 0; null when there is none. */
export function minuteNumber(time: number, zero: number | null): number | null {
  return zero === null ? null : Math.floor((time - zero) / 60_000);
}

/** More minutes than this are not given in one answer. */
export const MAX_MINUTES = 11_000;

/** A whole number as a parameter. */
export function whole(least: number, most: number, preset: number) {
  return z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`)
    .default(preset)
    .openapi({ type: 'integer', minimum: least, maximum: most, default: preset });
}
