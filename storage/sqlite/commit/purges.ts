import type { Purged } from '../../../server/live/effects.ts';
import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { purgeAlerts } from './alerts.ts';
import { purgeFigures } from './purge/figures.ts';
import { purgeEngagements, purgeSlices } from './purge/history.ts';
import { purgePeople } from './purge/people.ts';
import type { Place, Step } from './purge/step.ts';
import { purgeTexts } from './purge/texts.ts';
import { purgeAttempts } from './webhook-attempts.ts';

interface Progress {
  readonly scope: Purged['scope'];
  readonly since: number;
  readonly before: number;
  readonly stage: number;
  readonly place: string;
  readonly done: number | null;
}

const READ = `
SELECT scope, since, before, stage, place, done_at AS done FROM purges WHERE organization = ?1`;

const BEGIN = `
INSERT INTO purges (organization, scope, since, before, stage, place, started_at, done_at)
VALUES (?1, ?2, ?3, ?4, 0, '[]', ?5, NULL)
ON CONFLICT (organization) DO UPDATE SET
  scope = excluded.scope, since = excluded.since, before = excluded.before, stage = 0, place = '[]',
  started_at = excluded.started_at, done_at = NULL`;

const GO_ON = 'UPDATE purges SET stage = ?2, place = ?3, done_at = ?4 WHERE organization = ?1';

const SCOPES = `
(
  SELECT ?1 AS key
  UNION ALL
  SELECT r.value FROM json_each(?3) AS r
  UNION ALL
  SELECT v.key FROM events AS v WHERE v.organization = ?1
  UNION ALL
  SELECT s.key FROM events AS v CROSS JOIN sessions AS s ON s.event = v.key WHERE v.organization = ?1
)`;

// From the beginning of all time, so that the last one says it all.
const OLDER_HORIZONS = `
DELETE FROM purged WHERE scope IN (SELECT key FROM ${SCOPES}) AND from_at = 0 AND to_at < ?2`;

const HORIZONS = `
INSERT INTO purged (scope, from_at, to_at)
SELECT key, 0, ?2 FROM ${SCOPES} AS k WHERE true
ON CONFLICT DO NOTHING`;

/** People first: who is over is known by the slices that go afterwards. */
function stagesOf({ scope, keepAggregates }: Purged): readonly Step[] {
  if (scope === 'personal') return [purgePeople];
  if (scope === 'chat') return [purgeTexts];
  const all = [purgePeople, purgeSlices, purgeEngagements];
  return keepAggregates ? all : [...all, purgeFigures];
}

/** A new horizon, or a wider scope at the same one, begins a purge; an older one is none. */
async function begin(database: Queryable, purged: Purged): Promise<Progress | undefined> {
  const { organization, parents, scope, before, at } = purged;
  const [known] = await database.all<Progress>(READ, [organization]);
  const isSame = known?.scope === scope;
  if (known !== undefined && before < known.before) return undefined;
  if (known !== undefined && isSame && before === known.before)
    return known.done === null ? known : undefined;
  const since = isSame && known.done !== null ? known.before : 0;
  await database.all(BEGIN, [organization, scope, since, before, at]);
  if (scope === 'everything') {
    const scopes = [organization, before, JSON.stringify(parents)];
    await database.all(OLDER_HORIZONS, scopes);
    await database.all(HORIZONS, scopes);
  }
  return { scope, since, before, stage: 0, place: '[]', done: null };
}

/** Does the next part of a purge. To be called when all else of the batch is written: what it says was before. */
export async function writePurges(database: Queryable, { purges }: HistoryBatch): Promise<void> {
  for (const purged of purges) {
    const { organization, before, salt, at } = purged;
    const progress = await begin(database, purged);
    if (progress === undefined) continue;
    await purgeAttempts(database, { organization, before });
    await purgeAlerts(database, { organization, before });
    const { since, stage, place } = progress;
    const stages = stagesOf(purged);
    const step = stages[stage];
    const next = await step?.(database, { organization, since, before, salt }, JSON.parse(place) as Place);
    if (next !== null && next !== undefined)
      await database.all(GO_ON, [organization, stage, JSON.stringify(next), null]);
    else await database.all(GO_ON, [organization, stage + 1, '[]', stage + 1 < stages.length ? null : at]);
  }
}
