import { describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Answer, Call } from '../support/rest.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const server = useTestServer();
const contract = useContract(server);

const codeOf = ({ status, json }: Answer) => ({ status, code: json.code });
const GONE = { status: 404, code: 'not_found' };
const HISTORY = { status: 409, code: 'has_history' };
const IN_USE = { status: 409, code: 'in_use' };

async function remove(
  tenant: Tenant,
  path: string,
  { role = 'admin', ...call }: Call & { role?: 'operator' | 'admin' } = {},
) {
  const token = tenant.token('boss', { role });
  const answer = await tenant.call(`/v1/${path}`, { method: 'DELETE', token, ...call });
  contract.expectKept(`DELETE /v1/${path.split('/')[0] ?? ''}/{id}`, answer);
  return answer;
}

const read = async (tenant: Tenant, path: string) => codeOf(await tenant.call(`/v1/${path}`));

/** Somebody was in the session, engaged, and is gone. */
async function visit(tenant: Tenant, session: string, who = 'ann', org = tenant.org): Promise<void> {
  const client = await tenant.enter(who, session, { org });
  client.send({ type: 'engage', id: `${session}-${who}`, session, action: 'x.wave', data: {} });
  await client.next('ack');
  client.send({ type: 'leave', session });
  await client.next('left');
  client.close();
  await tenant.settled();
}

describe('what nobody was in', () => {
  test('goes when an operator says so, and its id is free again', async () => {
    const tenant = server.tenant();
    await tenant.call('/v1/events/e1', { method: 'PUT', body: { shortCode: 'one' } });
    await tenant.putSession('s1', { event: 'e1' });
    await tenant.putSession('s2', { event: 'e1', title: 'Old' });
    expect((await remove(tenant, 'sessions/s1', { role: 'operator' })).status).toBe(204);
    expect(await read(tenant, 'sessions/s1')).toEqual(GONE);
    expect(codeOf(await remove(tenant, 'sessions/s1'))).toEqual(GONE);
    expect((await remove(tenant, 'events/e1', { role: 'operator' })).status).toBe(204);
    for (const path of ['events/e1', 'sessions/s2', 'events/e1/sessions'])
      expect(await read(tenant, path)).toEqual(GONE);
    const again = await tenant.call('/v1/events/e2', { method: 'PUT', body: { shortCode: 'one' } });
    expect(again.status).toBe(201);
    await tenant.putSession('s2', { event: 'e2' });
    expect((await tenant.call('/v1/sessions/s2')).json).toMatchObject({ title: 's2', version: 1 });
  });

  test('goes in the version that If-Match names only', async () => {
    const tenant = server.tenant();
    await tenant.putSession('s1');
    const stale = await remove(tenant, 'sessions/s1', { headers: { 'if-match': '"2"' } });
    expect(codeOf(stale)).toEqual({ status: 412, code: 'version_mismatch' });
    expect((await remove(tenant, 'sessions/s1', { headers: { 'if-match': '"1"' } })).status).toBe(204);
  });

  test.each(['1', 'yes', '', 'TRUE'])('does not go for purge=%s', async (purge) => {
    const answer = await remove(server.tenant(), `sessions/s1?purge=${purge}`);
    expect(answer.json).toMatchObject({ code: 'invalid_request', errors: [{ path: 'purge' }] });
  });
});

describe('what somebody was in', () => {
  test('stays unless an admin says purge, and then its figures go while those above stay', async () => {
    const tenant = server.tenant();
    await tenant.call('/v1/events/e1', { method: 'PUT', body: {} });
    await tenant.putSession('s1', { event: 'e1' });
    await visit(tenant, 's1');
    for (const path of ['sessions/s1', 'events/e1'])
      expect(codeOf(await remove(tenant, path))).toEqual(HISTORY);
    const operator = await remove(tenant, 'sessions/s1?purge=true', { role: 'operator' });
    expect(codeOf(operator)).toEqual({ status: 403, code: 'not_allowed' });
    expect((await remove(tenant, 'sessions/s1?purge=true')).status).toBe(204);
    for (const path of ['sessions/s1', 'sessions/s1/slices', 'sessions/s1/summary', 'sessions/s1/attendees'])
      expect(await read(tenant, path)).toEqual(GONE);
    for (const scope of ['event:e1', `organization:${tenant.org}`] as const) {
      const { peak, uniques, engagement } = await tenant.counters(scope);
      expect({ peak: peak.value, uniques, engagement }).toEqual({
        ...{ peak: 1, uniques: 1, engagement: { 'x.wave': 1 } },
      });
    }
    await tenant.putSession('s1', { event: 'e1', kind: 'workshop' });
    expect((await tenant.call('/v1/sessions/s1/slices')).json.items).toEqual([]);
    expect(await tenant.counters('session:s1')).toMatchObject({
      uniques: 0,
      engagement: {},
      peak: { value: 0 },
    });
  });

  test('is in use while somebody is present, also in the time to come back', async () => {
    const tenant = server.tenant();
    const client = await tenant.enter('ann', 's1');
    expect(codeOf(await remove(tenant, 'sessions/s1?purge=true'))).toEqual(IN_USE);
    expect(codeOf(await remove(tenant, `events/${tenant.org}?purge=true`))).toEqual(IN_USE);
    client.close();
    expect(codeOf(await remove(tenant, 'sessions/s1?purge=true'))).toEqual(IN_USE);
  });

  test('is what a moderator has opened a poll in, too', async () => {
    const tenant = server.tenant();
    await tenant.putSession('s1');
    const desk = await tenant.connect('mod', { role: 'moderator' });
    const data = { poll: 'p', question: '?', type: 'text', options: [] };
    desk.send({ type: 'engage', id: 'open', session: 's1', action: 'poll.open', data });
    await desk.next('ack');
    expect(codeOf(await remove(tenant, 'sessions/s1'))).toEqual(HISTORY);
    desk.close();
  });

  test('is what engagements were imported of, too', async () => {
    const tenant = server.tenant();
    await tenant.putSession('s1');
    const line = { kind: 'engagement', session: 's1', attendee: 'ann', id: 'e1', action: 'x.wave', data: {} };
    const imported = await tenant.call('/v1/import', {
      ...{ method: 'POST', token: tenant.token('boss', { role: 'admin' }) },
      headers: { 'content-type': 'application/x-ndjson' },
      body: `${JSON.stringify({ ...line, at: '2026-05-01T10:00:00Z' })}\n`,
    });
    expect(imported.status).toBe(200);
    expect(codeOf(await remove(tenant, 'sessions/s1'))).toEqual(HISTORY);
    expect((await remove(tenant, 'sessions/s1?purge=true')).status).toBe(204);
  });

  test('shows zeros to those who subscribe to it, and later what is new of its id', async () => {
    const tenant = server.tenant();
    await visit(tenant, 's1');
    const watcher = await tenant.connect('mod', { role: 'moderator' });
    watcher.send({ type: 'subscribe', scope: 'session:s1' });
    expect(await watcher.next('counters')).toMatchObject({ uniques: 1, peak: { value: 1 } });
    expect((await remove(tenant, 'sessions/s1?purge=true')).status).toBe(204);
    expect(await watcher.next('counters')).toMatchObject({ uniques: 0, peak: { value: 0 } });
    const other = await tenant.enter('bob', 's1');
    expect(await watcher.next('counters')).toMatchObject({ concurrent: 1 });
    for (const client of [watcher, other]) client.close();
  });
});

describe('an organization', () => {
  test('goes with all below it, but never the token’s own', async () => {
    const tenant = server.tenant();
    const [child, grandchild] = [`${tenant.org}-child`, `${tenant.org}-grandchild`];
    const admin = { method: 'PUT', token: tenant.token('boss', { role: 'admin' }) };
    await tenant.call(`/v1/organizations/${child}`, { ...admin, body: {} });
    await tenant.call(`/v1/organizations/${grandchild}`, { ...admin, body: { parentId: child } });
    await tenant.call('/v1/events/e1', { ...admin, body: { organization: grandchild } });
    await tenant.putSession('s1', { event: 'e1' });
    await visit(tenant, 's1', 'ann', grandchild);
    for (const org of [child, tenant.org]) {
      const token = tenant.token('boss', { role: 'admin', org });
      expect(codeOf(await remove(tenant, `organizations/${org}?purge=true`, { token }))).toEqual(IN_USE);
    }
    expect(codeOf(await remove(tenant, `organizations/${child}`))).toEqual(HISTORY);
    const stranger = server.tenant();
    expect(codeOf(await remove(stranger, `organizations/${child}?purge=true`))).toEqual(GONE);
    expect((await remove(tenant, `organizations/${child}?purge=true`)).status).toBe(204);
    const token = admin.token;
    for (const path of [`organizations/${child}`, `organizations/${grandchild}`, 'events/e1', 'sessions/s1'])
      expect(codeOf(await tenant.call(`/v1/${path}`, { token }))).toEqual(GONE);
    expect((await tenant.counters(`organization:${tenant.org}`)).uniques).toBe(1);
    const again = await tenant.call(`/v1/organizations/${grandchild}`, { ...admin, body: {} });
    expect([again.status, again.json.parentId]).toEqual([201, tenant.org]);
  });
});
