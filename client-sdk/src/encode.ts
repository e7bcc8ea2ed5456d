import type { ClientMessage, HEARTBEAT_FRAME } from '../../server/protocol/client-messages.ts';

/** What a client sends: a message of the contract, or the one-character heartbeat. */
export type Outgoing = ClientMessage | typeof HEARTBEAT_FRAME;

/** The text frame of a message. */
export function encode(message: Outgoing): string {
  return typeof message === 'string' ? message : JSON.stringify(message);
}
