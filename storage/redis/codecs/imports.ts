import { decodePast, encodePast } from '../import-line-codec.ts';
import { type Codecs, codec } from './codec.ts';
import { decodeActor, encodeActor } from './fields.ts';

/** Imports of what was before. */
export const IMPORT_CODECS = {
  importPart: codec('importPart', {
    code: 20,
    encode: ({ actor, import: id, number, catalogue, past }) => [
      encodeActor(actor),
      id,
      number,
      catalogue,
      past.map(encodePast),
    ],
    decode: ([actor, id, number, catalogue, past]) => ({
      actor: decodeActor(actor),
      import: id,
      number,
      catalogue,
      past: past.map(decodePast),
    }),
  }),
  importEnd: codec('importEnd', {
    code: 21,
    encode: ({ actor, import: id, parts, lines, repeatedLines, slices, places, salt, idempotency }) => [
      encodeActor(actor),
      id,
      parts,
      lines,
      repeatedLines,
      slices,
      places,
      salt,
      idempotency,
    ],
    decode: ([actor, id, parts, lines, repeatedLines, slices, places, salt, idempotency]) => ({
      actor: decodeActor(actor),
      import: id,
      parts,
      lines,
      repeatedLines,
      slices,
      places,
      salt,
      idempotency: idempotency ?? undefined,
    }),
  }),
  importGone: codec('importGone', {
    code: 22,
    encode: ({ actor, import: id }) => [encodeActor(actor), id],
    decode: ([actor, id]) => ({ actor: decodeActor(actor), import: id }),
  }),
} satisfies Partial<Codecs>;
