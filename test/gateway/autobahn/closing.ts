import { type FrameOptions, Opcode } from '../../support/frames.ts';
import {
  type Case,
  closedWith,
  delivered,
  FAILED,
  fragments,
  frames,
  messageOf,
  messageWith,
} from './step.ts';

const good: FrameOptions = { payload: messageWith('Hello') };
const late: FrameOptions = { opcode: Opcode.ping, payload: 'late' };

/** A closing frame with a code, and a reason. */
function close(code: number, reason: Buffer | string = ''): FrameOptions {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return { opcode: Opcode.close, payload: Buffer.concat([payload, Buffer.from(reason)]) };
}

/** uWebSockets.js does not give registered codes (3000 to 3999) back: its answer has none, as RFC 6455, 5.5.1 leaves to it. */
const VALID = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];
const INVALID = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];

/** 7: closing. */
const closes: Case[] = [
  { id: '7.1.1', what: 'a text, then a close', bytes: frames(good, close(1000)), expected: closedWith(1000) },
  { id: '7.1.2', what: 'two closes', bytes: frames(close(1000), close(1000)), expected: closedWith(1000) },
  {
    id: '7.1.3',
    what: 'a ping after the close',
    bytes: frames(close(1000), late),
    expected: closedWith(1000),
  },
  {
    id: '7.1.4',
    what: 'a text after the close',
    bytes: frames(close(1000), good),
    expected: closedWith(1000),
  },
  {
    id: '7.1.5',
    what: 'a fragment, a close, the other fragment',
    bytes: frames(
      ...fragments(messageWith('Hello'), 30).flatMap((part, index) =>
        index === 0 ? [part, close(1000)] : [part],
      ),
    ),
    expected: closedWith(1000),
  },
  {
    id: '7.1.6',
    what: 'a close behind a long text',
    bytes: frames({ payload: messageOf(60_000) }, close(1000), late),
    expected: closedWith(1000),
  },
  {
    id: '7.3.1',
    what: 'a close without payload',
    bytes: frames({ opcode: Opcode.close }),
    expected: closedWith(1005),
  },
  {
    id: '7.3.2',
    what: 'a close of one byte',
    bytes: frames({ opcode: Opcode.close, payload: 'a' }, late),
    expected: FAILED,
  },
  { id: '7.3.3', what: 'a close with a code', bytes: frames(close(1000)), expected: closedWith(1000) },
  {
    id: '7.3.4',
    what: 'a close with a reason',
    bytes: frames(close(1000, 'Hello World!')),
    expected: closedWith(1000),
  },
  {
    id: '7.3.5',
    what: 'a close with a reason of 123 bytes',
    bytes: frames(close(1000, 'x'.repeat(123))),
    expected: closedWith(1000),
  },
  {
    id: '7.3.6',
    what: 'a close with a reason of 124 bytes',
    bytes: frames(close(1000, 'x'.repeat(124)), late),
    expected: FAILED,
  },
  {
    id: '7.5.1',
    what: 'a close with a reason that is no UTF-8',
    bytes: frames(close(1000, Buffer.from('cebae1bdb9cf83cebcceb5eda080656469746564', 'hex')), late),
    expected: FAILED,
  },
  ...VALID.map((code, index) => ({
    id: `7.7.${index + 1}`,
    what: `a close with ${code}`,
    bytes: frames(close(code)),
    expected: closedWith(code >= 3000 && code < 4000 ? 1005 : code),
  })),
  ...INVALID.map((code, index) => ({
    id: `7.9.${index + 1}`,
    what: `a close with ${code}`,
    bytes: frames(close(code), late),
    expected: FAILED,
  })),
  { id: '7.13.1', what: 'a close with 5000', bytes: frames(close(5000), late), expected: FAILED },
  { id: '7.13.2', what: 'a close with 65535', bytes: frames(close(65_535), late), expected: FAILED },
];

const KIB = 1024;
const LARGE = [64, 256, 1024, 4096, 8192, 16_384].map((size) => size * KIB);

/** 9: sizes beyond what a message may have end the connection; 64 KiB is the largest that MAX_MESSAGE_BYTES allows. */
const limits: Case[] = [
  ...LARGE.map((length, index) => ({
    id: `9.1.${index + 1}`,
    what: `text of ${length / KIB} KiB`,
    bytes: frames({ payload: messageOf(length) }),
    expected: length <= 64 * KIB ? delivered() : FAILED,
  })),
  ...LARGE.map((length, index) => ({
    id: `9.2.${index + 1}`,
    what: `binary of ${length / KIB} KiB`,
    bytes: frames({ opcode: Opcode.binary, payload: Buffer.alloc(length, 0xfe) }),
    expected: length <= 64 * KIB ? ({ is: 'refused', code: 4400 } as const) : FAILED,
  })),
  ...[64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB].map((size, index) => ({
    id: `9.3.${index + 1}`,
    what: `text of 4 MiB in fragments of ${size}`,
    bytes: frames(...fragments(messageOf(4096 * KIB), size).slice(0, (70 * KIB) / size + 2)),
    expected: FAILED,
  })),
  ...[64, 128, 256, 512, 1024, 2048].map((chop, index) => ({
    id: `9.5.${index + 1}`,
    what: `text of 64 KiB in parts of ${chop}`,
    bytes: frames({ payload: messageOf(64 * KIB) }),
    chop,
    expected: delivered(),
  })),
  ...[64, 64, 256, 1024, 4096, 16_384].map((length, index) => ({
    id: `9.7.${index + 1}`,
    what: `a hundred texts of ${length} bytes`,
    bytes: frames(...Array.from({ length: 100 }, () => ({ payload: messageOf(length) }))),
    expected: delivered(100),
  })),
];

/** 10: fragments of the size of a packet. */
const packets: Case[] = [
  {
    id: '10.1.1',
    what: 'text of 64 KiB in fragments of 1300',
    bytes: frames(...fragments(messageOf(64 * KIB), 1300)),
    expected: delivered(),
  },
];

export const CLOSING: readonly Case[] = [...closes, ...limits, ...packets];
