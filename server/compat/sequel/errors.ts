import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { failureOf } from '../../api/failure.ts';
import type { ApiError } from '../../api/problem.ts';
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
  const { status, message } = refusalOf(c, failureOf(c, error, onError));
  return c.json({ hasError: true, errorMessage: message }, status as ContentfulStatusCode);
}
