import { renameSync, rmSync } from 'node:fs';
import { Random } from '../../../server/demo/random.ts';
import { type RebuildPart, rebuild } from '../../../server/recorder/rebuild.ts';
import { NOTHING_TO_WRITE } from '../../../storage/nothing.ts';
import { createSqliteHistory, sqliteHistoryWithin } from '../../../storage/sqlite/history.ts';
import { readRestored } from '../../../storage/sqlite/read/restored.ts';
import { BulkFile } from './bulk-file.ts';
import { countryOf, type SliceCells, slicesOf } from './presence.ts';
import { FIRST_DAY, type PlannedSession, type Programme, programme, type Sizes } from './programme.ts';
import { registrationsOf } from './registrations.ts';
import { engagementsOf } from './talk.ts';

const DAY_MS = 86_400_000;
const TABLES = ['slices', 'engagements'];

const ATTENDEES = `
INSERT INTO attendees (key, tenant, organization, id, name, email, name_fold, email_fold, country)
SELECT r.value ->> 0, r.value ->> 1, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5,
  r.value ->> 4, r.value ->> 6
FROM jsonb_each(?1) AS r`;

const REGISTRATIONS = `
INSERT INTO registrations (scope, attendee, kind, event, at, version, ticket, answers, metadata)
SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, 1, r.value ->> 5, '{}', '{}'
FROM jsonb_each(?1) AS r`;

const SLICES = `
INSERT INTO slices (slice, session, attendee, mode, start_at, end_at, counted_until, ended_by, country)
SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5, r.value ->> 6,
  r.value ->> 7, r.value ->> 8
FROM jsonb_each(?1) AS r`;

const ENGAGEMENTS = `
INSERT INTO engagements (key, id, session, attendee, action, at, data, anonymous)
SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, c.key, r.value ->> 5, r.value ->> 6, 0
FROM jsonb_each(?1) AS r CROSS JOIN actions AS c ON c.name = r.value ->> 4`;

// As storage/sqlite/engagement-hash.ts makes them of such ids: time first, so that the rows come in order.
const USED_IDS = `
INSERT OR IGNORE INTO used_ids (hash, attendee, session, action)
SELECT unhex(substr(replace(id, '-', ''), 1, 12) || substr(hex(randomblob(10)), 1, 20)), attendee, session, action
FROM engagements ORDER BY 1`;

/** Sessions that begin together, so that slices and engagements can be numbered in the order of their times. */
function* togetherOf({ planned }: Programme): Generator<PlannedSession[]> {
  for (let index = 0; index < planned.length; ) {
    const start = planned[index]?.start;
    const together = planned.slice(index).filter((session) => session.start === start);
    yield together;
    index += together.length;
  }
}

function* people({ pools }: Programme): Generator<readonly unknown[]> {
  for (const [tenant, { first, size }] of pools) {
    for (let key = first; key < first + size; key++) {
      const [id, name] = [`person-${key}`, `Person ${key}`];
      yield [key, tenant, id, name, `${id}@example.org`, name.toLowerCase(), countryOf(key)];
    }
  }
}

async function writeCatalogue(file: string, { organizations, events, sessions }: Programme, days: number) {
  const history = createSqliteHistory({ file });
  await history.open();
  const end = FIRST_DAY + days * DAY_MS;
  const runs = [{ start: FIRST_DAY, end }];
  await history.commit({
    ...NOTHING_TO_WRITE,
    ...{ position: '0', time: end, runs, organizations, events, sessions },
  });
  await history.close();
}

async function writeSlices(bulk: BulkFile, plan: Programme, random: Random): Promise<number> {
  let slice = 0;
  for (const together of togetherOf(plan)) {
    const cells: SliceCells[] = together.flatMap((session) => slicesOf(session, random));
    cells.sort((a, b) => a[3] - b[3]);
    const first = slice + 1;
    slice += await bulk.insert(
      SLICES,
      cells.map((row, index) => [first + index, ...row]),
    );
  }
  return slice;
}

async function writeEngagements(bulk: BulkFile, plan: Programme, random: Random): Promise<number> {
  let key = 0;
  for (const together of togetherOf(plan)) {
    const cells = together.flatMap((session) => engagementsOf(session, random));
    cells.sort((a, b) => a[4] - b[4]);
    const first = key + 1;
    key += await bulk.insert(
      ENGAGEMENTS,
      cells.map((row, index) => [first + index, ...row]),
    );
  }
  await bulk.run(USED_IDS);
  return key;
}

/** Minutes, roll-ups, peaks, uniques, attendance, sums and kept days, as the recorder would have kept them. */
function derive(bulk: BulkFile, onPart: (part: RebuildPart) => void): Promise<void> {
  return bulk.within(async (database) => {
    const restored = await readRestored(database);
    await rebuild(sqliteHistoryWithin(database), restored, onPart);
  });
}

export interface MadeHistory {
  readonly slices: number;
  readonly engagements: number;
  readonly seconds: number;
}

interface Making {
  readonly file: string;
  readonly sizes: Sizes;
  readonly seed: number;
  /** Told of each phase when it is over. */
  readonly onPhase: (name: string, seconds: number) => void;
}

/** Seconds since the phase before. */
function phases(onPhase: Making['onPhase']): (name: string) => void {
  let from = performance.now();
  return (name) => {
    const now = performance.now();
    onPhase(name, (now - from) / 1000);
    from = now;
  };
}

/**
 * A file of record as months of use would leave it; the same for the same seed.
 */
export async function makeHistory({ file, sizes, seed, onPhase }: Making): Promise<MadeHistory> {
  const from = performance.now();
  const over = phases(onPhase);
  const part = `${file}.part`;
  for (const end of ['', '-wal', '-shm']) rmSync(`${part}${end}`, { force: true });
  const plan = programme(sizes, seed);
  await writeCatalogue(part, plan, sizes.days);
  const bulk = await BulkFile.open(part, TABLES);
  await bulk.insert(ATTENDEES, people(plan));
  await bulk.insert(REGISTRATIONS, registrationsOf(plan, sizes));
  await bulk.run("INSERT INTO actions (name) VALUES ('reaction'), ('chat.message'), ('click')");
  over('catalogue and people');
  const slices = await writeSlices(bulk, plan, new Random(seed + 1));
  over('slices');
  const engagements = await writeEngagements(bulk, plan, new Random(seed + 2));
  await bulk.run(`UPDATE progress SET last_slice = ${slices}, last_engagement = ${engagements}`);
  over('engagements');
  await bulk.makeIndexes();
  over('indexes');
  await derive(bulk, over);
  over('comparison');
  await bulk.close();
  renameSync(part, file);
  return { slices, engagements, seconds: (performance.now() - from) / 1000 };
}
