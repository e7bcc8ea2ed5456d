import { type Codecs, codec } from './codec.ts';

/** What a node says of itself. */
export const NODE_CODECS = {
  start: codec('start', {
    code: 1,
    encode: ({ node, generation, windowMs, rules }) => [node, generation, windowMs, rules],
    decode: ([node, generation, windowMs, rules]) => ({ node, generation, windowMs, rules }),
  }),
  stop: codec('stop', {
    code: 2,
    encode: ({ windowMs }) => [windowMs],
    decode: ([windowMs]) => ({ windowMs }),
  }),
  raiseRules: codec('raiseRules', {
    code: 3,
    encode: ({ rules }) => [rules],
    decode: ([rules]) => ({ rules }),
  }),
} satisfies Partial<Codecs>;
