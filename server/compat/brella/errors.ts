import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { failureOf } from '../../api/failure.ts';
import { titleOf } from '../../api/problem.ts';
import { ERRORS, type ErrorCode } from '../../protocol/error-codes.ts';

/** The vendor knows no 401: a token that is missing or bad is forbidden, too. */
function statusOf(code: ErrorCode): number {
  return code === 'unauthorized' ? 403 : ERRORS[code].status;
}

/** Every failure is an errors object of JSON:API. */
export function answerError(c: Context, error: unknown, onError: (error: unknown) => void): Response {
  const { code, message: detail } = failureOf(c, error, onError);
  const status = statusOf(code);
  const errors = [{ status: String(status), title: titleOf(status), detail }];
  return c.json({ errors }, status as ContentfulStatusCode);
}
