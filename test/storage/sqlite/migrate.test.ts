import { expect, onTestFinished, test } from 'vitest';
import { plainOrganization } from '../../../server/live/plain.ts';
import { Database } from '../../../storage/sqlite/database.ts';
import { migrate, UnusableFileError } from '../../../storage/sqlite/migrate.ts';
import { MIGRATIONS } from '../../../storage/sqlite/migrations/all.ts';
import { readMinutes } from '../../../storage/sqlite/read/minutes.ts';
import { readRegistrationCounts } from '../../../storage/sqlite/read/registrations.ts';
import { readRestored } from '../../../storage/sqlite/read/restored.ts';
import { readTotalsOfSessions } from '../../../storage/sqlite/read/totals.ts';
import { temporaryFile } from './temporary-file.ts';

async function emptyDatabase(): Promise<Database> {
  const database = await Database.open({ file: await temporaryFile(), busyTimeoutMs: 0, cacheKib: 1024 });
  onTestFinished(() => database.close());
  return database;
}

async function versionOf(database: Database): Promise<number | undefined> {
  const [row] = await database.all<{ user_version: number }>('PRAGMA user_version');
  return row?.user_version;
}

async function schemaOf(database: Database): Promise<string[]> {
  const rows = await database.all<{ sql: string }>(
    'SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name',
  );
  return rows.map(({ sql }) => sql);
}

const oneByOne = MIGRATIONS.map((_, version) => version);

test.each(oneByOne)('a file of version %i comes to the present schema', async (version) => {
  const old = await emptyDatabase();
  await migrate(old, MIGRATIONS.slice(0, version));
  await migrate(old);
  const fresh = await emptyDatabase();
  await migrate(fresh);
  expect(await versionOf(old)).toBe(MIGRATIONS.length);
  expect(await schemaOf(old)).toEqual(await schemaOf(fresh));
});

test('what a file holds is there after a later migration', async () => {
  const database = await emptyDatabase();
  const first = 'CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (5)';
  await migrate(database, [first]);
  await migrate(database, [first, 'ALTER TABLE a ADD COLUMN y INTEGER', 'UPDATE a SET y = x + 1']);
  expect(await database.all('SELECT * FROM a')).toEqual([{ x: 5, y: 6 }]);
  expect(await versionOf(database)).toBe(3);
});

test.each([1, 2])('minutes of a file of version %i have no connections', async (version) => {
  const database = await emptyDatabase();
  await migrate(database, MIGRATIONS.slice(0, version));
  await database.exec(`INSERT INTO minutes VALUES (3, 0, 60000, 7, 61000, 2, 250000, 60000, 5, 3, 8)`);
  await migrate(database);
  const old = { scope: 3, track: 0, from: 0, to: 120_000 } as const;
  expect(await readMinutes(database, old)).toMatchObject([{ peak: 7, uniques: 8, connections: null }]);
});

test('organizations of an older file have said nothing yet', async () => {
  const database = await emptyDatabase();
  await migrate(database, MIGRATIONS.slice(0, 4));
  await database.exec(`INSERT INTO organizations VALUES (1, 'acme "& co"', 1, NULL), (5, 'part', 1, 1)`);
  await migrate(database);
  const { organizations } = await readRestored(database);
  expect(organizations).toEqual([
    plainOrganization({ key: 1, id: 'acme "& co"', tenant: 1, parent: null }),
    plainOrganization({ key: 5, id: 'part', tenant: 1, parent: 1 }),
  ]);
});

test('totals of an older file know who watched in either mode', async () => {
  const database = await emptyDatabase();
  await migrate(database, MIGRATIONS.slice(0, 10));
  await database.exec(`
INSERT INTO totals VALUES (3, 3, 2, 1, 1, 900, 2, 2, 0, 2, 700, 2);
INSERT INTO attendance VALUES
  (3, 1, 0, 1, 'DE', 9, 2, 1, 900, 1, 1, 1, 1, 300, 1, 0, 1),
  (3, 2, 0, 3, 'DE', 9, 1, 0, 0, 0, 0, -1, 1, 400, 1, 0, 1),
  (3, 3, 0, 4, 'DE', 9, 1, 1, 0, 1, 0, 1, 0, 0, 0, 0, -1)`);
  await migrate(database);
  expect((await readTotalsOfSessions(database, [3, 4], () => {})).get(3)).toMatchObject({
    ...{ attendees: 3, watchers: 2 },
    ...{ live: { watchers: 1, watchMs: 900 }, onDemand: { watchers: 2, watchMs: 700 } },
  });
});

test('a migration that fails leaves the file as it was', async () => {
  const database = await emptyDatabase();
  await migrate(database, ['CREATE TABLE a (x INTEGER) STRICT']);
  const before = await schemaOf(database);
  const failing = migrate(database, ['', 'CREATE TABLE b (x INTEGER) STRICT', 'CREATE TABLE a (x INTEGER)']);
  await expect(failing).rejects.toThrow('table a already exists');
  expect(await schemaOf(database)).toEqual(before);
  expect(await versionOf(database)).toBe(1);
});

test('a file that is up to date is not written', async () => {
  const database = await emptyDatabase();
  await migrate(database);
  await database.exec('PRAGMA query_only = ON');
  await expect(migrate(database)).resolves.toBeUndefined();
});

test('a file of the future is refused with both versions named', async () => {
  const database = await emptyDatabase();
  await migrate(database);
  await database.exec(`PRAGMA user_version = ${MIGRATIONS.length + 6}`);
  const refusal = await migrate(database).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UnusableFileError);
  expect(String(refusal)).toContain(`schema version ${MIGRATIONS.length + 6}`);
  expect(String(refusal)).toContain(`versions up to ${MIGRATIONS.length}`);
});

test('a database of another program is refused and not touched', async () => {
  const database = await emptyDatabase();
  await database.exec('CREATE TABLE theirs (x)');
  await expect(migrate(database)).rejects.toThrow(UnusableFileError);
  expect(await schemaOf(database)).toEqual(['CREATE TABLE theirs (x)']);
});

test('every table is strict, so that a wrong type is an error and never a value', async () => {
  const database = await emptyDatabase();
  await migrate(database);
  const loose = await database.all("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0");
  expect(loose).toEqual([{ name: 'sqlite_schema' }]);
});

test('registrations of an older file are counted', async () => {
  const database = await emptyDatabase();
  await migrate(database, MIGRATIONS.slice(0, 16));
  await database.exec(`
INSERT INTO registrations (scope, attendee, kind, event, at, version, answers, metadata) VALUES
  (2, 1, 'registration', 2, 0, 1, '{}', '{}'), (3, 1, 'bookmark', 2, 0, 1, '{}', '{}'),
  (3, 1, 'registration', 2, 0, 1, '{}', '{}'), (3, 5, 'registration', 2, 0, 1, '{}', '{}');
INSERT INTO seen (scope, day, attendee) VALUES (3, 0, 5), (2, 0, 1), (3, 1, 1)`);
  await migrate(database);
  expect(await readRegistrationCounts(database, 2)).toEqual({ registered: 2, interested: 1, noShows: 1 });
  expect(await readRegistrationCounts(database, 3)).toEqual({ registered: 2, interested: 1, noShows: 1 });
});

test('days of an older file, which know no countries, are to be kept anew', async () => {
  const database = await emptyDatabase();
  await migrate(database, MIGRATIONS.slice(0, 18));
  await database.exec(`
INSERT INTO days_kept VALUES (1, 9);
INSERT INTO days_to_keep VALUES (2, 7, 4), (3, 8, 1);
INSERT INTO kept_days VALUES (2, 7, 0, 0, '[]', '[]'), (2, 8, 0, 0, '[]', '[]');
INSERT INTO kept_people VALUES (2, 7, 0, x'00', x''), (2, 8, 0, x'00', x'')`);
  await migrate(database);
  expect(await database.all('SELECT * FROM days_to_keep ORDER BY event, day')).toEqual([
    { event: 2, day: 7, changes: 5 },
    { event: 2, day: 8, changes: 1 },
    { event: 3, day: 8, changes: 1 },
  ]);
  expect(await database.all('SELECT * FROM kept_days')).toEqual([]);
  expect(await database.all('SELECT * FROM kept_people')).toEqual([]);
});
