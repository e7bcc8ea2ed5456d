import { type Codecs, codec } from './codec.ts';
import { decodeActor, encodeActor } from './fields.ts';

/** Rules of alerts, and what people did about what they raised. */
export const ALERT_CODECS = {
  putAlert: codec('putAlert', {
    code: 48,
    encode: ({ actor, id, scope, details, ifMatch }) => [encodeActor(actor), id, scope, details, ifMatch],
    decode: ([actor, id, scope, details, ifMatch]) => ({
      actor: decodeActor(actor),
      id,
      scope: scope ?? undefined,
      details,
      ifMatch: ifMatch ?? undefined,
    }),
  }),
  deleteAlert: codec('deleteAlert', {
    code: 49,
    encode: ({ actor, id, ifMatch }) => [encodeActor(actor), id, ifMatch],
    decode: ([actor, id, ifMatch]) => ({ actor: decodeActor(actor), id, ifMatch: ifMatch ?? undefined }),
  }),
  muteAlert: codec('muteAlert', {
    code: 50,
    encode: ({ actor, id, until }) => [encodeActor(actor), id, until],
    decode: ([actor, id, until]) => ({ actor: decodeActor(actor), id, until: until ?? null }),
  }),
  acknowledgeAlert: codec('acknowledgeAlert', {
    code: 51,
    encode: ({ actor, rule, raisedAt }) => [encodeActor(actor), rule, raisedAt],
    decode: ([actor, rule, raisedAt]) => ({ actor: decodeActor(actor), rule, raisedAt }),
  }),
} satisfies Partial<Codecs>;
