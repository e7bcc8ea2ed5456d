import type {
  ActivityDay,
  BubbleJoin,
  Entry,
  EntryCount,
  EntryMinute,
  ReportQuestion,
  ReportSource,
  Room,
  RoomPage,
  Teleport,
} from '../../types.ts';
import { Database } from '../database.ts';
import * as sql from './statements.ts';
import { writeTemporaryTables } from './temporary-tables.ts';

const BUSY_MS = 30_000;
const CACHE_KIB = 32 * 1024;

/** Before the first. */
const FIRST = { attendeeKey: 0, start: -1, slice: 0, day: -1, at: -1, key: 0 };

/** Over a connection of its own, in one transaction that reads: the writer goes on meanwhile. */
class SqliteReportSource implements ReportSource {
  readonly through: number;
  readonly #database: Database;
  readonly #question: ReportQuestion;

  constructor(database: Database, question: ReportQuestion, through: number) {
    this.#database = database;
    this.#question = question;
    this.through = through;
  }

  rooms(): Promise<Room[]> {
    return this.#database.all<Room>(sql.ROOMS);
  }

  async countEntries(): Promise<number> {
    const { from, to } = this.#question;
    const [row] = await this.#database.all<{ count: number }>(sql.COUNT_ENTRIES, [from, to]);
    return row?.count ?? 0;
  }

  countries(room: number): Promise<{ country: string; people: number }[]> {
    const { from, to } = this.#question;
    return this.#database.all(sql.COUNTRIES, [room, from, to]);
  }

  entryMinutes({ room, from, to }: { room: number; from: number; to: number }): Promise<EntryMinute[]> {
    return this.#database.all<EntryMinute>(sql.ENTRY_MINUTES, [room, from, to]);
  }

  entryCounts({ room, after, limit }: RoomPage<EntryCount>): Promise<EntryCount[]> {
    const { from, to } = this.#question;
    return this.#database.all<EntryCount>(sql.ENTRY_COUNTS, [
      ...[room, after?.attendeeKey ?? 0, from, to, limit],
    ]);
  }

  entries({ room, after, limit }: RoomPage<Entry>): Promise<Entry[]> {
    const { attendeeKey, start, slice } = after ?? FIRST;
    const { from, to } = this.#question;
    return this.#database.all<Entry>(sql.ENTRIES, [room, attendeeKey, start, slice, from, to, limit]);
  }

  activityDays({ room, after, limit }: RoomPage<ActivityDay>): Promise<ActivityDay[]> {
    const { attendeeKey, day } = after ?? FIRST;
    return this.#database.all<ActivityDay>(sql.ACTIVITY_DAYS, [room, attendeeKey, day, limit]);
  }

  async bubbleJoins({ room, after, limit }: RoomPage<BubbleJoin>): Promise<BubbleJoin[]> {
    const { attendeeKey, day, at, key } = after ?? FIRST;
    const place = [room, 'bubble.join', attendeeKey, day, after?.bubble ?? '', at, key, limit];
    const rows = await this.#database.all<Omit<BubbleJoin, 'isLocked'> & { isLocked: number }>(
      sql.BUBBLE_JOINS,
      place,
    );
    return rows.map((row) => ({ ...row, isLocked: row.isLocked === 1 }));
  }

  teleports({ room, after, limit }: RoomPage<Teleport>): Promise<Teleport[]> {
    const { attendeeKey, day, at, key } = after ?? FIRST;
    const place = [room, 'teleport', attendeeKey, day, after?.to ?? '', at, key, limit];
    return this.#database.all<Teleport>(sql.TELEPORTS, place);
  }

  async countryAt({ room, attendeeKey, at }: { room: number; attendeeKey: number; at: number }) {
    const [row] = await this.#database.all<{ country: string }>(sql.COUNTRY_AT, [room, attendeeKey, at]);
    return row?.country ?? null;
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}

/** @throws DatabaseError */
export async function openReportSource(file: string, question: ReportQuestion): Promise<ReportSource> {
  const database = await Database.open({
    ...{ file, busyTimeoutMs: BUSY_MS, cacheKib: CACHE_KIB, readOnly: true, temporaryTables: true },
  });
  try {
    await database.exec('BEGIN');
    const [progress] = await database.all<{ time: number }>('SELECT time FROM main.progress');
    await writeTemporaryTables(database, question);
    return new SqliteReportSource(database, question, progress?.time ?? 0);
  } catch (error) {
    await database.close();
    throw error;
  }
}
