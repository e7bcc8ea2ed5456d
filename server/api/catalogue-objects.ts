import { z } from '@hono/zod-openapi';
import type { EventDetails, SessionDetails } from '../live/catalogue.ts';
import type { EventState, SessionState } from '../live/registry.ts';
import { isKeepable } from '../protocol/actions.ts';
import { Id } from '../protocol/ids.ts';
import { isoOrNull } from '../protocol/iso-time.ts';
import type { Columns } from './csv.ts';
import { Metadata, MetadataOfReported, Time, TimeZone } from './parameters.ts';
import { withoutSecrets } from './session-secrets.ts';

const Title = z.string().min(1).max(512);

/** Body of `PUT /v1/events/{id}`. */
export const EventBody = z
  .strictObject({
    organization: Id.optional(),
    title: Title.optional(),
    shortCode: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, _ or -')
      .nullish(),
    startsAt: Time.nullish(),
    endsAt: Time.nullish(),
    timeZone: TimeZone.nullish(),
    metadata: MetadataOfReported.optional().openapi({
      description: '`reportEmails`: up to 20 addresses that the report is sent to when the event has ended',
    }),
  })
  .refine((body) => isOrdered(body), { path: ['endsAt'], message: 'must not lie before startsAt' });

const Names = z.array(z.string().min(1).max(256)).max(200);

const MAX_PEOPLE_BYTES = 65_536;

/** By name alone, or with what else there is to say. */
const Party = z.union([
  z.string().min(1).max(256),
  z
    .object({
      name: z.string().min(1).max(256),
      title: z.string().max(256).optional(),
      company: z.string().max(256).optional(),
      email: z.string().max(320).optional(),
      bio: z.string().max(4096).optional(),
      photo: z.string().max(2048).optional(),
    })
    .catchall(z.unknown())
    .refine(isKeepable, { message: 'is nested too deeply, or has a number beyond 1.8e308' }),
]);

/** Speakers and sponsors. */
const Parties = z
  .array(Party)
  .max(200)
  .refine((list) => Buffer.byteLength(JSON.stringify(list)) <= MAX_PEOPLE_BYTES, 'must be at most 64 KB');

export const SessionKindSchema = z.enum(['mainStage', 'breakout', 'workshop', 'networking', 'expo', 'lobby']);

/** Body of `PUT /v1/sessions/{id}`. */
export const SessionBody = z
  .strictObject({
    event: Id.optional(),
    title: Title.optional(),
    kind: SessionKindSchema.default('mainStage'),
    privacy: z.string().max(64).optional(),
    startsAt: Time.nullish(),
    endsAt: Time.nullish(),
    capacity: z.number().int().min(0).max(10_000_000).nullish(),
    enforceCapacity: z.boolean().default(false),
    location: z.string().max(512).optional(),
    description: z.string().max(16_384).optional(),
    videoProvider: z
      .enum([
        'youtube',
        'vimeo',
        'wistia',
        'facebook',
        'zoom',
        'studio',
        'rtmp',
        'directUpload',
        'voxeet',
        'tokbox',
        'other',
      ])
      .optional(),
    videoDurationSeconds: z.number().gt(0).max(604_800).nullish(),
    speakers: Parties.optional(),
    sponsors: Parties.optional(),
    tags: Names.optional(),
    tracks: Names.optional(),
    metadata: Metadata.optional(),
  })
  .refine((body) => isOrdered(body), { path: ['endsAt'], message: 'must not lie before startsAt' });

function isOrdered({
  startsAt,
  endsAt,
}: {
  startsAt?: number | null | undefined;
  endsAt?: number | null | undefined;
}): boolean {
  return startsAt == null || endsAt == null || startsAt <= endsAt;
}

export function eventDetails(id: string, body: z.infer<typeof EventBody>): EventDetails {
  const {
    title = id,
    shortCode = null,
    startsAt = null,
    endsAt = null,
    timeZone = null,
    metadata = {},
  } = body;
  return { title, shortCode, startsAt, endsAt, timeZone, metadata };
}

export function sessionDetails(id: string, body: z.infer<typeof SessionBody>): SessionDetails {
  const { event: _event, title = id, kind, capacity = null, enforceCapacity, ...rest } = body;
  const { startsAt = null, endsAt = null, videoDurationSeconds = null, ...more } = rest;
  return { title, kind, capacity, enforceCapacity, startsAt, endsAt, videoDurationSeconds, more };
}

/** The fields of an event object, in a table. */
export const EVENT_COLUMNS: Columns = [
  ...new Set(['id', 'organization', ...Object.keys(EventBody.shape)]),
  ...['endedAt', 'version'],
].map((name) => [name]);

export function eventObject({ row, organization }: EventState) {
  const { startsAt, endsAt, ...details } = row.details;
  return {
    id: row.id,
    organization: organization.row.id,
    ...details,
    startsAt: isoOrNull(startsAt),
    endsAt: isoOrNull(endsAt),
    endedAt: isoOrNull(row.endedAt),
    version: row.version,
  };
}

/** `withSecrets`: see `showsSecrets`. */
export function sessionObject({ row, event }: SessionState, withSecrets = false) {
  const { startsAt, endsAt, more, ...details } = row.details;
  return {
    id: row.id,
    event: event.row.id,
    organization: event.organization.row.id,
    ...details,
    ...(withSecrets ? more : withoutSecrets(more)),
    startsAt: isoOrNull(startsAt),
    endsAt: isoOrNull(endsAt),
    live: row.windows.at(-1)?.[1] === null,
    ended: row.ended,
    replay: row.replay,
    wentLiveAt: isoOrNull(row.windows[0]?.[0] ?? null),
    endedAt: row.ended ? isoOrNull(row.windows.at(-1)?.[1] ?? null) : null,
    version: row.version,
  };
}

/** The fields of a session object, in a table. */
export const SESSION_COLUMNS: Columns = [
  ...new Set(['id', 'event', 'organization', ...Object.keys(SessionBody.shape)]),
  ...['live', 'ended', 'replay', 'wentLiveAt', 'endedAt', 'version'],
].map((name) => [name]);
