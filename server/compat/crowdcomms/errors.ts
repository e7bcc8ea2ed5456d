import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ApiError } from '../../api/problem.ts';
import { isTooLarge } from '../../gateway/fetch-bridge.ts';
import { ERRORS } from '../../protocol/error-codes.ts';

function asApiError(error: unknown, onError: (error: unknown) => void): ApiError {
  if (error instanceof ApiError) return error;
  if (isTooLarge(error)) return new ApiError('too_large');
  onError(error);
  return new ApiError('internal');
}

/** `{error, message}`: no form of the vendor's is known. */
export function answerError(c: Context, error: unknown, onError: (error: unknown) => void): Response {
  const { code, message } = asApiError(error, onError);
  const { status } = ERRORS[code];
  if (status === 401) c.header('WWW-Authenticate', 'Bearer');
  return c.json({ error: code, message }, status as ContentfulStatusCode);
}
