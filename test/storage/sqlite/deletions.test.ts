import { expect, test } from 'vitest';
import { Database } from '../../../storage/sqlite/database.ts';
import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import {
  batchAt,
  catalogue,
  EVENT,
  ended,
  engagement,
  minute,
  ORG,
  peak,
  poll,
  ROOM,
  seen,
  started,
  T0,
} from '../history/batches.ts';
import { message, put } from '../history/outbox.ts';
import { temporaryFile } from './temporary-file.ts';

/** Who was where and what was used may stay: neither says anything of the session. */
const MAY_STAY = new Set(['used_ids', 'imported_slices']);

test('no table holds anything of a session that is deleted', async () => {
  const file = await temporaryFile();
  const history = createSqliteHistory({ file });
  await history.open();
  await history.commit(
    batchAt(T0, {
      ...catalogue(),
      slicesStarted: [started({ slice: 81, attendee: 'ann' })],
      slicesPlayed: [{ kind: 'slicePlayed', slice: 81, advanceMs: 5, spans: [[0, 5]] }],
      visibility: [{ kind: 'sliceVisibility', slice: 81, state: 'hidden', at: T0 }],
      slicesEnded: [ended({ slice: 81, attendee: 'ann', end: T0 })],
      seen: [seen(ROOM, 'ann')],
      peaks: [peak(ROOM, 1, T0)],
      watched: [{ kind: 'watch', scope: ROOM, day: 0, ms: 1, liveMs: 1 }],
      minutes: [minute({ minute: T0 })],
      engagements: [engagement({ id: 'a', at: T0 })],
      polls: [poll()],
      engagementCounts: [{ scope: ROOM, day: 0, action: 'reaction', count: 1 }],
      engagementMinutes: [{ scope: ROOM, minute: T0, action: 'reaction', count: 1 }],
      bubbles: [{ tenant: ORG, session: ROOM, attendee: 'ann', bubble: 'b' }],
      webhooks: [
        ...[put('a'), message('m')],
        { kind: 'told', isTold: true, scope: ROOM, once: 'session.silent' },
      ],
    }),
  );
  const before = await tablesWith(file);
  expect(before.length).toBeGreaterThan(15);
  const parents = [EVENT, ORG];
  const room = {
    kind: 'deleted',
    at: T0,
    scopeKind: 'session',
    scope: ROOM,
    tenant: ORG,
    id: 'room',
  } as const;
  const deleted = [{ ...room, parents }];
  await history.commit(batchAt(T0 + 1, { deleted, webhooks: deleted }));
  expect((await tablesWith(file)).filter((table) => !MAY_STAY.has(table))).toEqual([]);
  await history.close();
});

test('every table of scopes is thought of', async () => {
  const file = await temporaryFile();
  const texts: string[] = [];
  const history = createSqliteHistory({ file, onStatement: (sql) => texts.push(sql) });
  await history.open();
  const gone = { kind: 'deleted', at: T0, tenant: ORG, parents: [ORG], id: 'x' } as const;
  const from = texts.length;
  const deleted = (['session', 'event', 'organization'] as const).map((scopeKind, index) => {
    return { ...gone, scopeKind, scope: 50 + index };
  });
  await history.commit(batchAt(T0, { deleted, webhooks: deleted }));
  await history.close();
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
  const tables = await database.all<{ name: string }>(
    `SELECT DISTINCT m.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
     WHERE m.type = 'table' AND c.type = 'INTEGER' AND c.name IN ('session', 'scope', 'slice', 'event')`,
  );
  await database.close();
  const emptied = texts.slice(from).flatMap((sql) => /^DELETE FROM (\w+)/.exec(sql)?.[1] ?? []);
  // Blocks are lifted, and webhooks of an event and rules of alerts are deleted, one by one.
  const thoughtOf = new Set([...emptied, ...MAY_STAY, 'blocks', 'webhooks', 'alert_rules']);
  expect(tables.map(({ name }) => name).filter((name) => !thoughtOf.has(name))).toEqual([]);
});

/** The tables that have a row of the session `ROOM` or its slice. */
async function tablesWith(file: string): Promise<string[]> {
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
  const columns = await database.all<{ table: string; column: string }>(
    `SELECT m.name AS "table", c.name AS "column" FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
     WHERE m.type = 'table' AND (c.name IN ('session', 'scope', 'slice') OR (m.name = 'sessions' AND c.name = 'key'))`,
  );
  const found = new Set<string>();
  for (const { table, column } of columns) {
    const value = column === 'slice' ? 81 : ROOM;
    const rows = await database.all(`SELECT 1 FROM ${table} WHERE ${column} = ${value}`);
    if (rows.length > 0) found.add(table);
  }
  await database.close();
  return [...found];
}
