import { type FrameOptions, Opcode } from '../../support/frames.ts';
import {
  type Case,
  delivered,
  FAILED,
  failedAfter,
  fragments,
  frames,
  messageOf,
  messageWith,
  ponged,
} from './step.ts';

const { binary, continuation, ping, pong } = Opcode;
const small = messageWith('Hello');
const good: FrameOptions = { payload: small };
const half = Math.floor(small.length / 2);
const [first = good, second = good] = fragments(small, half + 1);
const pinged = (payload: string): FrameOptions => ({ opcode: ping, payload });

/** Each frame sequence as it is, and byte by byte. */
const alsoChopped = (id: string, choppedId: string, rest: Omit<Case, 'id'>): Case[] => [
  { id, ...rest },
  { id: choppedId, ...rest, what: `${rest.what}, byte by byte`, chop: 1 },
];

/** 1: sizes. A binary message is none of ours (docs/protocol.md). */
const sizes: Case[] = [
  ...[0, 125, 126, 127, 128].map((length, index) => ({
    id: `1.1.${index + 1}`,
    what: `text of ${length} bytes`,
    bytes: length === 0 ? frames({ payload: '' }) : frames({ payload: messageOf(length) }),
    expected: length === 0 ? ({ is: 'refused', code: 4400 } as const) : delivered(),
  })),
  {
    id: '1.1.6',
    what: 'text of 65535 bytes',
    bytes: frames({ payload: messageOf(65_535) }),
    expected: delivered(),
  },
  {
    id: '1.1.7',
    what: 'text of 65536 bytes',
    bytes: frames({ payload: messageOf(65_536) }),
    expected: delivered(),
  },
  {
    id: '1.1.8',
    what: 'text of 65536 bytes in parts of 997',
    bytes: frames({ payload: messageOf(65_536) }),
    chop: 997,
    expected: delivered(),
  },
  ...[0, 125, 126, 127, 128, 65_535, 65_536].map((length, index) => ({
    id: `1.2.${index + 1}`,
    what: `binary of ${length} bytes`,
    bytes: frames({ opcode: binary, payload: Buffer.alloc(length, 0xfe) }),
    expected: { is: 'refused', code: 4400 } as const,
  })),
  {
    id: '1.2.8',
    what: 'binary of 65536 bytes in parts of 997',
    bytes: frames({ opcode: binary, payload: Buffer.alloc(65_536, 0xfe) }),
    chop: 997,
    expected: { is: 'refused', code: 4400 },
  },
];

const tenPings = Array.from({ length: 10 }, (_, index) => `payload-${index}`);

/** 2: pings and pongs. */
const pings: Case[] = [
  { id: '2.1', what: 'a ping without payload', bytes: frames(pinged('')), expected: ponged('') },
  { id: '2.2', what: 'a ping', bytes: frames(pinged('Hello, world!')), expected: ponged('Hello, world!') },
  {
    id: '2.3',
    what: 'a ping of bytes that are no text',
    bytes: frames({ opcode: ping, payload: Buffer.from([0, 0xff, 0xfe, 0xfd, 0]) }),
    expected: ponged(Buffer.from([0, 0xff, 0xfe, 0xfd, 0]).toString('latin1')),
  },
  {
    id: '2.4',
    what: 'a ping of 125 bytes',
    bytes: frames(pinged('x'.repeat(125))),
    expected: ponged('x'.repeat(125)),
  },
  { id: '2.5', what: 'a ping of 126 bytes', bytes: frames(pinged('x'.repeat(126)), good), expected: FAILED },
  {
    id: '2.6',
    what: 'a ping of 125 bytes, byte by byte',
    bytes: frames(pinged('x'.repeat(125))),
    chop: 1,
    expected: ponged('x'.repeat(125)),
  },
  { id: '2.7', what: 'a pong unasked', bytes: frames({ opcode: pong }, good), expected: delivered() },
  {
    id: '2.8',
    what: 'a pong unasked with payload',
    bytes: frames({ opcode: pong, payload: 'x' }, good),
    expected: delivered(),
  },
  {
    id: '2.9',
    what: 'a pong unasked, then a ping',
    bytes: frames({ opcode: pong, payload: 'unasked' }, pinged('asked')),
    expected: ponged('asked'),
  },
  ...alsoChopped('2.10', '2.11', {
    what: 'ten pings',
    bytes: frames(...tenPings.map(pinged)),
    expected: ponged(...tenPings),
  }),
];

/** 3: reserved bits. */
const reserved: Case[] = [
  {
    id: '3.1',
    what: 'RSV 1 in a text',
    bytes: frames({ payload: small, reserved: 1 }, good),
    expected: FAILED,
  },
  {
    id: '3.2',
    what: 'RSV 2 after a good text',
    bytes: frames(good, { payload: small, reserved: 2 }, pinged('late')),
    expected: failedAfter(1),
  },
  {
    id: '3.3',
    what: 'RSV 3 after a good text',
    bytes: frames(good, { payload: small, reserved: 3 }, pinged('late')),
    expected: failedAfter(1),
  },
  {
    id: '3.4',
    what: 'RSV 4 after a good text, byte by byte',
    bytes: frames(good, { payload: small, reserved: 4 }, pinged('late')),
    chop: 1,
    expected: failedAfter(1),
  },
  {
    id: '3.5',
    what: 'RSV 5 in a binary',
    bytes: frames({ opcode: binary, payload: 'x', reserved: 5 }, good),
    expected: FAILED,
  },
  {
    id: '3.6',
    what: 'RSV 6 in a ping',
    bytes: frames({ ...pinged('x'), reserved: 6 }, good),
    expected: FAILED,
  },
  {
    id: '3.7',
    what: 'RSV 7 in a close',
    bytes: frames({ opcode: Opcode.close, reserved: 7 }, good),
    expected: FAILED,
  },
];

/** 4: opcodes that mean nothing. */
const opcodes: Case[] = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode, index) => ({
  id: `4.${index < 5 ? 1 : 2}.${(index % 5) + 1}`,
  what: `opcode ${opcode}`,
  bytes:
    index % 5 < 2
      ? frames({ opcode, payload: 'x' }, good)
      : frames(good, { opcode, payload: 'x' }, pinged('late')),
  ...(index % 5 === 3 ? { chop: 1 } : {}),
  expected: failedAfter(index % 5 < 2 ? 0 : 1),
}));

const orphan = (final: boolean): FrameOptions => ({ opcode: continuation, payload: 'orphan', final });
const five = fragments(small, Math.ceil(small.length / 5));

/** 5: fragments. */
const fragmentation: Case[] = [
  {
    id: '5.1',
    what: 'a ping in fragments',
    bytes: frames({ ...pinged('a'), final: false }, { opcode: continuation, payload: 'b' }, good),
    expected: FAILED,
  },
  {
    id: '5.2',
    what: 'a pong in fragments',
    bytes: frames({ opcode: pong, payload: 'a', final: false }, { opcode: continuation, payload: 'b' }, good),
    expected: FAILED,
  },
  { id: '5.3', what: 'a text in two', bytes: frames(first, second), expected: delivered() },
  {
    id: '5.4',
    what: 'a text in two, in parts of 20',
    bytes: frames(first, second),
    chop: 20,
    expected: delivered(),
  },
  {
    id: '5.5',
    what: 'a text in two, byte by byte',
    bytes: frames(first, second),
    chop: 1,
    expected: delivered(),
  },
  {
    id: '5.6',
    what: 'a ping between',
    bytes: frames(first, pinged('between'), second),
    expected: delivered(1, ['between']),
  },
  {
    id: '5.7',
    what: 'a ping between, in parts of 20',
    bytes: frames(first, pinged('between'), second),
    chop: 20,
    expected: delivered(1, ['between']),
  },
  {
    id: '5.8',
    what: 'a ping between, byte by byte',
    bytes: frames(first, pinged('between'), second),
    chop: 1,
    expected: delivered(1, ['between']),
  },
  { id: '5.9', what: 'a last continuation of nothing', bytes: frames(orphan(true), good), expected: FAILED },
  {
    id: '5.10',
    what: 'the same in parts of 20',
    bytes: frames(orphan(true), good),
    chop: 20,
    expected: FAILED,
  },
  { id: '5.11', what: 'the same byte by byte', bytes: frames(orphan(true), good), chop: 1, expected: FAILED },
  { id: '5.12', what: 'a continuation of nothing', bytes: frames(orphan(false), good), expected: FAILED },
  {
    id: '5.13',
    what: 'the same in parts of 20',
    bytes: frames(orphan(false), good),
    chop: 20,
    expected: FAILED,
  },
  {
    id: '5.14',
    what: 'the same byte by byte',
    bytes: frames(orphan(false), good),
    chop: 1,
    expected: FAILED,
  },
  {
    id: '5.15',
    what: 'a continuation after a whole text',
    bytes: frames(first, second, orphan(false), pinged('late')),
    expected: failedAfter(1),
  },
  {
    id: '5.16',
    what: 'continuations of nothing and texts, in turns',
    bytes: frames(orphan(false), good, orphan(false), good),
    expected: FAILED,
  },
  {
    id: '5.17',
    what: 'last continuations of nothing and texts, in turns',
    bytes: frames(orphan(true), good, orphan(true), good),
    expected: FAILED,
  },
  {
    id: '5.18',
    what: 'a text in the midst of a text',
    bytes: frames({ payload: '{', final: false }, good),
    expected: FAILED,
  },
  {
    id: '5.19',
    what: 'a text in five with pings between',
    bytes: frames(...five.flatMap((part, index) => [pinged(`p${index}`), part])),
    expected: delivered(1, ['p0', 'p1', 'p2', 'p3', 'p4']),
  },
  {
    id: '5.20',
    what: 'the same byte by byte',
    bytes: frames(...five.flatMap((part, index) => [pinged(`p${index}`), part])),
    chop: 1,
    expected: delivered(1, ['p0', 'p1', 'p2', 'p3', 'p4']),
  },
];

export const FRAMING: readonly Case[] = [...sizes, ...pings, ...reserved, ...opcodes, ...fragmentation];
