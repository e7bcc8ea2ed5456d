import type { MiddlewareHandler } from 'hono';
import { RANK } from '../../api/auth.ts';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { Refusal } from './refusals.ts';

const CREDENTIAL = /^(?:Bearer )?([^\s,]+)$/i;

/**
 * Lets hosts in: operators and admins, by the key in `Key` or what stands in `Authorization`, with or without `Bearer`. The vendor's
 * reference asks for both headers; the first that is good counts.
 */
export function authenticate({
  credentials,
  live,
}: Pick<ApiParts, 'credentials' | 'live'>): MiddlewareHandler<ApiEnv> {
  return async function authenticate(c, next) {
    for (const header of ['key', 'authorization']) {
      const text = CREDENTIAL.exec(c.req.header(header) ?? '')?.[1];
      const claims = text === undefined ? undefined : await credentials.verify(text);
      if (claims === undefined) continue;
      if (live.isErased(claims)) throw new Refusal('forbidden');
      if (RANK[claims.role] < RANK.operator) throw new Refusal('notEventHost');
      c.set('claims', claims);
      return next();
    }
    throw new Refusal('unauthorized');
  };
}
