import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ERRORS, type ErrorCode } from '../protocol/error-codes.ts';

export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** A refusal with a stable code; becomes an RFC 9457 problem at the edge. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly errors: readonly FieldError[];

  constructor(code: ErrorCode, detail: string = ERRORS[code].message, errors: readonly FieldError[] = []) {
    super(detail);
    this.code = code;
    this.errors = errors;
  }
}

/** 400 that names the parameter. */
export function badParameter(path: string, message: string): ApiError {
  return new ApiError('invalid_request', `${path}: ${message}`, [{ path, message }]);
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** The usual name of a status. */
export function titleOf(status: number): string {
  return TITLES[status] ?? 'Error';
}

/** RFC 9457, with our stable `code` and, for bad fields, `errors`. */
export function problemBody(error: ApiError) {
  const { status } = ERRORS[error.code];
  return {
    type: 'about:blank',
    title: titleOf(status),
    status,
    detail: error.message,
    code: error.code,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
  };
}

export function problemResponse(c: Context, error: ApiError): Response {
  const problem = problemBody(error);
  const { status } = problem;
  if (status === 401) c.header('WWW-Authenticate', 'Bearer');
  return c.body(JSON.stringify(problem), status as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
  });
}
