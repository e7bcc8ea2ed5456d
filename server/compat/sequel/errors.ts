import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ApiError } from '../../api/problem.ts';
import { isTooLarge } from '../../gateway/fetch-bridge.ts';
import { ERRORS } from '../../protocol/error-codes.ts';

interface Refusal {
  readonly status: number;
  readonly message: string;
}

function refusalOf(c: Context, error: ApiError): Refusal {
  const { status, message } = ERRORS[error.code];
  if (error.code !== 'unauthorized' || error.message !== message) return { status, message: error.message };
  // Odd as it is, that is how the operation which registers somebody is documented.
  if (c.req.method === 'POST' && c.req.path.endsWith('/registrant'))
    return { status: 404, message: 'Invalid auth token' };
  return { status: 401, message: 'Token not found' };
}

/** Every failure is the vendor's schema `Error`, in which `hasError` is always true. */
export function answerError(c: Context, error: unknown, onError: (error: unknown) => void): Response {
  const known = isTooLarge(error) ? new ApiError('too_large') : error;
  // Who has hung up in the midst of a body is no failure of ours.
  if (!(known instanceof ApiError) && !c.req.raw.signal.aborted) onError(error);
  const { status, message } = refusalOf(c, known instanceof ApiError ? known : new ApiError('internal'));
  return c.json({ hasError: true, errorMessage: message }, status as ContentfulStatusCode);
}
