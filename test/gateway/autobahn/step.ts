import { type FrameOptions, frame, Opcode } from '../../support/frames.ts';

/**
 * What a connection must come to. `delivered`: the messages arrive whole, one answer each. `ponged`: the payloads of the pings come back. `failed`:
 * the connection ends, and nothing that came after the fault is answered. `closed`: the closing handshake is answered with
 * its own code, 1005 for none.
 */
export type Expected =
  | { readonly is: 'delivered'; readonly times: number; readonly pongs?: readonly string[] }
  | { readonly is: 'ponged'; readonly pongs: readonly string[] }
  | { readonly is: 'failed'; readonly after: number }
  | { readonly is: 'refused'; readonly code: number }
  | { readonly is: 'closed'; readonly code: number };

/** One case of the Autobahn test suite, by its number there. */
export interface Case {
  readonly id: string;
  readonly what: string;
  readonly bytes: Buffer;
  /** Written in parts of so many bytes. */
  readonly chop?: number;
  readonly expected: Expected;
}

/** The fault comes after so many good messages; uWebSockets.js drops their answers with the connection when all came at once. */
export const failedAfter = (after: number): Expected => ({ is: 'failed', after });
export const FAILED = failedAfter(0);
export const closedWith = (code: number): Expected => ({ is: 'closed', code });
export const delivered = (times = 1, pongs: readonly string[] = []): Expected => ({
  is: 'delivered',
  times,
  pongs,
});
export const ponged = (...pongs: readonly string[]): Expected => ({ is: 'ponged', pongs });

const HEAD = '{"type":"autobahn","id":"k","pad":"';
const TAIL = '"}';

/** A message of a type that there is not, so that it is answered with `unknown_type` when it has come whole. */
export const messageWith = (pad: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from(HEAD), Buffer.from(pad), Buffer.from(TAIL)]);

/** A message of so many bytes. */
export const messageOf = (length: number): Buffer =>
  messageWith('*'.repeat(length - HEAD.length - TAIL.length));

export const frames = (...parts: readonly FrameOptions[]): Buffer => Buffer.concat(parts.map(frame));

/** The payload in frames of so many bytes: a text, and what continues it. */
export function fragments(payload: Buffer, size: number): FrameOptions[] {
  const parts: FrameOptions[] = [];
  for (let at = 0; at < payload.length; at += size) {
    const opcode = at === 0 ? Opcode.text : Opcode.continuation;
    parts.push({ opcode, payload: payload.subarray(at, at + size), final: at + size >= payload.length });
  }
  return parts;
}
