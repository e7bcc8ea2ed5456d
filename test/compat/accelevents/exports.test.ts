import { expect, test } from 'vitest';
import { type Row, useAnalytics } from './use-analytics.ts';
import { EXTRAS } from './world.ts';

const analytics = useAnalytics();
const { get } = analytics;

test('secrets are for hosts, and neither exported nor logged', async () => {
  const secrets = [EXTRAS.streamKey, EXTRAS.meetingPassword];
  const shown = async (path: string, role: string, accept = 'application/json') => {
    const token = analytics.tenant.token('somebody', { role: role as 'operator' });
    const { status, text } = await analytics.tenant.call(path, { token, headers: { accept } });
    expect([path, status]).toEqual([path, 200]);
    return secrets.filter((secret) => text.includes(secret)).length;
  };
  const one = '/v1/sessions/4211';
  const list = '/v1/events/77/sessions';
  expect(await Promise.all(['operator', 'admin'].map((role) => shown(one, role)))).toEqual([2, 2]);
  expect(await Promise.all(['attendee', 'moderator'].map((role) => shown(one, role)))).toEqual([0, 0]);
  expect([await shown(list, 'operator'), await shown(list, 'moderator')]).toEqual([2, 0]);
  for (const accept of ['text/csv', 'application/x-ndjson'])
    expect(await shown(list, 'admin', accept)).toBe(0);
  expect(await shown('/v1/audit?limit=1000', 'admin')).toBe(0);
  expect((await get('/rest/host/session/analytics/csv?eventId=77')).text).not.toContain('secret');
  expect(analytics.server.logged.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual(
    [],
  );
});

test('what is taken out as a whole is known afterwards', async () => {
  const target = '/compat/accelevents/rest/host/session/4211/attendee';
  await get('/rest/host/session/4211/attendee?searchString=lee');
  await get('/rest/host/session/4211/attendee?size=1001');
  await get('/rest/host/session/4211/attendee?size=1000');
  await get('/rest/host/session/4211/analytics?expand=registerdHolderUsers');
  await analytics.tenant.settled();
  const token = analytics.tenant.token('boss', { role: 'admin' });
  const { json } = await analytics.tenant.call('/v1/audit?action=export&limit=1000', { token });
  const acts = json.items as Row[];
  const ofPeople = acts.filter((act) => act.target === target);
  expect(ofPeople.some(({ details }) => JSON.stringify(details).includes('searchString'))).toBe(true);
  expect(ofPeople.filter(({ details }) => JSON.stringify(details).includes('size'))).toHaveLength(1);
  expect(acts.map((act) => act.target)).toContain(target.replace('attendee', 'analytics'));
  expect(JSON.stringify(acts)).not.toContain('lee');
});
