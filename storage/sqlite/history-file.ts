import { Database, type DatabaseOptions } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { migrate, UnusableFileError } from './migrate.ts';
import { OwnFiles } from './own-files.ts';
import { Readers } from './readers.ts';
import { Writer } from './writer.ts';

/** The pool has four threads: two are left to the writer however long the reports take. */
const REPORT_CONNECTIONS = 2;
/**
 * Pages in the write-ahead log before they are put into the file: 128 MiB. People are in no order, so in a file of years each of
 * them touches pages of their own in every table: those that several commits have changed are put into the file once. The commit
 * that fills the log waits for that, so it must not be much.
 */
const WAL_PAGES = 32_768;
/** At most: it grows with what is used. */
const WRITER_CACHE_KIB = 256 * 1024;
const READER_CACHE_KIB = 16 * 1024;

export interface HistoryFileOptions {
  /** Path of the file; its folder must exist. Beside it SQLite keeps `-wal` and `-shm` while it is open. */
  readonly file: string;
  /** How long to wait for another process's lock, ms. @default 5000 */
  readonly busyTimeoutMs?: number | undefined;
  /** Told the text of each statement when it is first prepared on a connection. */
  readonly onStatement?: ((sql: string) => void) | undefined;
}

/** An open file at the latest schema, with its connections by what they are for. */
export interface HistoryFile {
  /** Also for what decides the next transaction. */
  readonly writer: Pick<Writer, 'transaction' | 'largeTransaction' | 'read' | 'emptyLog'>;
  readonly reports: Pick<Readers, 'all' | 'snapshot'>;
  /** Over a connection of its own, which reads: neither the writer nor the reports wait for it. */
  backup(toFile: string): Promise<void>;
  close(): Promise<void>;
}

async function useWal(database: Database): Promise<void> {
  const [row] = await database.all<{ journal_mode: string }>('PRAGMA journal_mode = WAL');
  // What is overwritten or deleted leaves no trace in the file: an erasure promises that.
  await database.exec('PRAGMA secure_delete = ON');
  await database.exec(`PRAGMA wal_autocheckpoint = ${WAL_PAGES}`);
  // A statement keeps every page that it changes as it was. In a file of its own that costs as much as to write the rows.
  await database.exec('PRAGMA temp_store = MEMORY');
  if (row?.journal_mode !== 'wal') throw new Error('the file system does not allow a write-ahead log');
}

/** Nothing is changed in a file that is not ours or from the future, so the mode is set after the check. */
async function openWriter(options: DatabaseOptions): Promise<Database> {
  const database = await Database.open(options);
  try {
    await migrate(database);
    await useWal(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Not `readOnly`, which forbids writing the copy, too. */
async function copyInto(toFile: string, options: DatabaseOptions): Promise<void> {
  const database = await Database.open(options);
  try {
    await database.all('VACUUM INTO ?1', [toFile]);
  } finally {
    await database.close();
  }
}

function explained(file: string, error: unknown): unknown {
  if (error instanceof DatabaseError && error.code === 'SQLITE_NOTADB') {
    return new UnusableFileError(`${file} is not an SQLite database`, { cause: error });
  }
  if (error instanceof UnusableFileError)
    return new UnusableFileError(`${file}: ${error.message}`, { cause: error });
  return error;
}

/** @throws UnusableFileError when the file is of something else or of the future; DatabaseError for all others. */
export async function openHistoryFile(options: HistoryFileOptions): Promise<HistoryFile> {
  const { file, busyTimeoutMs = 5000, onStatement } = options;
  const shared = { file, busyTimeoutMs, onStatement };
  const main = await openWriter({ ...shared, cacheKib: WRITER_CACHE_KIB }).catch((error: unknown) => {
    throw explained(file, error);
  });
  const openReader = () => Database.open({ ...shared, cacheKib: READER_CACHE_KIB, readOnly: true });
  const writer = new Writer(main);
  const reports = new Readers(await Promise.all(Array.from({ length: REPORT_CONNECTIONS }, openReader)));
  const files = new OwnFiles(file);
  return {
    writer: watched(writer, files),
    reports,
    backup: (toFile) => copyInto(toFile, { ...shared, cacheKib: READER_CACHE_KIB }),
    async close() {
      await reports.close();
      await rescue(writer, files);
      await writer.close();
    },
  };
}

/** Nothing is said to be stored that would be gone with the process. */
function watched(writer: Writer, files: OwnFiles): HistoryFile['writer'] {
  const expectThere = async (): Promise<void> => {
    if (files.isRescuable) await rescue(writer, files);
    files.expectThere();
  };
  return {
    read: (body) => writer.read(body),
    emptyLog: () => writer.emptyLog(),
    async transaction(body) {
      await expectThere();
      return writer.transaction(body);
    },
    async largeTransaction(body) {
      await expectThere();
      return writer.largeTransaction(body);
    },
  };
}

/** Puts everything into the file while there is still a hold on its log. */
async function rescue(writer: Writer, files: OwnFiles): Promise<void> {
  const isRescued = await writer.emptyLog().catch(() => false);
  if (isRescued) files.unmark();
}
