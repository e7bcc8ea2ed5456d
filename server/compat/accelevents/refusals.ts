import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ApiError, problemBody } from '../../api/problem.ts';

/**
 * The vendor's codes and texts (reference, "possible error messages"). Longer codes begin with their HTTP status; the form of the
 * body is nowhere documented.
 */
const REFUSALS = {
  malformed: [400, 'The request could not be understood by the server due to malformed syntax.'],
  unauthorized: [401, 'You are not authorized to view the resource'],
  forbidden: [403, 'Accessing the resource you were trying to reach is forbidden'],
  notFound: [404, 'The resource you were trying to reach is not found'],
  notAcceptable: [406, 'Not Acceptable'],
  internal: [500, 'Internal Server Error'],
  notEventHost: [4030201, 'Not Event Host'],
  eventNotFound: [4040200, 'Event Not Found'],
  sessionNotFound: [404800, 'Session Not Found'],
} as const satisfies Record<string, readonly [code: number, message: string]>;

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly errorCode: number;

  constructor(kind: keyof typeof REFUSALS, message: string = REFUSALS[kind][1]) {
    super(message);
    [this.errorCode] = REFUSALS[kind];
  }
}

/** In the vendor's form; `onError` is told of what should not have happened. */
export function refusalResponse(c: Context, error: Error, onError: (error: Error) => void): Response {
  if (error instanceof Refusal) return answer(c, error.errorCode, error.message);
  if (error instanceof ApiError) return answer(c, problemBody(error).status, error.message);
  if (!c.req.raw.signal.aborted) onError(error);
  return answer(c, ...REFUSALS.internal);
}

function answer(c: Context, errorCode: number, errorMessage: string): Response {
  const status = Number(String(errorCode).slice(0, 3));
  return c.json({ status, errorCode, errorMessage }, status as ContentfulStatusCode);
}
