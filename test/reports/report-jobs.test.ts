import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { readSheets, settledReport } from '../support/reports.ts';
import { SOON } from '../support/soon.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const server = useTestServer();
let tenant: Tenant;
const today = () => new Date().toISOString().slice(0, 10);

beforeEach(async () => {
  tenant = server.tenant();
  await tenant.call('/v1/events/expo', { method: 'PUT', body: { title: 'Expo', timeZone: 'UTC' } });
  await tenant.putSession('garden', { event: 'expo', kind: 'networking' });
});

const order = (range = { from: today(), to: today() }) =>
  tenant.call('/v1/reports', { method: 'POST', body: { event: 'expo', ...range } });

const settled = (id: unknown) => settledReport((path) => tenant.call(path), `/v1/reports/${id}`);

/** Names of everything that lies in the folder of reports. */
async function files(): Promise<string[]> {
  return (await readdir(join(server.dataDir, 'reports'), { recursive: true }).catch(() => [])).sort();
}

test('what people do over sockets adds up in the workbook as in our own API', async () => {
  const ann = await tenant.enter('ann', 'garden', { event: 'expo', country: 'DE', name: 'Ann' });
  const bob = await tenant.enter('bob', 'garden', { event: 'expo', name: 'Bob' });
  await ann.leave('garden');
  await ann.join('garden');
  await ann.engage('garden', 'chat.message', { text: 'Hello' });
  await ann.engage('garden', 'bubble.join', { bubble: 'b1' });
  await bob.engage('garden', 'bubble.join', { bubble: 'b1' });
  await bob.engage('garden', 'teleport', { to: 'ann' });
  const slices = await tenant.slices('garden');
  const from = slices.map(({ start }) => start.slice(0, 10)).sort()[0] ?? today();
  const { json } = await settled((await order({ from, to: today() })).json.id);
  const sheets = await readSheets(server.url + String(json.downloadUrl));
  const column = (sheet: number, index: number) =>
    (sheets[sheet]?.rows ?? []).slice(1).map((row) => row[index]);
  const sum = (sheet: number, index: number) =>
    column(sheet, index).reduce<number>((total, value) => total + Number(value), 0);
  const { engagement, attendees, countries } = (await tenant.call('/v1/sessions/garden/summary')).json as {
    engagement: Record<string, number>;
    attendees: number;
    countries: { country: string; attendees: number }[];
  };
  expect([sum(2, 3), sum(3, 5)]).toEqual([slices.length, slices.length]);
  expect(column(3, 3)).toEqual(['ann', 'bob']);
  expect(column(3, 3)).toHaveLength(attendees);
  expect(column(1, 3).sort()).toEqual(['Germany', 'Unknown']);
  expect(sum(1, 4)).toBe(countries.reduce((total, country) => total + country.attendees, 0));
  expect([sum(4, 3), sheets[5]?.rows.length]).toEqual([engagement['bubble.join'], 1 + sum(4, 3)]);
  expect([sum(4, 5), sum(6, 5)]).toEqual([engagement.teleport, engagement.teleport]);
  expect(column(4, 4).filter((cell) => cell === 'Y')).toHaveLength(engagement['chat.message'] ?? 0);
  expect(column(6, 4)).toEqual(['Ann']);
});

test('a signed link works without a token, and no other does', async () => {
  const { json } = await settled((await order()).json.id);
  const [, last] = json.sheets as { name: string; downloadUrl: string }[];
  const ask = (path: string) => tenant.call(path, { token: null });
  const good = await ask(String(last?.downloadUrl));
  expect([good.status, good.text]).toEqual([200, expect.stringContaining('Event id/short-code')]);
  const url = String(json.downloadUrl);
  for (const bad of [
    url.replace('signature=', 'signature=A'),
    url.replace(/expires=\d+/, 'expires=9999999999999'),
    url.replace('?', '?sheet=1&'),
    url.replace(/reports\/\w+/, 'reports/0123456789ab'),
  ])
    expect([bad, (await ask(bad)).status]).toEqual([bad, 403]);
  expect((await ask(url.split('?')[0] ?? '')).status).toBe(401);
});

test('fifty of an organization may wait, two are made at a time, and others are not held up', async () => {
  const answers = await Promise.all(Array.from({ length: 55 }, () => order()));
  const taken = answers.filter(({ status }) => status === 202);
  const refused = answers.filter(({ status }) => status === 429);
  expect([taken.length, refused.length]).toEqual([50, 5]);
  expect(new Set(refused.map(({ json }) => json.code))).toEqual(new Set(['too_many_reports']));
  const { items } = (await tenant.call('/v1/reports')).json as { items: { id: string; status: string }[] };
  expect(items).toHaveLength(50);
  expect(items.filter(({ status }) => status === 'running').length).toBeLessThanOrEqual(2);
  const first = (await tenant.call('/v1/reports?limit=20')).json;
  const rest = (await tenant.call(`/v1/reports?limit=1000&cursor=${first.nextCursor}`)).json;
  const pages = [first, rest].flatMap((page) => page.items as { id: string }[]);
  expect(pages.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  await Promise.all(items.map(({ id }) => tenant.call(`/v1/reports/${id}`, { method: 'DELETE' })));
  expect((await tenant.call('/v1/reports')).json.items).toEqual([]);
  expect((await order()).status).toBe(202);
});

test('a report that is deleted is gone with its files', async () => {
  const { id } = (await settled((await order()).json.id)).json;
  expect((await files()).some((name) => name.includes(String(id)))).toBe(true);
  expect((await tenant.call(`/v1/reports/${id}`, { method: 'DELETE' })).status).toBe(204);
  for (const path of [`/v1/reports/${id}`, `/v1/reports/${id}/file`])
    expect((await tenant.call(path)).status).toBe(404);
  await vi.waitFor(
    async () => expect((await files()).filter((name) => name.includes(String(id)))).toEqual([]),
    SOON,
  );
});

test('an erased person is in no file any more: they are made again without', async () => {
  const client = await tenant.enter('ann', 'garden', { event: 'expo', name: 'Ann Ample' });
  await client.leave('garden');
  const { id, downloadUrl } = (await settled((await order()).json.id)).json;
  const names = async (url: unknown) =>
    (await readSheets(server.url + String(url)))[3]?.rows.slice(1).map((row) => row[4]);
  expect(await names(downloadUrl)).toEqual(['Ann Ample']);
  const token = tenant.token('boss', { role: 'admin' });
  expect((await tenant.call('/v1/attendees/ann', { method: 'DELETE', token })).status).toBeLessThan(300);
  const early = await tenant.call(String(downloadUrl), { token: null });
  expect([early.status, early.json.code]).toEqual([409, 'report_not_ready']);
  await settled(id);
  expect(await names(downloadUrl)).toEqual([expect.stringMatching(/^erased-/)]);
});

test('who asked for a report and loaded it is known afterwards', async () => {
  const { id, downloadUrl } = (await settled((await order()).json.id)).json;
  await tenant.call(`/v1/reports/${id}/file?sheet=1`);
  await tenant.call(String(downloadUrl), { token: null });
  await tenant.settled();
  const { items } = (await tenant.call('/v1/audit', { token: tenant.token('boss', { role: 'admin' }) })).json;
  const acts = (items as { action: string; target: string; details: object }[]).filter(
    ({ target }) => target === `report:${id}`,
  );
  expect(acts.map(({ action, details }) => [action, details])).toEqual([
    ['export', { file: 'workbook', link: true }],
    ['export', { file: '1' }],
    ['report.create', { event: 'expo', from: today(), to: today() }],
  ]);
});

test('webhooks are told of a report when it is ready, once', async () => {
  const token = tenant.token('boss', { role: 'admin' });
  const hook = { url: 'https://hooks.example/x', types: ['report.ready'] };
  const made = await tenant.call('/v1/webhooks', { method: 'POST', token, body: hook });
  const { id } = (await settled((await order()).json.id)).json;
  await settled(id);
  await vi.waitFor(async () => {
    const { json } = await tenant.call(`/v1/webhooks/${made.json.id}/deliveries`, { token });
    expect(json.items).toMatchObject([{ type: 'report.ready', subject: { kind: 'report', id } }]);
  }, SOON);
});
