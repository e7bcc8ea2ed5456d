import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { MINUTE_MS } from '../durations.ts';
import { Id } from '../protocol/ids.ts';
import {
  BODY_REFUSALS,
  IsoTime,
  jsonAnswer,
  REFUSALS,
  TOO_MANY,
  UNAVAILABLE,
  WRITE_REFUSALS,
} from './answers.ts';
import { actorOf, reachSession, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { IdParam } from './parameters.ts';
import { ApiError } from './problem.ts';
import { namedIn } from './reach-attendee.ts';
import { write } from './write.ts';

const MAX_MINUTES = 1440;

const Minutes = z.number().int().min(0).max(MAX_MINUTES).default(0).openapi({
  description: 'How long the attendee is kept out; 0: not at all, and no longer where it was so before',
});

const BlockedUntil = IsoTime.nullable().openapi({ description: 'Null: not kept out' });

const kickRoute = createRoute({
  method: 'post',
  path: '/v1/sessions/{id}/kick',
  summary: 'Put an attendee out of a session at once, and keep them out for a time',
  request: {
    params: IdParam,
    body: {
      content: { 'application/json': { schema: z.strictObject({ attendee: Id, minutes: Minutes }) } },
      required: true,
    },
  },
  responses: {
    200: jsonAnswer(
      z.object({ session: z.string(), attendee: z.string(), blockedUntil: BlockedUntil }),
      'Out',
    ),
    ...WRITE_REFUSALS,
    ...TOO_MANY,
    ...UNAVAILABLE,
  },
});

const disconnectRoute = createRoute({
  method: 'post',
  path: '/v1/attendees/{id}/disconnect',
  summary: "Close all sockets of an attendee in the caller's organization, and keep them out for a time",
  request: {
    params: IdParam,
    body: {
      content: { 'application/json': { schema: z.strictObject({ minutes: Minutes }) } },
      required: true,
    },
  },
  responses: {
    200: jsonAnswer(z.object({ attendee: z.string(), blockedUntil: BlockedUntil }), 'Out'),
    ...REFUSALS,
    ...BODY_REFUSALS,
    ...TOO_MANY,
    ...UNAVAILABLE,
  },
});

export function serveExpelling(app: OpenAPIHono<ApiEnv>, { live, pipeline }: ApiParts): void {
  const blockedUntil = (scope: number, attendee: string) => {
    const until = live.blockedUntil(scope, attendee);
    return until === null ? null : new Date(until).toISOString();
  };

  app.openapi(kickRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const { id: session } = c.req.valid('param');
    const { minutes, ...whom } = c.req.valid('json');
    const attendee = namedIn({ live }, claims, whom.attendee);
    const { key } = reachSession(live, claims, session).row;
    const blockMs = minutes * MINUTE_MS;
    await write(pipeline, { kind: 'kick', actor: actorOf(claims), session, attendee, blockMs });
    return c.json({ session, attendee, blockedUntil: blockedUntil(key, attendee) }, 200);
  });

  app.openapi(disconnectRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    if (claims.event !== undefined) throw new ApiError('not_allowed', 'the token is limited to one event');
    const attendee = namedIn({ live }, claims, c.req.valid('param').id);
    const blockMs = c.req.valid('json').minutes * MINUTE_MS;
    await write(pipeline, { kind: 'disconnect', actor: actorOf(claims), attendee, blockMs });
    const key = live.scopeOf(claims.org, 'organization', claims.org) ?? 0;
    return c.json({ attendee, blockedUntil: blockedUntil(key, attendee) }, 200);
  });
}
