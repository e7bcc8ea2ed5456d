import type { Actor, Change } from '../../server/live/changes.ts';
import type { ExpectedVersion } from '../../server/live/expected-version.ts';
import { decodePast, encodePast } from './import-line-codec.ts';

/** A change as it stands in an entry: its code, then its fields by place. Absent ones are null. */
export type Encoded = readonly [code: number, ...fields: unknown[]];

/** How the fields of a change stand in a row, and come back. What is in the log was checked before it got there. */
interface Codec<C extends Change, F extends readonly unknown[]> {
  readonly code: number;
  encode(change: C): F;
  /** A field that was undefined may be null, or not there. */
  decode(fields: F): Omit<C, 'kind'>;
}

type AnyCodec = Codec<Change, readonly unknown[]>;

/** Checks that a codec takes what it makes. */
function codec<K extends Change['kind'], const F extends readonly unknown[]>(
  _kind: K,
  checked: Codec<Extract<Change, { kind: K }>, F>,
): AnyCodec {
  return checked as unknown as AnyCodec;
}

const ROLES = ['attendee', 'moderator', 'operator', 'admin'] as const;
const MODES = ['live', 'onDemand'] as const;
const STATES = ['active', 'idle', 'hidden'] as const;

const encodeActor = ({ org, attendee, role, event, issuedAt }: Actor) =>
  [org, attendee, ROLES.indexOf(role), event, issuedAt] as const;

function decodeActor([org, attendee, role, event, issuedAt]: ReturnType<typeof encodeActor>): Actor {
  return {
    ...{ org, attendee, role: ROLES[role] ?? 'attendee' },
    ...{ event: event ?? undefined, issuedAt: issuedAt ?? undefined },
  };
}

function deletion<K extends 'deleteOrganization' | 'deleteEvent' | 'deleteSession'>(
  kind: K,
  code: number,
): AnyCodec {
  return codec<'deleteSession', [ReturnType<typeof encodeActor>, string, 0 | 1, ExpectedVersion | undefined]>(
    kind as 'deleteSession',
    {
      code,
      encode: ({ actor, id, purge, ifMatch }) => [encodeActor(actor), id, purge ? 1 : 0, ifMatch],
      decode: ([actor, id, purge, ifMatch]) => ({
        actor: decodeActor(actor),
        id,
        purge: purge === 1,
        ifMatch: ifMatch ?? undefined,
      }),
    },
  );
}

/** A kind without a codec does not compile. Codes are for ever; a new field goes to the end. */
const CODECS: { readonly [K in Change['kind']]: AnyCodec } = {
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
  putEvent: codec('putEvent', {
    code: 11,
    encode: ({ actor, id, organization, details, ifMatch }) => [
      encodeActor(actor),
      id,
      organization,
      details,
      ifMatch,
    ],
    decode: ([actor, id, organization, details, ifMatch]) => ({
      actor: decodeActor(actor),
      id,
      organization: organization ?? undefined,
      details,
      ifMatch: ifMatch ?? undefined,
    }),
  }),
  putSession: codec('putSession', {
    code: 12,
    encode: ({ actor, id, event, details, ifMatch }) => [encodeActor(actor), id, event, details, ifMatch],
    decode: ([actor, id, event, details, ifMatch]) => ({
      actor: decodeActor(actor),
      id,
      event: event ?? undefined,
      details,
      ifMatch: ifMatch ?? undefined,
    }),
  }),
  sessionAction: codec('sessionAction', {
    code: 13,
    encode: ({ actor, session, action }) => [encodeActor(actor), session, action],
    decode: ([actor, session, action]) => ({ actor: decodeActor(actor), session, action }),
  }),
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
  keep: codec('keep', {
    code: 14,
    encode: ({ actor, keep }) => [encodeActor(actor), keep],
    decode: ([actor, keep]) => ({ actor: decodeActor(actor), keep }),
  }),
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
  deleteOrganization: deletion('deleteOrganization', 16),
  deleteEvent: deletion('deleteEvent', 17),
  deleteSession: deletion('deleteSession', 18),
  eventAction: codec('eventAction', {
    code: 19,
    encode: ({ actor, event, action }) => [encodeActor(actor), event, action],
    decode: ([actor, event, action]) => ({ actor: decodeActor(actor), event, action }),
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
  putOrganization: codec('putOrganization', {
    code: 15,
    // No parent at all (0) is another wish than to leave it as it is (null).
    encode: ({ actor, id, parent, details, salt, ifMatch }) => [
      encodeActor(actor),
      id,
      parent === null ? 0 : parent,
      details,
      salt,
      ifMatch,
    ],
    decode: ([actor, id, parent, details, salt, ifMatch]) => ({
      actor: decodeActor(actor),
      id,
      parent: parent === 0 ? null : (parent ?? undefined),
      details,
      salt,
      ifMatch: ifMatch ?? undefined,
    }),
  }),
};

const KINDS = new Map(Object.entries(CODECS).map(([kind, { code }]) => [code, kind]));

/** One JSON array. Absent fields become null, or are left out at the end. */
export function encodeChange(change: Change): string {
  const { code, encode } = CODECS[change.kind];
  const fields = [code, ...encode(change)];
  while (fields.at(-1) === undefined) fields.pop();
  return JSON.stringify(fields);
}

export function decodeChange([code, ...fields]: Encoded): Change {
  const kind = KINDS.get(code);
  if (kind === undefined) throw new Error(`a change of the unknown code ${code}`);
  return { kind, ...CODECS[kind as Change['kind']].decode(fields) } as Change;
}
