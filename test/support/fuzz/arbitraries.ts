import fc from 'fast-check';
import { frame } from '../frames.ts';
import { handshake } from '../raw-socket.ts';

const word = fc.constantFrom(
  's1',
  's2',
  '',
  'session:s1',
  'event:e1',
  'organization:x',
  'live',
  'onDemand',
  'chat.message',
  'poll.open',
  'visibility',
  'x.a',
  '__proto__',
  'a\u0000b',
  '🎉',
  '\ud800',
);
const value = fc.oneof({ weight: 4, arbitrary: word }, fc.jsonValue({ maxDepth: 3 }), fc.constant(undefined));
const type = fc.constantFrom(
  'auth',
  'join',
  'heartbeat',
  'leave',
  'engage',
  'subscribe',
  'unsubscribe',
  'dance',
  'constructor',
);
/** Nearly a message: known names with values that may or may not fit. */
const message = fc.record(
  {
    type: fc.oneof({ weight: 9, arbitrary: type }, value),
    session: value,
    scope: value,
    mode: value,
    position: value,
    positions: fc.oneof(value, fc.dictionary(word, value)),
    id: value,
    action: value,
    data: fc.oneof(
      value,
      fc.dictionary(fc.constantFrom('text', 'poll', 'state', 'options', 'message'), value),
    ),
    feed: value,
    client: value,
    token: value,
  },
  { requiredKeys: ['type'] },
);

/** Text with a few characters cut out or put in. */
const damaged = fc
  .tuple(message, fc.nat(), fc.nat(20), fc.string({ unit: 'binary', maxLength: 5 }))
  .map(([good, at, cut, put]) => {
    const text = JSON.stringify(good);
    const start = at % text.length;
    return text.slice(0, start) + put + text.slice(start + cut);
  });

/** Text frames: messages, nearly messages, and anything. */
export const text = fc.oneof(
  { weight: 5, arbitrary: message.map((good) => JSON.stringify(good)) },
  { weight: 2, arbitrary: damaged },
  fc.json(),
  fc.string({ unit: 'binary' }),
);

/** Packets of Engine.IO and Socket.IO, right and wrong. */
export const packet = fc.oneof(
  {
    weight: 4,
    arbitrary: message.map(({ type: name, ...data }) => `42${JSON.stringify([name ?? null, data])}`),
  },
  fc.tuple(fc.nat(9), fc.nat(9), fc.json()).map(([engine, kind, json]) => `${engine}${kind}${json}`),
  fc.tuple(fc.nat(99), fc.jsonValue()).map(([id, json]) => `42${id}${JSON.stringify(['join', json])}`),
  damaged.map((one) => `42["join",${one}]`),
  fc.string({ unit: 'binary' }),
);

const anyFrame = fc
  .record({
    opcode: fc.nat(15),
    payload: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    final: fc.boolean(),
    reserved: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat(7)),
    masked: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  })
  .map(frame);
/** Frames with any header, messages, and bytes that are neither. */
export const bytes = fc.oneof(
  { weight: 4, arbitrary: anyFrame },
  fc.uint8Array({ maxLength: 50 }).map((some) => Buffer.from(some)),
  text.map((payload) => frame({ payload })),
);

/** HTTP requests as they should not be, some of them with a good token. */
export function requests(token: string): fc.Arbitrary<string> {
  const path = fc.constantFrom(
    '/',
    '/v1/ws',
    '/v1/events/e1',
    '/v1/counters/session:s1',
    '/socket.io/',
    '/%00',
    '/..',
    '*',
  );
  const line = fc.tuple(
    fc.constantFrom('GET', 'PUT', 'POST', 'TRACE', 'HEAD', 'OPTIONS', 'get', 'PRI', ''),
    fc.oneof(path, fc.webPath()),
    fc.oneof(
      fc.constant(''),
      fc.webQueryParameters().map((query) => `?${query}`),
    ),
    fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', ''),
  );
  const header = fc.oneof(
    fc.constantFrom(
      'Host: localhost',
      'Upgrade: websocket',
      'Content-Length: 5',
      'Content-Length: -1',
      'Content-Length: 99999999999999999999',
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: gzip, chunked',
      'Content-Type: application/json',
      'Connection: close',
      'Expect: 100-continue',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
      `Authorization: Bearer ${token}`,
    ),
    fc.string({ unit: 'binary-ascii', maxLength: 30 }),
  );
  const any = fc
    .tuple(line, fc.array(header, { maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 100 }))
    .map(([[method, target, query, version], headers, body]) =>
      [`${method} ${target}${query} ${version}`, ...headers, '', body].join('\r\n'),
    );
  return fc.oneof({ weight: 9, arbitrary: any }, fc.constant(handshake('/v1/ws')));
}
