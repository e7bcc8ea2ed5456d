import type { Hono } from 'hono';
import { z } from 'zod';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { ApiError } from '../../api/problem.ts';
import { idOfKey } from '../../gateway/key-text.ts';
import { readBody } from './parameters.ts';

const LIFETIME_SECONDS = 86_400;

const Body = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  audience: z.string().optional(),
  grant_type: z.literal('client_credentials'),
});

/** S1: a token for an API key, whose id and text are the client's. It ends with the key. */
export function serveOAuth(app: Hono<ApiEnv>, { credentials, tokens }: ApiParts): void {
  app.post('/api/oauth/token', async (c) => {
    const { client_id, client_secret } = await readBody(c, Body);
    const isOwn = idOfKey(client_secret) === client_id;
    const claims = isOwn ? await credentials.verify(client_secret) : undefined;
    if (claims === undefined) throw new ApiError('unauthorized', 'Wrong client_id or client_secret');
    if (!tokens.canSign)
      throw new ApiError('unavailable', 'this server signs no tokens; API keys are taken as they are');
    const { attendee: sub, org, event, role, expiresAt } = claims;
    const left = Math.ceil(expiresAt - Date.now() / 1000);
    const expiresInSeconds = Math.min(LIFETIME_SECONDS, left);
    const token = await tokens.sign({ sub, org, event, role, apiKey: client_id, expiresInSeconds });
    return c.json({ access_token: token, token_type: 'Bearer', expires_in: expiresInSeconds });
  });
}
