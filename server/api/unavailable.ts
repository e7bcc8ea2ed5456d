import type { MiddlewareHandler } from 'hono';
import type { ErrorCode } from '../protocol/error-codes.ts';
import { ApiError } from './problem.ts';

/** Why nothing can be answered now, whoever asks; null while it can. */
export type Unavailable = () => ErrorCode | null;

/** Refuses every request with the code, if there is one. */
export function refuseWhile(unavailable: Unavailable): MiddlewareHandler {
  return async function refuse(_c, next) {
    const code = unavailable();
    if (code !== null) throw new ApiError(code);
    await next();
  };
}
