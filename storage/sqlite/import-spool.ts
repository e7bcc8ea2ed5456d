import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogueLine, ImportedPlace, ImportLine } from '../../server/live/import-lines.ts';
import type { ImportSpool, RepeatedId } from '../types.ts';
import { Database } from './database.ts';
import { writeFromJson } from './json-rows.ts';

const SUFFIX = '.import';
const CACHE_KIB = 4 * 1024;

const SCHEMA = `
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE lines (
  line INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  place_kind TEXT,
  place TEXT,
  attendee TEXT,
  mode TEXT,
  start_at INTEGER,
  end_at INTEGER,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX lines_by_id ON lines (kind, id, line);
CREATE INDEX lines_by_place ON lines (place_kind, place, attendee, mode, start_at) WHERE place IS NOT NULL;`;

// The number is no part of the content: lines are compared by it.
const ADD = `
INSERT INTO lines (line, kind, id, place_kind, place, attendee, mode, start_at, end_at, content)
SELECT r.value ->> 'line', r.value ->> 'kind', r.value ->> 'id',
  CASE WHEN r.value ->> 'kind' IN ('slice', 'engagement') THEN 'session' ELSE r.value ->> '$.scope.kind' END,
  CASE WHEN r.value ->> 'kind' IN ('slice', 'engagement') THEN r.value ->> 'session' ELSE r.value ->> '$.scope.id' END,
  r.value ->> 'attendee', r.value ->> 'mode', r.value ->> 'start', r.value ->> 'end',
  json_remove(r.value, '$.line')
FROM jsonb_each(?1) AS r`;

const REPEATED = `
SELECT l.line, f.line AS first, l.content = f.content AS same
FROM (SELECT kind, id, min(line) AS line FROM lines GROUP BY kind, id HAVING count(*) > 1) AS g
CROSS JOIN lines AS f ON f.line = g.line
CROSS JOIN lines AS l ON l.kind = g.kind AND l.id = g.id AND l.line > g.line
ORDER BY l.line`;

const DROP = `
DELETE FROM lines WHERE line IN (
  SELECT l.line
  FROM (SELECT kind, id, min(line) AS line FROM lines GROUP BY kind, id HAVING count(*) > 1) AS g
  CROSS JOIN lines AS f ON f.line = g.line
  CROSS JOIN lines AS l ON l.kind = g.kind AND l.id = g.id AND l.line > g.line AND l.content = f.content
)`;

const CATALOGUE = `
SELECT line, content FROM lines WHERE kind IN ('organization', 'event', 'session') ORDER BY line`;

const PLACES = `
SELECT place_kind AS kind, place AS id, max(kind = 'slice') AS slices,
  max(coalesce(mode = 'onDemand', 0)) AS onDemand
FROM lines WHERE place IS NOT NULL GROUP BY place_kind, place ORDER BY place_kind, place`;

const ABOUT = `
SELECT line FROM lines
WHERE place IS NOT NULL AND place_kind = ?1 AND place = ?2 AND line < ?3 AND (?4 = 0 OR mode = 'onDemand')
ORDER BY line`;

// Within one instant an empty slice overlaps nobody.
const OVERLAPPING = `
SELECT line FROM (
  SELECT line, start_at, max(end_at) OVER (
    PARTITION BY place, attendee, mode ORDER BY start_at, line
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  ) AS earlier
  FROM lines WHERE place IS NOT NULL AND place_kind = 'session' AND kind = 'slice'
)
WHERE start_at < earlier ORDER BY line`;

const PAGE = 'SELECT line, content FROM lines WHERE line > ?1 ORDER BY line LIMIT ?2';

interface Stored {
  readonly line: number;
  readonly content: string;
}

function read<Line extends ImportLine>({ line, content }: Stored): Line {
  return { line, ...(JSON.parse(content) as Omit<Line, 'line'>) } as Line;
}

class SqliteImportSpool implements ImportSpool {
  readonly #file: string;
  readonly #database: Database;

  constructor(file: string, database: Database) {
    this.#file = file;
    this.#database = database;
  }

  add(lines: readonly ImportLine[]): Promise<void> {
    return writeFromJson(this.#database, ADD, lines);
  }

  async repeated(): Promise<RepeatedId[]> {
    const rows = await this.#database.all<{ line: number; first: number; same: number }>(REPEATED);
    return rows.map((row) => ({ ...row, same: row.same === 1 }));
  }

  async dropRepeated(): Promise<void> {
    await this.#database.all(DROP);
  }

  async catalogue(): Promise<CatalogueLine[]> {
    return (await this.#database.all<Stored>(CATALOGUE)).map((row) => read<CatalogueLine>(row));
  }

  async places(): Promise<ImportedPlace[]> {
    type Row = Pick<ImportedPlace, 'kind' | 'id'> & { readonly slices: number; readonly onDemand: number };
    const rows = await this.#database.all<Row>(PLACES);
    return rows.map((row) => ({ ...row, slices: row.slices === 1, onDemand: row.onDemand === 1 }));
  }

  async linesAbout(
    { kind, id }: Pick<ImportedPlace, 'kind' | 'id'>,
    { before = Number.MAX_SAFE_INTEGER, onDemand = false }: { before?: number; onDemand?: boolean } = {},
  ): Promise<number[]> {
    const rows = await this.#database.all<{ line: number }>(ABOUT, [kind, id, before, onDemand ? 1 : 0]);
    return rows.map(({ line }) => line);
  }

  async overlapping(): Promise<number[]> {
    return (await this.#database.all<{ line: number }>(OVERLAPPING)).map(({ line }) => line);
  }

  async count(): Promise<number> {
    const [row] = await this.#database.all<{ count: number }>('SELECT count(*) AS count FROM lines');
    return row?.count ?? 0;
  }

  async page({ after, limit }: { after: number; limit: number }): Promise<ImportLine[]> {
    return (await this.#database.all<Stored>(PAGE, [after, limit])).map((row) => read<ImportLine>(row));
  }

  async close(): Promise<void> {
    await this.#database.close();
    await rm(this.#file, { force: true });
  }
}

/** A file of its own in the folder, gone when it is closed. */
export async function openImportSpool(folder: string, name: string): Promise<ImportSpool> {
  const file = join(folder, `${name}${SUFFIX}`);
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: CACHE_KIB });
  await database.exec(SCHEMA);
  return new SqliteImportSpool(file, database);
}

/** What a process that ended in the midst of an import has left. */
export async function removeImportSpools(folder: string): Promise<void> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(SUFFIX));
  await Promise.all(files.map((file) => rm(join(folder, file), { force: true })));
}
