import { expect, test } from 'vitest';
import { startMailServer } from '../support/mail-server.ts';
import type { Tenant, Transport } from '../support/tenant.ts';
import { startTestServer, useTestServer } from '../support/test-server.ts';

const FULL = {
  ...{ name: 'the hall\nis full', scope: 'session:s1', coolDownSeconds: 0 },
  condition: { kind: 'above', threshold: 1 },
};

async function withRoom(tenant: Tenant): Promise<void> {
  await tenant.call('/v1/events/e1', { method: 'PUT', body: {} });
  await tenant.putSession('s1', { event: 'e1', title: 'Hall' });
}

const makeRule = async (tenant: Tenant, more = {}) =>
  String((await tenant.call('/v1/alerts', { method: 'POST', body: { ...FULL, ...more } })).json.id);

const server = useTestServer();

test.concurrent.each<[Transport]>([['plain'], ['socketio']])(
  'over %s a moderator hears of alerts about what is subscribed to and what is in it; an attendee does not',
  async (transport) => {
    const tenant = server.tenant(transport);
    await withRoom(tenant);
    const rule = await makeRule(tenant);
    const mod = await tenant.connect('mod', { role: 'moderator' });
    const all = ['session:s1', 'event:e1', `organization:${tenant.org}`] as const;
    for (const scope of all) await mod.subscribe(scope);
    const ann = await tenant.enter('ann', 's1', { event: 'e1' });
    await ann.subscribe('session:s1');
    const bob = await tenant.enter('bob', 's1', { event: 'e1' });
    const heard = await mod.next('alert', ({ scope }) => scope === 'event:e1');
    expect(heard).toEqual({
      ...{ type: 'alert', scope: 'event:e1', about: 'session:s1', alert: heard.alert, rule, name: FULL.name },
      ...{ kind: 'above', state: 'raised', threshold: 1, value: 2, worst: 2, clearedValue: null },
      ...{ raisedAt: heard.raisedAt, clearedAt: null, acknowledgedAt: null },
    });
    for (const scope of ['session:s1', `organization:${tenant.org}`])
      expect(await mod.next('alert', (one) => one.scope === scope)).toEqual({ ...heard, scope });
    await mod.request({ type: 'unsubscribe', scope: 'session:s1' });
    await tenant.call(`/v1/alert-history/${heard.alert}/acknowledge`, { method: 'POST', body: {} });
    await mod.next('alert', ({ acknowledgedAt }) => acknowledgedAt !== null);
    await bob.leave('s1');
    const ended = await mod.next('alert', ({ state, scope }) => state === 'cleared' && scope === 'event:e1');
    expect(ended).toMatchObject({ alert: heard.alert, clearedValue: 1, worst: 2 });
    await mod.next('alert', ({ state }) => state === 'cleared');
    expect(mod.inbox.waiting('alert').filter(({ scope }) => scope === 'session:s1')).toEqual([]);
    await ann.counters(({ concurrent }) => concurrent === 1);
    expect(ann.inbox.waiting('alert')).toEqual([]);
  },
);

test('the addresses of a rule are told when an alert is raised and when it ends, but not while it is muted', async () => {
  const mail = await startMailServer();
  const settings = {
    SMTP_URL: mail.url,
    MAIL_FROM: 'counts@acme.example',
    PUBLIC_URL: 'https://counts.example',
  };
  const tenant = (await startTestServer(settings)).tenant();
  await withRoom(tenant);
  const rule = await makeRule(tenant, { emails: ['floor@acme.example', 'ops@acme.example'] });
  await tenant.enter('ann', 's1', { event: 'e1' });
  const bob = await tenant.enter('bob', 's1', { event: 'e1' });
  await bob.leave('s1');
  await mail.arrived(4);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await tenant.call(`/v1/alerts/${rule}/mute`, { method: 'POST', body: { until } });
  await bob.join('s1');
  await makeRule(tenant, { name: 'last', emails: ['ops@acme.example'] });
  await mail.arrived(5);
  const head = (name: string, received: string) => new RegExp(`^${name}: (.*)\r$`, 'm').exec(received)?.[1];
  const heads = mail.received.map((one) => [head('To', one), head('Subject', one)]);
  expect(heads).toEqual([
    ['floor@acme.example', 'Alert: the hall is full (Hall)'],
    ['ops@acme.example', 'Alert: the hall is full (Hall)'],
    ['floor@acme.example', 'Over: the hall is full (Hall)'],
    ['ops@acme.example', 'Over: the hall is full (Hall)'],
    ['ops@acme.example', 'Alert: last (Hall)'],
  ]);
  expect(mail.received[0]).toContain('Attendees: 2 (more than 1)');
  expect(mail.received[2]).toMatch(/Attendees: 1, at the worst 2/);
});
