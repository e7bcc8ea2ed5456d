import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ApiError, titleOf } from '../../api/problem.ts';
import { isTooLarge } from '../../gateway/fetch-bridge.ts';
import { ERRORS, type ErrorCode } from '../../protocol/error-codes.ts';

/** The vendor knows no 401: a token that is missing or bad is forbidden, too. */
function statusOf(code: ErrorCode): number {
  return code === 'unauthorized' ? 403 : ERRORS[code].status;
}

/** Every failure is an errors object of JSON:API. */
export function answerError(c: Context, error: unknown, onError: (error: unknown) => void): Response {
  const known = isTooLarge(error) ? new ApiError('too_large') : error;
  // Who has hung up in the midst of a request is no failure of ours.
  if (!(known instanceof ApiError) && !c.req.raw.signal.aborted) onError(error);
  const { code, message: detail } = known instanceof ApiError ? known : new ApiError('internal');
  const status = statusOf(code);
  const errors = [{ status: String(status), title: titleOf(status), detail }];
  return c.json({ errors }, status as ContentfulStatusCode);
}
