import type { Change } from '../../../server/live/changes.ts';
import type { ExpectedVersion } from '../../../server/live/expected-version.ts';
import { type Codecs, codec } from './codec.ts';
import { decodeActor, encodeActor } from './fields.ts';

type Deletion = Extract<Change, { kind: 'deleteOrganization' | 'deleteEvent' | 'deleteSession' }>;
type DeletionFields = readonly [ReturnType<typeof encodeActor>, string, 0 | 1, ExpectedVersion | undefined];

const deletion = (code: number) => ({
  code,
  encode: ({ actor, id, purge, ifMatch }: Deletion): DeletionFields => [
    encodeActor(actor),
    id,
    purge ? 1 : 0,
    ifMatch,
  ],
  decode: ([actor, id, purge, ifMatch]: DeletionFields) => ({
    actor: decodeActor(actor),
    id,
    purge: purge === 1,
    ifMatch: ifMatch ?? undefined,
  }),
});

/** What is said of organizations, events and sessions. */
export const CATALOGUE_CODECS = {
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
  deleteOrganization: codec('deleteOrganization', deletion(16)),
  deleteEvent: codec('deleteEvent', deletion(17)),
  deleteSession: codec('deleteSession', deletion(18)),
  eventAction: codec('eventAction', {
    code: 19,
    encode: ({ actor, event, action }) => [encodeActor(actor), event, action],
    decode: ([actor, event, action]) => ({ actor: decodeActor(actor), event, action }),
  }),
} satisfies Partial<Codecs>;
