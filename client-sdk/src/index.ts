import { openConnection } from './connection.ts';
import { platform } from './host.ts';
import type { Connection, ConnectOptions } from './options.ts';

/**
 * Opens a connection to a Headcount server and keeps it open until `close()`.
 *
 * @example
 * const connection = connect({ url: 'wss://headcount.example', getToken: () => fetchToken() });
 * const { concurrent } = await connection.join('keynote', { mode: 'live' });
 *
 * @throws TypeError when the URL is none, when there is neither token nor getToken, or no WebSocket class
 */
export function connect(options: ConnectOptions): Connection {
  return openConnection(options, platform);
}

export type { ErrorCode } from '../../server/protocol/error-codes.ts';
export { type ClientErrorCode, HeadcountError } from './errors.ts';
export type { SocketLike, WebSocketClass } from './host.ts';
export type * from './options.ts';
