import { type Codecs, codec } from './codec.ts';
import { decodeActor, encodeActor, MODES, STATES } from './fields.ts';

/** What people do in sessions. */
export const PRESENCE_CODECS = {
  join: codec('join', {
    code: 4,
    encode: ({ connection, actor, session, mode, country, name, email, strict }) => [
      connection,
      encodeActor(actor),
      session,
      MODES.indexOf(mode),
      country,
      strict ? 1 : 0,
      name,
      email,
    ],
    decode: ([connection, actor, session, mode, country, strict, name, email]) => ({
      connection,
      actor: decodeActor(actor),
      session,
      mode: MODES[mode] ?? 'live',
      country,
      name: name ?? undefined,
      email: email ?? undefined,
      strict: strict === 1,
    }),
  }),
  leave: codec('leave', {
    code: 5,
    encode: ({ connection, actor, session }) => [connection, encodeActor(actor), session],
    decode: ([connection, actor, session]) => ({ connection, actor: decodeActor(actor), session }),
  }),
  drop: codec('drop', {
    code: 6,
    encode: ({ connection, ageMs, windowMs }) => [connection, ageMs, windowMs],
    decode: ([connection, ageMs, windowMs]) => ({ connection, ageMs, windowMs }),
  }),
  silent: codec('silent', {
    code: 7,
    encode: ({ connection, ageMs }) => [connection, ageMs],
    decode: ([connection, ageMs]) => ({ connection, ageMs }),
  }),
  visibility: codec('visibility', {
    code: 8,
    encode: ({ connection, session, state }) => [connection, session, STATES.indexOf(state)],
    decode: ([connection, session, state]) => ({ connection, session, state: STATES[state] ?? 'active' }),
  }),
  played: codec('played', {
    code: 9,
    encode: ({ connection, session, advanceMs, spans }) => [connection, session, advanceMs, spans],
    decode: ([connection, session, advanceMs, spans]) => ({ connection, session, advanceMs, spans }),
  }),
  engage: codec('engage', {
    code: 10,
    encode: ({ actor, session, id, action, data }) => [encodeActor(actor), session, id, action, data],
    decode: ([actor, session, id, action, data]) => ({
      actor: decodeActor(actor),
      session,
      id,
      action,
      data,
    }),
  }),
} satisfies Partial<Codecs>;
