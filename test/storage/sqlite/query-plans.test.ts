import { expect, test } from 'vitest';
import { Database } from '../../../storage/sqlite/database.ts';
import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import { doEverything } from './everything.ts';
import { temporaryFile } from './temporary-file.ts';

/** Runs everything that the port can do; gives the file and the texts of all statements, those of a start apart. */
async function statements() {
  const file = await temporaryFile();
  let texts = new Set<string>();
  const history = createSqliteHistory({ file, onStatement: (sql) => texts.add(sql) });
  await history.open();
  const starting = texts;
  texts = new Set();
  await doEverything(history);
  await history.close();
  return { file, starting, working: texts };
}

interface Plan {
  readonly sql: string;
  readonly steps: readonly string[];
}

async function plansOf(file: string, texts: Iterable<string>) {
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
  const plans: Plan[] = [];
  for (const sql of texts) {
    // The one statement that is meant for all rows.
    if (/^DELETE FROM (bubbles|snapshot|import_parts)$/.test(sql)) continue;
    if (!/^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)/.test(sql)) continue;
    const rows = await database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
    plans.push({ sql, steps: rows.map(({ detail }) => detail) });
  }
  const names = await database.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
  await database.close();
  return { plans, tables: new Set(names.map(({ name }) => name)) };
}

/** The tables of the file that the statement names, by the names that its plan gives them. */
function tablesIn(sql: string, tables: ReadonlySet<string>): Set<string> {
  const named = [...sql.matchAll(/\b(?:FROM|JOIN|UPDATE)\s+(\w+)(?:\s+AS\s+(\w+))?/g)];
  return new Set(named.flatMap(([, table = '', alias]) => (tables.has(table) ? [alias ?? table] : [])));
}

/** Tables that a plan reads from end to end; what waits only, parameters, constants and results of searches before it do not count. */
function scansOf({ sql, steps }: Plan, tables: ReadonlySet<string>): string[] {
  const names = tablesIn(sql, tables);
  return steps.flatMap((step) => {
    const [, name = '', how = ''] = /^SCAN (\w+)(.*)$/.exec(step) ?? [];
    return names.has(name) && !/INDEX (slices_open|messages_due)/.test(how) ? [name] : [];
  });
}

test('no statement of the port scans a table', async () => {
  const { file, working } = await statements();
  const { plans, tables } = await plansOf(file, working);
  expect(plans.length).toBeGreaterThan(35);
  expect(plans.filter((plan) => scansOf(plan, tables).length > 0)).toEqual([]);
});

test('a table is never indexed on the fly', async () => {
  const { file, working } = await statements();
  const { plans } = await plansOf(file, working);
  expect(plans.filter(({ steps }) => steps.some((step) => step.includes('AUTOMATIC')))).toEqual([]);
});

test('a start scans the catalogue, what was imported into sessions, the bubbles, the keys, webhooks, rules of alerts, what was told, who is kept out and who was erased only', async () => {
  const { file, starting } = await statements();
  const { plans, tables } = await plansOf(file, starting);
  const scans = plans.flatMap((plan) => scansOf(plan, tables));
  expect(scans.toSorted()).toEqual([
    ...[
      'alert_rules',
      'b',
      'backfilled_watch',
      'blocks',
      'events',
      'keys',
      'organizations',
      // Rules again, for their last alerts.
      'r',
      'sessions',
      'told',
      'tombstones',
    ],
    'webhooks',
  ]);
});

test('the slices of one attendee are searched by attendee', async () => {
  const { file, working } = await statements();
  const { plans } = await plansOf(file, working);
  const everywhere = plans.filter(({ sql }) => sql.includes('INDEXED BY slices_of_attendee'));
  const byAttendee = plans.filter((plan) => plan.sql.includes('s.attendee = ') && !everywhere.includes(plan));
  const search = expect.stringContaining('slices_by_attendee (session=? AND attendee=?');
  expect(byAttendee.length).toBe(6);
  for (const { steps } of byAttendee) expect(steps).toContainEqual(search);
  expect(everywhere.length).toBe(2);
});

test('pages of a session come out of an index in order, without sorting', async () => {
  const { file, working } = await statements();
  const { plans } = await plansOf(file, working);
  const order = /ORDER BY (s\.start_at[A-Z ]*, s\.slice|e\.at[A-Z ]*, e\.key)[A-Z ]* LIMIT/;
  const pages = plans.filter(({ sql }) => order.test(sql));
  const sorted = pages.filter(({ steps }) => steps.some((step) => step.includes('B-TREE FOR ORDER BY')));
  expect(pages.length).toBe(16);
  // Those present when the span begins are few, and of several classes of length.
  // Engagements of one attendee come out of several sessions.
  expect(sorted.filter(({ sql }) => !/lengths|AS here/.test(sql))).toEqual([]);
});
