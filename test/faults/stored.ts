import { join } from 'node:path';
import { expect } from 'vitest';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { Program } from '../support/program.ts';
import type { Slice, Tenant } from '../support/tenant.ts';

async function rowsOf<Row>(tenant: Tenant, path: string): Promise<Row[]> {
  const { text } = await tenant.call(path, { headers: { accept: 'application/x-ndjson' } });
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]));
}

/** The ids of all engagements of some sessions, each as often as it is there. */
export async function storedIds(tenant: Tenant, sessions: readonly string[]): Promise<string[]> {
  const lists = sessions.map((session) =>
    rowsOf<{ id: string }>(tenant, `/v1/sessions/${session}/engagements`),
  );
  return (await Promise.all(lists)).flat().map(({ id }) => id);
}

/** All slices of a session, however many. */
export function storedSlices(tenant: Tenant, session: string): Promise<Slice[]> {
  return rowsOf<Slice>(tenant, `/v1/sessions/${session}/slices`);
}

/** The self-check compares everything, once the figures of each attendee have been counted again. */
export async function expectChecked(tenant: Tenant): Promise<void> {
  const { json } = await tenant.call(`/v1/check/organization:${tenant.org}`);
  expect(json).toMatchObject({ ok: true, differences: [], leftOut: [] });
}

/** The file of a server that has ended. */
export async function expectSound(folder: string): Promise<void> {
  const history = createSqliteHistory({ file: join(folder, 'headcount.db') });
  await history.open();
  expect(await history.integrity()).toBe('ok');
  await history.close();
}

/** The same as `expectChecked`, by the command, of a server that has ended. */
export async function expectNoDifferences(folder: string): Promise<void> {
  const check = await new Program('check-data', { env: { DATA_DIR: folder } }).exit;
  expect(check).toEqual({ code: 0, stdout: 'no differences\n', stderr: '' });
}
