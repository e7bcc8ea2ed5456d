import type { MiddlewareHandler } from 'hono';
import type { ApiEnv, ApiParts } from './context.ts';
import { noteAct } from './note-act.ts';

/** What is said of people and tokens is in nobody's cache. */
export const forbidCaching: MiddlewareHandler<ApiEnv> = async function forbidCaching(c, next) {
  await next();
  c.res.headers.set('cache-control', 'no-store');
};

/** Gives routes `noteAct`; to be used once it is known who asks. */
export function beAbleToNote(parts: Pick<ApiParts, 'live' | 'pipeline'>): MiddlewareHandler<ApiEnv> {
  return async function beAbleToNote(c, next) {
    c.set('noteAct', (act) => noteAct(parts, c.get('claims'), act));
    await next();
  };
}
