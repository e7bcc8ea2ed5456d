import { beforeAll, expect, test } from 'vitest';
import { settledReport } from '../../support/reports.ts';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';
import { inSeconds } from '../../support/tokens.ts';

const APP = '/compat/crowdcomms/apps/EXPO';
const REPORTS = `${APP}/reports/smart-sessions`;
const DAY = { from: '2026-05-04', to: '2026-05-04' };

const server = useTestServer();
let tenant: Tenant;

beforeAll(async () => {
  tenant = server.tenant();
  for (const [id, shortCode] of [
    ['expo', 'EXPO'],
    ['other', 'OTHER'],
  ])
    await tenant.call(`/v1/events/${id}`, { method: 'PUT', body: { title: 'Expo', shortCode } });
});

const post = (body: unknown, path = REPORTS) => tenant.call(path, { method: 'POST', body });

test('a short code leads to its event app', async () => {
  const { status, json } = await tenant.call(APP);
  expect([status, json]).toEqual([200, { shortCode: 'EXPO', name: 'Expo' }]);
});

test('a report is asked for, followed and loaded by the addresses that are answered', async () => {
  const asked = await post(DAY);
  expect(asked.status).toBe(202);
  expect(asked.json).toEqual({
    reportId: expect.stringMatching(/^[0-9a-f]{12}$/),
    status: expect.stringMatching(/^(queued|running)$/),
    statusUrl: `${server.url}${APP}/reports/${asked.json.reportId}`,
  });
  const early = await tenant.call(`${APP}/reports/${asked.json.reportId}/file`);
  expect([early.status, early.json.error, early.headers.get('retry-after')]).toEqual([
    ...[409, 'report_not_ready', '2'],
  ]);
  const path = String(asked.json.statusUrl).slice(server.url.length);
  const { json } = await settledReport((one) => tenant.call(one), path);
  expect(json).toEqual({
    ...{ reportId: asked.json.reportId, status: 'ready', progress: 1, reason: null },
    downloadUrl: expect.stringMatching(/^http.*\/v1\/reports\/.*signature=/),
    expiresAt: expect.stringMatching(/Z$/),
  });
  const file = await tenant.call(`${APP}/reports/${asked.json.reportId}/file`);
  expect([file.status, file.headers.get('content-type'), file.headers.get('content-disposition')]).toEqual([
    200,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'attachment; filename="smart-sessions-EXPO-2026-05-04-2026-05-04.xlsx"',
  ]);
  const elsewhere = `/compat/crowdcomms/apps/OTHER/reports/${asked.json.reportId}`;
  expect((await tenant.call(elsewhere)).status).toBe(404);
  const wrong = await tenant.call(`${APP}/reports/${asked.json.reportId}/file?sheet=8`);
  expect([wrong.status, wrong.json.error]).toEqual([400, 'invalid_request']);
});

test.each([
  ['a range turned round', { from: '2026-05-05', to: '2026-05-04' }, 'to: must not lie before from'],
  ['367 days', { from: '2026-01-01', to: '2027-01-02' }, 'to: must be at most 366 days, with both ends'],
  ['a day that there is not', { from: '2026-02-30', to: '2026-03-01' }, 'from'],
  ['an instant', { from: '2026-05-04T00:00:00Z', to: '2026-05-04' }, 'from'],
  ['no end', { from: '2026-05-04' }, 'to'],
  ['an address that is none', { ...DAY, email: 'ann' }, 'email'],
  ['a field that there is not', { ...DAY, too: DAY.to }, 'too'],
  ['a list', [], ''],
  ['no JSON', '{', 'the body is not valid JSON'],
])('%s is refused', async (_, body, message) => {
  const { status, json } = await post(body);
  expect([status, json.error, json.message]).toEqual([
    ...[400, 'invalid_request', expect.stringContaining(message)],
  ]);
});

test('an unknown short code, and one of others, is not there', async () => {
  const stranger = server.tenant();
  const there = await post(DAY, '/compat/crowdcomms/apps/NONE/reports/smart-sessions');
  const theirs = await stranger.call(REPORTS, { method: 'POST', body: DAY });
  for (const { status, json } of [there, theirs]) expect([status, json.error]).toEqual([404, 'not_found']);
  for (const path of [`${APP}/reports/0123456789ab`, `${APP}/nothing`])
    expect((await tenant.call(path)).json.error).toBe('not_found');
});

test('who has no right to the app is told so', async () => {
  const tokens: [string | null, number, string][] = [
    [null, 401, 'unauthorized'],
    ['nonsense', 401, 'unauthorized'],
    [tenant.token('desk', { role: 'operator', exp: inSeconds(-5) }), 401, 'unauthorized'],
    [tenant.token('mod', { role: 'moderator' }), 403, 'not_allowed'],
    [tenant.token('desk', { role: 'operator', event: 'other' }), 403, 'not_allowed'],
  ];
  for (const [token, status, error] of tokens) {
    const answer = await tenant.call(REPORTS, { method: 'POST', body: DAY, token });
    expect([answer.status, answer.json.error]).toEqual([status, error]);
  }
});
