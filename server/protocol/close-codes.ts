/**
 * Why the server closed a connection. Numbers are part of the wire contract: a retired one is never reused.
 * Browsers deliver them as `CloseEvent.code`.
 */
export const CloseCode = {
  /** The frame was not a JSON object in a text frame. */
  malformed: 4400,
  /** The token is missing, bad or has expired. */
  unauthorized: 4401,
  /** Not allowed here: kicked, erased, or replaced by a newer connection of the same client. */
  notAllowed: 4403,
  /** No `auth` message within five seconds. */
  authTimeout: 4408,
  /** In a session, but no text message for the whole timeout. */
  silent: 4410,
  /** A message larger than `MAX_MESSAGE_BYTES`. */
  tooLarge: 4413,
  /** More messages or connections than the limits allow. */
  tooMany: 4429,
  /** The server is shutting down: come back with jitter. */
  shuttingDown: 4503,
} as const;

export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];

/** What a client does after a close: come back, come back with a fresh token, or stay away. */
export type AfterClose = 'reconnect' | 'refreshToken' | 'stop';

/** The policy per code. Codes that are not listed (network failures, 1006) mean `reconnect`. */
export const AFTER_CLOSE: Readonly<Record<CloseCode, AfterClose>> = {
  4400: 'stop',
  4401: 'refreshToken',
  4403: 'stop',
  4408: 'reconnect',
  4410: 'reconnect',
  4413: 'stop',
  4429: 'reconnect',
  4503: 'reconnect',
};
