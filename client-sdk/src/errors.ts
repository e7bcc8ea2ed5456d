import type { ErrorCode } from '../../server/protocol/error-codes.ts';

/**
 * What the client itself refuses.
 *
 * - `closed`: the connection is closed for good, by `close()` or by a close code that forbids coming back
 * - `left`: `leave` came before the server had answered the `join`
 * - `queue_full`: more engagements wait for their acknowledgement than `maxPendingEngagements`
 */
export type ClientErrorCode = 'closed' | 'left' | 'queue_full';

/** Every rejection of this package. `code` is stable; `message` is for people. */
export class HeadcountError extends Error {
  override readonly name = 'HeadcountError';
  readonly code: ErrorCode | ClientErrorCode;
  /** Of `kicked`, when it answers no request: the session that you are out of. */
  readonly session: string | undefined;

  constructor(code: ErrorCode | ClientErrorCode, message: string, session?: string) {
    super(message);
    this.code = code;
    this.session = session;
  }
}
