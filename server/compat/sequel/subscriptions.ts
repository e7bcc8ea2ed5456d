import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../api/context.ts';

/** The operations on web hook subscriptions. */
export function serveSubscriptions(_app: Hono<ApiEnv>, _parts: ApiParts): void {}
