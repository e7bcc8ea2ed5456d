import type { Block } from '../../../server/live/blocks.ts';
import type { Event, Organization, Session } from '../../../server/live/catalogue.ts';
import type { Tombstone } from '../../../server/live/tombstones.ts';
import type { EngagementCount, Restored } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { readAlertRules, readLastAlerts } from './alerts.ts';
import { readApiKeys } from './api-keys.ts';
import { readReplica } from './replica.ts';
import { readEndpoints, readTold } from './webhooks.ts';

const DAY_MS = 86_400_000;

interface Progress {
  readonly position: string;
  readonly time: number;
  readonly lastKey: number;
  readonly lastSlice: number;
}

const PROGRESS = `
SELECT position, time, last_key AS lastKey, last_slice AS lastSlice
FROM progress WHERE one = 1`;

type StoredOrganization = Omit<Organization, 'details'> & { readonly details: string };

type StoredEvent = Omit<Event, 'details'> & { readonly details: string };

type StoredSession = Omit<
  Session,
  'details' | 'windows' | 'ended' | 'replay' | 'hasSlices' | 'hasEngagements'
> & {
  readonly details: string;
  readonly windows: string;
  readonly ended: number;
  readonly replay: number;
  readonly has_slices: number;
  readonly has_engagements: number;
};

async function readOrganizations(database: Queryable): Promise<Organization[]> {
  const rows = await database.all<StoredOrganization>(
    'SELECT key, id, tenant, parent, version, details, salt FROM organizations ORDER BY key',
  );
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) }));
}

async function readEvents(database: Queryable): Promise<Event[]> {
  const rows = await database.all<StoredEvent>(
    'SELECT key, tenant, id, organization, version, details, ended_at AS endedAt FROM events ORDER BY key',
  );
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) }));
}

async function readSessions(database: Queryable): Promise<Session[]> {
  const rows = await database.all<StoredSession>(
    'SELECT key, tenant, id, event, version, details, windows, ended, replay, has_slices, has_engagements FROM sessions ORDER BY key',
  );
  return rows.map(({ has_slices, has_engagements, ...row }) => ({
    ...row,
    details: JSON.parse(row.details),
    windows: JSON.parse(row.windows),
    ended: row.ended === 1,
    replay: row.replay === 1,
    hasSlices: has_slices === 1,
    hasEngagements: has_engagements === 1,
  }));
}

const TOMBSTONES = 'SELECT tenant, hash, at FROM tombstones ORDER BY tenant, hash';
const PEAKS = 'SELECT scope, day, value, at FROM peaks WHERE day IN (0, ?1) ORDER BY day, scope';
const WATCHED =
  'SELECT scope, day, ms, live_ms AS liveMs FROM watched WHERE day IN (0, ?1) ORDER BY day, scope';
const BACKFILLED_WATCH = `
SELECT day, session, ms, uncut_ms AS uncutMs FROM backfilled_watch WHERE day IN (0, ?1) ORDER BY session, day`;
const BLOCKS = `
SELECT tenant, scope, attendee, until FROM blocks WHERE until > ?1 ORDER BY tenant, scope, attendee`;
const UNIQUES = 'SELECT scope, day, count FROM uniques WHERE day IN (0, ?1) ORDER BY day, scope';
const ENGAGEMENT_COUNTS = `
SELECT n.scope, n.day, c.name AS action, n.count
FROM engagement_counts AS n CROSS JOIN actions AS c ON c.key = n.action
WHERE n.day IN (0, ?1)
ORDER BY n.day, n.scope, c.name`;

/** What a node needs to go on where the file ends. */
export async function readRestored(database: Queryable): Promise<Restored> {
  const [progress] = await database.all<Progress>(PROGRESS);
  const today = [progress ? Math.floor(progress.time / DAY_MS) : 0];
  return {
    position: progress?.position ?? null,
    time: progress?.time ?? null,
    lastKey: progress?.lastKey ?? 0,
    lastSlice: progress?.lastSlice ?? 0,
    organizations: await readOrganizations(database),
    events: await readEvents(database),
    sessions: await readSessions(database),
    peaks: await database.all<Restored['peaks'][number]>(PEAKS, today),
    watched: await database.all<Restored['watched'][number]>(WATCHED, today),
    keys: await readApiKeys(database),
    endpoints: await readEndpoints(database),
    told: await readTold(database),
    alertRules: await readAlertRules(database),
    lastAlerts: await readLastAlerts(database),
    blocks: await database.all<Block>(BLOCKS, [progress?.time ?? 0]),
    uniques: await database.all<Restored['uniques'][number]>(UNIQUES, today),
    engagementCounts: await database.all<EngagementCount>(ENGAGEMENT_COUNTS, today),
    backfilledWatch: await database.all<Restored['backfilledWatch'][number]>(BACKFILLED_WATCH, today),
    tombstones: await database.all<Tombstone>(TOMBSTONES),
    ...(await readReplica(database)),
  };
}
