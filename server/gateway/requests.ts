import type { Broadcast } from '../broadcast/broadcast.ts';
import type { Config } from '../config.ts';
import type { Live } from '../live/live.ts';
import type { Pipeline } from '../pipeline.ts';
import { ERRORS, type ErrorCode } from '../protocol/error-codes.ts';
import type { ErrorMessage } from '../protocol/server-messages.ts';
import type { Claims } from './claims.ts';
import type { Answers, Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { bump } from './gateway-stats.ts';
import type { Tokens } from './tokens.ts';

/** What messages are handled with. */
export interface HandlerParts {
  readonly config: Config;
  readonly tokens: Tokens;
  readonly pipeline: Pipeline;
  readonly live: Live;
  readonly broadcast: Broadcast;
  readonly connections: Connections;
  /** The disk is too far behind to take engagements. */
  readonly isOverloaded: () => boolean;
  /** The heap is nearly full: nothing is taken that keeps more. */
  readonly isOutOfRoom: () => boolean;
  readonly onError: (error: unknown) => void;
}

/** A message of somebody who has authenticated, and where its answer goes. */
export interface Request {
  readonly connection: Connection;
  readonly claims: Claims;
  readonly to: Answers;
}

export function errorMessage(
  code: ErrorCode,
  id?: string,
  message: string = ERRORS[code].message,
): ErrorMessage {
  return id === undefined ? { type: 'error', code, message } : { type: 'error', code, message, id };
}

/** Any request may carry an id; the answer repeats it. */
export function withId(id: string | undefined): { id?: string } {
  return id === undefined ? {} : { id };
}

export function refuse(
  { connections }: Pick<HandlerParts, 'connections'>,
  to: Answers,
  error: ErrorMessage,
): void {
  bump(connections.stats.errors, error.code);
  to.answer(error);
}
