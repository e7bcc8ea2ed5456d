import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { failureOf } from '../../api/failure.ts';
import { ERRORS } from '../../protocol/error-codes.ts';

/** `{error, message}`: no form of the vendor's is known. */
export function answerError(c: Context, error: unknown, onError: (error: unknown) => void): Response {
  const { code, message } = failureOf(c, error, onError);
  const { status } = ERRORS[code];
  if (status === 401) c.header('WWW-Authenticate', 'Bearer');
  return c.json({ error: code, message }, status as ContentfulStatusCode);
}
