import { expect, test } from 'vitest';
import { startMailServer } from '../support/mail-server.ts';
import { readSheets, settledReport } from '../support/reports.ts';
import { startTestServer, TestServer } from '../support/test-server.ts';

const PUBLIC_URL = 'https://counts.example';

test('a restart goes on with a report that was asked for, and who asked is sent a link', async () => {
  const mails = await startMailServer();
  const settings = { SMTP_URL: mails.url, MAIL_FROM: 'headcount@counts.example', PUBLIC_URL };
  const first = await startTestServer(settings);
  const tenant = first.tenant();
  await tenant.call('/v1/events/expo', { method: 'PUT', body: { title: 'Expo', shortCode: 'EXPO' } });
  const token = tenant.token('desk', { role: 'operator', email: 'desk@people.example' });
  const body = { event: 'expo', from: '2026-05-04', to: '2026-05-04' };
  const { json } = await tenant.call('/v1/reports', { method: 'POST', body, token });
  await first.halt();
  expect(mails.received).toEqual([]);

  const second = await new TestServer().start({ ...settings, DATA_DIR: first.dataDir });
  try {
    const again = second.tenantOf(tenant.org, 'plain');
    const ready = await settledReport((path) => again.call(path), `/v1/reports/${json.id}`);
    expect(ready.json).toMatchObject({ status: 'ready', finishedAt: expect.any(String) });
    await mails.arrived(1);
    expect(mails.received).toHaveLength(1);
    const text = String(mails.received[0]).replaceAll('=\r\n', '').replaceAll('=3D', '=');
    expect(text).toContain('To: desk@people.example');
    expect(text).toContain('Subject: Smart Sessions Report: Expo');
    const [link = ''] = /https:\/\/counts\.example\/\S+/.exec(text) ?? [];
    const sheets = await readSheets(link.replace(PUBLIC_URL, second.url));
    expect(sheets).toHaveLength(7);
  } finally {
    await second.halt();
  }
});
