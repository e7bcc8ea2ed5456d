import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { Id } from '../protocol/ids.ts';
import { BODY_REFUSALS, jsonAnswer, REFUSALS, UNAVAILABLE } from './answers.ts';
import { requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { ApiError } from './problem.ts';

const MAX_SECONDS = 30 * 86_400;

const Body = z.strictObject({
  sub: Id,
  role: z.enum(['attendee', 'moderator', 'operator', 'admin']).default('attendee'),
  event: Id.optional(),
  name: z.string().max(256).optional(),
  email: z.string().max(256).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be ISO 3166-1 alpha-2')
    .optional(),
  expiresInSeconds: z.number().int().min(1).max(MAX_SECONDS).default(3600),
});

const route = createRoute({
  method: 'post',
  path: '/v1/tokens',
  summary: "Mint a token for an attendee of the caller's own organization",
  request: { body: { content: { 'application/json': { schema: Body } }, required: true } },
  responses: {
    201: jsonAnswer(z.object({ token: z.string(), expiresAt: z.string() }), 'The token'),
    ...REFUSALS,
    ...BODY_REFUSALS,
    ...UNAVAILABLE,
  },
});

/** Operators mint attendees and moderators; nobody mints more than they are. */
const MAY_MINT = {
  operator: ['attendee', 'moderator'],
  admin: ['attendee', 'moderator', 'operator', 'admin'],
} as const;

export function serveTokens(app: OpenAPIHono<ApiEnv>, { tokens }: ApiParts): void {
  app.openapi(route, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { event, ...wanted } = c.req.valid('json');
    const mintable: readonly string[] = claims.role === 'admin' ? MAY_MINT.admin : MAY_MINT.operator;
    if (!mintable.includes(wanted.role))
      throw new ApiError('not_allowed', `a ${claims.role} cannot mint the role ${wanted.role}`);
    if (claims.event !== undefined && event !== undefined && event !== claims.event)
      throw new ApiError('not_allowed');
    if (!tokens.canSign)
      throw new ApiError('unavailable', 'tokens come from the key set; this server signs none');
    const token = await tokens.sign({ ...wanted, event: claims.event ?? event, org: claims.org });
    const expiresAt = new Date(
      (Math.floor(Date.now() / 1000) + wanted.expiresInSeconds) * 1000,
    ).toISOString();
    return c.json({ token, expiresAt }, 201);
  });
}
