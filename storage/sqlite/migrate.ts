import type { Database } from './database.ts';
import { MIGRATIONS } from './migrations/all.ts';

/** `Head`: tells our files from other SQLite files, which have a `user_version` of their own or none. */
const APPLICATION_ID = 0x48656164;

export function isOurs(applicationId: number): boolean {
  return applicationId === APPLICATION_ID;
}

/** The file cannot be used, and trying again will not help. Nothing in it was changed. */
export class UnusableFileError extends Error {
  override readonly name = 'UnusableFileError';
}

interface Header {
  readonly version: number;
  readonly application: number;
  readonly tables: number;
}

async function readHeader(database: Database): Promise<Header> {
  const [header] = await database.all<Header>(
    `SELECT v.user_version AS version, a.application_id AS application,
       (SELECT count(*) FROM sqlite_schema) AS tables
     FROM pragma_user_version AS v, pragma_application_id AS a`,
  );
  return header ?? { version: 0, application: 0, tables: 0 };
}

function refuseForeign({ version, application, tables }: Header, latest: number): void {
  if (tables > 0 && !isOurs(application)) {
    throw new UnusableFileError('the file is an SQLite database, but not one of Headcount');
  }
  if (version > latest) {
    throw new UnusableFileError(
      `the file has schema version ${version}, but this server knows versions up to ${latest}: ` +
        'start the newer server that wrote it, or restore a backup from before',
    );
  }
}

/** @throws UnusableFileError when it is no history that was ever opened, or one of a version of the future. */
export async function expectUsable(database: Database): Promise<void> {
  const header = await readHeader(database);
  if (header.tables === 0) throw new UnusableFileError('the file is empty');
  refuseForeign(header, MIGRATIONS.length);
}

/**
 * Brings the file to the latest version, in one transaction.
 * @throws UnusableFileError for a version of the future and for a file of something else.
 */
export async function migrate(database: Database, migrations = MIGRATIONS): Promise<void> {
  const header = await readHeader(database);
  refuseForeign(header, migrations.length);
  if (header.version === migrations.length) return;
  await database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have migrated it while this one waited for the lock.
    const header = await readHeader(database);
    refuseForeign(header, migrations.length);
    for (const migration of migrations.slice(header.version)) await database.exec(migration);
    await database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    await database.exec(`PRAGMA user_version = ${migrations.length}`);
    await database.exec('COMMIT');
  } catch (error) {
    await database.exec('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
