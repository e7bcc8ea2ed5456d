import type { Context } from 'hono';
import { isTooLarge } from '../gateway/fetch-bridge.ts';
import { ApiError } from './problem.ts';

/** What a failure is to whoever asked. `onError` is told of what should not have happened. */
export function failureOf(c: Context, error: unknown, onError: (error: unknown) => void): ApiError {
  if (error instanceof ApiError) return error;
  if (isTooLarge(error)) return new ApiError('too_large');
  // Who has hung up in the midst of a body is no failure of ours.
  if (!c.req.raw.signal.aborted) onError(error);
  return new ApiError('internal');
}
