import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../api/context.ts';

/** The figures of one event. */
export function serveEventFigures(_app: Hono<ApiEnv>, _parts: ApiParts): void {}
