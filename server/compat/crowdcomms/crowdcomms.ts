import { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../api/context.ts';

export function crowdcomms(_parts: ApiParts): Hono<ApiEnv> {
  return new Hono<ApiEnv>();
}
