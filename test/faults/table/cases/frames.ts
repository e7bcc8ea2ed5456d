import type { CaseGroup } from '../fault-case.ts';

const GUARD = 'test/gateway/guard/socketio-guard.test.ts';
const FRAMES = 'test/gateway/bad-input/frames.test.ts';
const FUZZ = 'test/gateway/bad-input/fuzz.test.ts';
const LIMITS = 'test/gateway/limits.suite.ts';
const ENDS = '%s ends the connection and does nothing else';

export const FRAME_CASES: CaseGroup = {
  letter: 'A',
  title: 'HTTP upgrade and raw frames',
  cases: [
    {
      id: 1,
      input: '`Upgrade` with `transport=polling` at the path of Socket.IO',
      expected: '400; the server lives (without the guard it dies)',
      tests: {
        [GUARD]: [
          'a polling request with an Upgrade header ends the process',
          'polling requests with an Upgrade header are refused with 400, with a session or without',
          'answers %s with its refusal',
        ],
      },
    },
    {
      id: 2,
      input: 'The same with the `sid` of an open session',
      expected: '400',
      tests: {
        [GUARD]: ['polling requests with an Upgrade header are refused with 400, with a session or without'],
      },
    },
    {
      id: 3,
      input: '`transport=websocket` without `Upgrade`',
      expected: '400',
      tests: { [GUARD]: ['answers %s with its refusal'] },
    },
    {
      id: 4,
      input: '`sid` of `__proto__`, `constructor`, or that nobody has; a request of more than 4 KB',
      expected: '400, or cut',
      tests: { [GUARD]: ['answers %s with its refusal'], [FRAMES]: ['with %s is refused or cut'] },
    },
    {
      id: 5,
      input: '`EIO=3`, none, empty, or two of them',
      expected: '400',
      tests: { [GUARD]: ['answers %s with its refusal'] },
    },
    {
      id: 6,
      input:
        'Clients that hang up in the midst of the upgrade, or while their token is verified; 10,000 of them',
      expected: 'No connection is left behind',
      tests: {
        [GUARD]: ['clients that hang up while a middleware decides about them leave nothing behind'],
        [FRAMES]: ['a hundred clients that hang up in the midst of it leave nothing behind'],
        'test/gateway/key-set.test.ts': [
          'clients that hang up while their token is verified leave nothing behind',
        ],
        'test/faults/hang-ups.test.ts': [
          'ten thousand clients that hang up at any moment leave nothing behind',
        ],
      },
    },
    {
      id: 7,
      input: 'A second request in one breath with the upgrade',
      expected: 'It is not answered',
      byDesign: 'not refused either: what follows the upgrade are bytes of the WebSocket, and wrong ones',
      tests: { [FRAMES]: ['what follows it in one breath is no HTTP any more'] },
    },
    {
      id: 8,
      input: 'Headers of 8 KB, 200 headers, a NUL in the `Origin`',
      expected: 'Refused or cut',
      tests: {
        [FRAMES]: ['with %s is refused or cut', 'with a NUL in its Origin is refused'],
      },
    },
    {
      id: 9,
      input:
        '`Origin` that is missing, `null`, or only looks like an allowed one: scheme, port, case, prefix, suffix, userinfo',
      expected: 'Only exact matches, and who sends none, get in',
      byDesign: 'who sends no `Origin` is no browser and passes: the token decides',
      tests: {
        [LIMITS]: [
          'keeps %s out and counts it',
          'lets %s in',
          'lets in who sends no Origin, and the page of the server itself',
        ],
      },
    },
    {
      id: 10,
      input: '`Sec-WebSocket-Key` too short; version 8',
      expected: '400, 426',
      tests: { [FRAMES]: ['needs a key of the right length and version 13'] },
    },
    {
      id: 11,
      input: 'A frame of a client without a mask',
      expected: 'It is not processed',
      tests: { [FRAMES]: ['an unmasked frame is not processed'] },
    },
    {
      id: 12,
      input: 'RSV bits without an extension; opcodes 3 and 11',
      expected: 'The connection ends',
      tests: { [FRAMES]: [ENDS] },
    },
    {
      id: 13,
      input:
        'Invalid UTF-8: wrong bytes, surrogates, overlong, broken off; and good UTF-8 torn in the midst of a character',
      expected: 'The connection ends; torn but good is read',
      tests: {
        [FRAMES]: [
          ENDS,
          'a message may come in fragments, torn in the midst of a character, with pings between',
        ],
      },
    },
    {
      id: 14,
      input: 'Lengths of 2^40, 2^63 and 2^64 - 1',
      expected: 'The connection ends, and nothing is allocated',
      tests: { [FRAMES]: [ENDS] },
    },
    {
      id: 15,
      input: 'A ping of 126 bytes, a ping in fragments',
      expected: 'The connection ends',
      tests: { [FRAMES]: [ENDS] },
    },
    {
      id: 16,
      input: 'A continuation of nothing, a text in the midst of another',
      expected: 'The connection ends',
      tests: { [FRAMES]: [ENDS] },
    },
    {
      id: 17,
      input:
        '70,000 fragments of one byte; a frame byte by byte; somebody who talks on but never says who they are',
      expected: 'Limits of size and time that traffic cannot move',
      tests: {
        [FRAMES]: ['70,000 fragments of one byte end the connection', 'a frame may come byte by byte'],
        'test/gateway/limits.plain.test.ts': [
          'a connection has five seconds, which nothing it sends prolongs; afterwards it has all the time',
        ],
      },
    },
    {
      id: 18,
      input: 'A close of one byte; codes 999, 1005, 9999; a reason that is no UTF-8',
      expected: 'The connection ends',
      tests: { [FRAMES]: [ENDS] },
    },
    {
      id: 19,
      input: 'An empty text frame, an empty binary frame',
      expected: 'Closed with 4400',
      tests: {
        [FRAMES]: ['%# close with 4400', 'a binary frame closes with 4400, even if it says h'],
      },
    },
    {
      id: 20,
      input: 'A message of exactly the largest size, and one byte more',
      expected: 'Taken; closed with 4413 and counted',
      tests: {
        [FRAMES]: ['a message of the largest size is taken'],
        [LIMITS]: [
          'takes a message of exactly so many bytes of UTF-8, and closes with 4413 at one more',
          'drops who sends a megabyte at once, and nobody else',
        ],
      },
    },
    {
      id: 21,
      input: 'A compressed bomb',
      expected: 'Compression is never negotiated',
      tests: { [FRAMES]: ['does not negotiate compression'] },
    },
    {
      id: 22,
      input: '10,000 pings at once',
      expected: 'No harm to anybody',
      byDesign:
        'pings are answered by uWebSockets.js without a limit of their own; they are no message, and no proof of presence',
      tests: {
        [FRAMES]: ['ten thousand pings are no harm to anybody'],
        'test/gateway/protocol/presence.suite.ts': [
          'signs of life of the transport are no proof of presence',
        ],
      },
    },
    {
      id: 23,
      input: 'A half-open peer: nothing comes, nothing is answered, not even the close',
      expected: 'Out of the count after the timeout, and no connection is left',
      tests: {
        [FRAMES]: ['in a session leave the count after the timeout, though nobody answers the close'],
      },
    },
    {
      id: 24,
      input: 'The cases of the Autobahn test suite on frames',
      expected: 'None fails',
      tests: {
        'test/gateway/autobahn/autobahn.test.ts': [
          '%s %s',
          'every number is there once, and nobody else has noticed anything',
        ],
        [FUZZ]: ['whatever frames come, the server lives and keeps no connection'],
      },
      untried:
        'the suite itself, which needs Python 2: its cases are rebuilt as raw frames, by their numbers',
    },
  ],
};
