import { type Codecs, codec } from './codec.ts';
import { decodeActor, encodeActor } from './fields.ts';

/** What live need not know in order to count. */
export const KEPT_CODECS = {
  keep: codec('keep', {
    code: 14,
    encode: ({ actor, keep }) => [encodeActor(actor), keep],
    decode: ([actor, keep]) => ({ actor: decodeActor(actor), keep }),
  }),
} satisfies Partial<Codecs>;
