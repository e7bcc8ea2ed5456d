import { type Codecs, codec } from './codec.ts';
import { decodeActor, encodeActor } from './fields.ts';

/** What is to be forgotten. */
export const ERASURE_CODECS = {
  erase: codec('erase', {
    code: 27,
    encode: ({ actor, attendee, pseudonym, salt, again }) => [
      encodeActor(actor),
      attendee,
      pseudonym,
      salt,
      again && [again.hash, again.at],
    ],
    decode: ([actor, attendee, pseudonym, salt, again]) => ({
      actor: decodeActor(actor),
      attendee,
      pseudonym,
      salt,
      again: again ? { hash: again[0] as string, at: again[1] as number } : undefined,
    }),
  }),
  purge: codec('purge', {
    code: 28,
    encode: ({ actor, organization, before, scope, keepAggregates, begins, salt }) => [
      encodeActor(actor),
      organization,
      before,
      scope,
      keepAggregates ? 1 : 0,
      begins ? 1 : 0,
      salt,
    ],
    decode: ([actor, organization, before, scope, keepAggregates, begins, salt]) => ({
      actor: decodeActor(actor),
      organization,
      before,
      scope,
      keepAggregates: keepAggregates === 1,
      begins: begins === 1,
      salt,
    }),
  }),
} satisfies Partial<Codecs>;
