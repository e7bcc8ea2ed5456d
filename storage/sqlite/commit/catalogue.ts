import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';

const ORGANIZATIONS = `
INSERT INTO organizations (key, id, tenant, parent, version, details, salt)
SELECT r.value ->> 'key', r.value ->> 'id', r.value ->> 'tenant', r.value ->> 'parent', r.value ->> 'version',
  r.value -> 'details', r.value ->> 'salt'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (key) DO UPDATE SET
  id = excluded.id, tenant = excluded.tenant, parent = excluded.parent, version = excluded.version,
  details = excluded.details, salt = excluded.salt`;

const EVENTS = `
INSERT INTO events (key, tenant, id, organization, version, details, ended_at)
SELECT r.value ->> 'key', r.value ->> 'tenant', r.value ->> 'id', r.value ->> 'organization',
  r.value ->> 'version', r.value -> 'details', r.value ->> 'endedAt'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (key) DO UPDATE SET
  tenant = excluded.tenant, id = excluded.id, organization = excluded.organization,
  version = excluded.version, details = excluded.details, ended_at = excluded.ended_at`;

const SESSIONS = `
INSERT INTO sessions (key, tenant, id, event, version, details, windows, ended, replay, has_slices, has_engagements)
SELECT r.value ->> 'key', r.value ->> 'tenant', r.value ->> 'id', r.value ->> 'event', r.value ->> 'version',
  r.value -> 'details', r.value -> 'windows', r.value ->> 'ended', r.value ->> 'replay',
  r.value ->> 'hasSlices', r.value ->> 'hasEngagements'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (key) DO UPDATE SET
  tenant = excluded.tenant, id = excluded.id, event = excluded.event, version = excluded.version,
  details = excluded.details, windows = excluded.windows, ended = excluded.ended, replay = excluded.replay,
  has_slices = excluded.has_slices, has_engagements = excluded.has_engagements`;

/** An object that comes twice is stored as it came last. */
export async function writeCatalogue(database: Queryable, batch: HistoryBatch): Promise<void> {
  await writeFromJson(database, ORGANIZATIONS, batch.organizations);
  await writeFromJson(database, EVENTS, batch.events);
  await writeFromJson(database, SESSIONS, batch.sessions);
}
