import { type Codecs, codec } from './codec.ts';
import { decodeActor, encodeActor } from './fields.ts';

/** Reports that were asked for, and what came of them. */
export const REPORT_CODECS = {
  putReport: codec('putReport', {
    code: 39,
    encode: ({ actor, id, event, from, to, email, keepMs, node }) => [
      encodeActor(actor),
      id,
      event,
      from,
      to,
      email,
      keepMs,
      node,
    ],
    decode: ([actor, id, event, from, to, email, keepMs, node]) => ({
      ...{ actor: decodeActor(actor), id, event, from, to, email, keepMs, node },
    }),
  }),
  deleteReport: codec('deleteReport', {
    code: 40,
    encode: ({ actor, id }) => [encodeActor(actor), id],
    decode: ([actor, id]) => ({ actor: decodeActor(actor), id }),
  }),
  settleReport: codec('settleReport', {
    code: 41,
    encode: ({ id, node, failure }) => [id, node, failure],
    decode: ([id, node, failure]) => ({ id, node, failure: failure ?? null }),
  }),
} satisfies Partial<Codecs>;
