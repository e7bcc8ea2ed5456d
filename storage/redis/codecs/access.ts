import { type Codecs, codec } from './codec.ts';
import { decodeActor, encodeActor, ROLES } from './fields.ts';

/** API keys, and who is sent out. */
export const ACCESS_CODECS = {
  putKey: codec('putKey', {
    code: 23,
    encode: ({ actor, id, hash, name, role, organization, event, expiresAt }) => [
      encodeActor(actor),
      id,
      hash,
      name,
      ROLES.indexOf(role),
      organization,
      event,
      expiresAt,
    ],
    decode: ([actor, id, hash, name, role, organization, event, expiresAt]) => ({
      actor: decodeActor(actor),
      id,
      hash,
      name,
      role: ROLES[role] ?? 'attendee',
      organization: organization ?? undefined,
      event: event ?? undefined,
      expiresAt: expiresAt ?? null,
    }),
  }),
  deleteKey: codec('deleteKey', {
    code: 24,
    encode: ({ actor, id }) => [encodeActor(actor), id],
    decode: ([actor, id]) => ({ actor: decodeActor(actor), id }),
  }),
  kick: codec('kick', {
    code: 25,
    encode: ({ actor, session, attendee, blockMs }) => [encodeActor(actor), session, attendee, blockMs],
    decode: ([actor, session, attendee, blockMs]) => ({
      actor: decodeActor(actor),
      session,
      attendee,
      blockMs,
    }),
  }),
  disconnect: codec('disconnect', {
    code: 26,
    encode: ({ actor, attendee, blockMs }) => [encodeActor(actor), attendee, blockMs],
    decode: ([actor, attendee, blockMs]) => ({ actor: decodeActor(actor), attendee, blockMs }),
  }),
} satisfies Partial<Codecs>;
