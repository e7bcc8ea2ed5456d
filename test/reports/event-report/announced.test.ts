import { expect, onTestFinished, test } from 'vitest';
import { type MailServer, startMailServer } from '../../support/mail-server.ts';
import type { Tenant } from '../../support/tenant.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { Receiver } from '../../webhooks/receiver.ts';

const PUBLIC = 'https://counts.example.org';

interface Mailing {
  readonly server: TestServer;
  readonly mail: MailServer;
  readonly tenant: Tenant;
}

async function mailing(): Promise<Mailing> {
  const mail = await startMailServer();
  const server = await startTestServer({
    ...{ SMTP_URL: mail.url, MAIL_FROM: 'counts@example.org', PUBLIC_URL: PUBLIC },
    WEBHOOK_ALLOW_PRIVATE: '127.0.0.1',
  });
  return { server, mail, tenant: server.tenant() };
}

/** Lines of a mail without the breaks that its transfer has put in. */
const plain = (received: string) => received.replaceAll('=\r\n', '').replaceAll('=3D', '=');

const linkIn = (received: string) => /https:\/\/\S+/.exec(plain(received))?.[0] ?? '';

test('when an event has ended its report is announced once, by webhook and to each by mail with a link that needs no token', async () => {
  const { server, mail, tenant } = await mailing();
  const receiver = await Receiver.open();
  onTestFinished(() => receiver.close());
  const hook = { url: receiver.url, types: ['event.report'] };
  const token = tenant.token('boss', { role: 'admin' });
  await tenant.call('/v1/webhooks', { method: 'POST', token, body: hook });
  const metadata = { reportEmails: ['ann@example.org', 'bob@example.org', 'ann@example.org'] };
  const body = { title: 'Day\none', timeZone: 'Europe/Berlin', metadata };
  await tenant.call('/v1/events/a%2Fb', { method: 'PUT', body });
  await tenant.enter('cyd', 'room', { event: 'a/b' });
  const end = { method: 'POST', body: { action: 'end' } };
  await tenant.call('/v1/events/a%2Fb/actions', end);
  await tenant.call('/v1/events/a%2Fb/actions', end);
  await mail.arrived(2);
  // Whatever had been sent for the second end would have come before this.
  await tenant.call('/v1/events/last', {
    method: 'PUT',
    body: { metadata: { reportEmails: ['eve@example.org'] } },
  });
  await tenant.call('/v1/events/last/actions', end);
  await mail.arrived(3);
  expect(mail.received.map((one) => /^To: (.*)\r$/m.exec(one)?.[1])).toEqual([
    'ann@example.org',
    'bob@example.org',
    'eve@example.org',
  ]);
  const [first = ''] = mail.received;
  expect(first).toContain('Subject: Event report: Day one\r\n');
  expect(plain(first)).toMatch(/Unique attendees: 1\r\nPeak at the same time: 1 \(/);
  expect(plain(first)).toContain('Times in Europe/Berlin');
  const link = linkIn(first);
  expect(link.startsWith(`${PUBLIC}/v1/events/a%2Fb/report?`)).toBe(true);
  const path = link.slice(PUBLIC.length);
  const page = await server.call(path);
  expect([page.status, page.headers.get('content-security-policy')]).toEqual([
    200,
    expect.stringContaining("style-src 'sha256-"),
  ]);
  expect(page.text).toContain('Key figures');
  const changed = [
    path.replace('a%2Fb', 'last'),
    path.replace(/signature=./, 'signature=_'),
    path.replace(/expires=\d/, 'expires=9'),
    path.replace(/organization=[^&]+/, 'organization=other'),
    path.replace(/expires=\d+/, 'expires=x'),
  ];
  for (const one of changed) expect([one, (await server.call(one)).status]).toEqual([one, 403]);
  expect((await server.call(path.replace(/&signature=.*/, ''))).status).toBe(401);
  await receiver.count(2);
  expect(receiver.received.map((one) => JSON.parse(one.body) as unknown)).toMatchObject([
    { type: 'event.report', event: 'a/b', data: { path: '/v1/events/a%2Fb/report' } },
    { type: 'event.report', event: 'last' },
  ]);
  expect(server.errorsLogged).toEqual([]);
});
