import { describe, expect, test } from 'vitest';
import { isPseudonym } from '../../server/live/pseudonyms.ts';
import { useContract } from '../support/contract.ts';
import type { Answer } from '../support/rest.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';
import { textsFoundIn } from '../support/texts-found.ts';
import { inSeconds } from '../support/tokens.ts';

const server = useTestServer();
const contract = useContract(server);

/** Whoever finds one of these in the data folder has found her. */
const TRACES = ['ann-4711', 'Annabel', 'quintessa'];
const PERSON = { name: 'Annabel', email: 'quintessa@example.org', iat: inSeconds(-5) };

async function become(tenant: Tenant, pseudonymous: boolean): Promise<void> {
  const token = tenant.token('boss', { role: 'admin' });
  const path = `/v1/organizations/${tenant.org}`;
  expect((await tenant.call(path, { method: 'PUT', body: { pseudonymous }, token })).status).toBeLessThan(
    202,
  );
}

async function pseudonymous(): Promise<Tenant> {
  const tenant = server.tenant();
  await become(tenant, true);
  return tenant;
}

const put = (tenant: Tenant, path: string, body: object) => tenant.call(path, { method: 'PUT', body });

async function idOf(tenant: Tenant, sub: string): Promise<string> {
  const client = await tenant.knock(sub, { iat: inSeconds(-5) });
  const { attendeeId } = await client.welcome();
  client.close();
  return attendeeId;
}

function erase(tenant: Tenant, id: string): Promise<Answer> {
  const token = tenant.token('boss', { role: 'admin' });
  return tenant.call(`/v1/attendees/${id}`, { method: 'DELETE', token });
}

function importLines(tenant: Tenant, lines: readonly object[]): Promise<Answer> {
  const body = lines.map((line) => JSON.stringify(line)).join('\n');
  const headers = { 'content-type': 'application/x-ndjson' };
  return tenant.call('/v1/import', { method: 'POST', body, headers });
}

describe('a pseudonymous organization', () => {
  test('knows people by their pseudonyms only, whichever way they come', async () => {
    const tenant = await pseudonymous();
    await tenant.putSession('s1');
    const id = await idOf(tenant, 'ann-4711');
    expect(isPseudonym(id)).toBe(true);
    expect(await idOf(server.tenantOf(tenant.org, 'socketio'), 'ann-4711')).toBe(id);
    expect(await idOf(await pseudonymous(), 'ann-4711')).not.toBe(id);

    const ann = await tenant.enter('ann-4711', 's1', PERSON);
    const bob = await tenant.enter('bob', 's1');
    await bob.engage('s1', 'teleport', { to: 'ann-4711' });
    await ann.engage('s1', 'chat.message', { text: 'hello' });
    const own = tenant.token('ann-4711', PERSON);
    for (const path of ['ann-4711', id]) {
      const answer = await tenant.call(`/v1/attendees/${path}`, { token: own });
      expect(answer.json).toMatchObject({ id, name: null, email: null });
      expect((await tenant.call(`/v1/attendees/${path}/summary`)).json.attendee).toBe(id);
      for (const list of ['slices', 'engagements']) {
        const { items } = (await tenant.call(`/v1/sessions/s1/${list}?attendee=${path}`)).json;
        expect(items).toMatchObject([{ attendee: id }]);
      }
    }
    const [teleport] = (await tenant.call('/v1/sessions/s1/engagements?action=teleport')).json
      .items as object[];
    expect(teleport).toMatchObject({ attendee: await idOf(tenant, 'bob'), data: { to: id } });
    expect(textsFoundIn(server.dataDir, TRACES)).toEqual([]);

    const body = { attendee: 'ann-4711', minutes: 5 };
    const kicked = await tenant.call('/v1/sessions/s1/kick', { method: 'POST', body });
    expect(kicked.json).toMatchObject({ attendee: id, blockedUntil: expect.any(String) });
    expect(await ann.closed).toMatchObject({ code: 4403, reason: 'kicked' });
    bob.close();
  });

  test('takes registrations, but nothing that says who somebody is', async () => {
    const tenant = await pseudonymous();
    await tenant.putSession('s1');
    const id = await idOf(tenant, 'ann-4711');
    for (const [body, path] of [
      [{ name: 'Annabel' }, 'name'],
      [{ email: 'quintessa@example.org', country: 'DE' }, 'email'],
      [{ metadata: { diet: 'peanuts' } }, 'metadata'],
    ] as const) {
      const answer = await put(tenant, '/v1/attendees/ann-4711', body);
      contract.expectKept('PUT /v1/attendees/{id}', answer);
      expect([answer.status, answer.json.code, answer.json.errors]).toMatchObject([
        409,
        'pseudonymous',
        [{ path }],
      ]);
    }
    expect((await put(tenant, '/v1/attendees/ann-4711', { country: 'DE' })).json).toMatchObject({
      ...{ id, country: 'DE', version: 1 },
    });
    const path = '/v1/sessions/s1/registrations/ann-4711';
    for (const body of [{ answers: { a: 1 } }, { ticketId: 'T' }, { metadata: { a: 1 } }])
      expect((await put(tenant, path, body)).json.code).toBe('pseudonymous');
    expect((await put(tenant, path, {})).json).toMatchObject({ attendee: id });
    const { items } = (await tenant.call('/v1/sessions/s1/registrations?attendee=ann-4711')).json;
    expect(items).toMatchObject([{ attendee: id }]);
    expect((await tenant.call(path, { method: 'DELETE' })).status).toBe(204);

    const at = '2026-01-05T10:00:00.000Z';
    const slice = { kind: 'slice', id: 'i1', session: 's1', attendee: 'ann-4711', start: at, end: at };
    const refused = await importLines(tenant, [slice, { kind: 'attendee', id: 'ann-4711', phone: '4711' }]);
    expect(refused.json).toMatchObject({ code: 'import_invalid', errors: [{ line: 2, path: 'phone' }] });
    const to = { kind: 'engagement', id: 'i2', session: 's1', attendee: 'bob', action: 'teleport', at };
    const done = await importLines(tenant, [slice, { ...to, data: { to: 'ann-4711' } }]);
    expect(done.status).toBe(200);
    expect((await tenant.slices('s1'))[0]).toMatchObject({ id: 'i1', attendee: id });
    const { items: told } = (await tenant.call('/v1/sessions/s1/engagements')).json;
    expect(told).toMatchObject([{ data: { to: id } }]);
    expect(textsFoundIn(server.dataDir, TRACES)).toEqual([]);
  });

  test('lets people in anew when it becomes one, and erases them by either id', async () => {
    const tenant = server.tenant();
    const named = await tenant.enter('ann-4711', 's1', PERSON);
    await tenant.settled();
    await become(tenant, true);
    expect(await named.closed).toMatchObject({ code: 4503, reason: 'pseudonymous' });
    const again = await tenant.enter('ann-4711', 's1', PERSON);
    await tenant.settled();
    expect(await tenant.counters('session:s1')).toMatchObject({ concurrent: 1, uniques: 2 });
    const pseudonym = await idOf(tenant, 'ann-4711');
    const ids = (await tenant.slices('s1')).map(({ attendee }) => attendee);
    expect(ids).toEqual(['ann-4711', pseudonym]);

    expect((await erase(tenant, 'ann-4711')).status).toBe(204);
    expect(await again.closed).toMatchObject({ code: 4403, reason: 'erased' });
    expect(textsFoundIn(server.dataDir, TRACES)).toEqual([]);
    expect((await erase(tenant, pseudonym)).json.code).toBe('not_found');
    const claims = { iat: PERSON.iat };
    expect(await (await tenant.knock('ann-4711', claims)).closed).toMatchObject({ reason: 'erased' });
    const answer = await tenant.call('/v1/sessions/s1', { token: tenant.token('ann-4711', claims) });
    expect(answer.json.code).toBe('erased');
    const slice = { kind: 'slice', id: 'i1', session: 's1', attendee: 'ann-4711' };
    const at = '2026-01-05T10:00:00.000Z';
    const brought = await importLines(tenant, [{ ...slice, start: at, end: at }]);
    expect(brought.json.errors).toMatchObject([{ line: 1, path: 'attendee' }]);
    // By what she was called when she was erased, and by what she would be called.
    await become(tenant, false);
    expect(await (await tenant.knock('ann-4711', claims)).closed).toMatchObject({ reason: 'erased' });
  });

  test('is every organization below it that does not say otherwise', async () => {
    const tenant = await pseudonymous();
    const token = tenant.token('boss', { role: 'admin' });
    const below = `${tenant.org}-below`;
    const body = { parentId: tenant.org };
    await tenant.call(`/v1/organizations/${below}`, { method: 'PUT', body, token });
    const theirs = server.tenantOf(below, 'plain');
    expect(await idOf(theirs, 'ann-4711')).toBe(await idOf(tenant, 'ann-4711'));
    const named = { ...body, pseudonymous: false };
    await tenant.call(`/v1/organizations/${below}`, { method: 'PUT', body: named, token });
    expect(await idOf(theirs, 'ann-4711')).toBe('ann-4711');
  });

  test('notes exports of a person by the pseudonym', async () => {
    const tenant = await pseudonymous();
    await tenant.putSession('s1');
    const ann = await tenant.enter('ann-4711', 's1', PERSON);
    ann.close();
    await tenant.settled();
    const headers = { accept: 'text/csv' };
    expect((await tenant.call('/v1/attendees/ann-4711/slices', { headers })).status).toBe(200);
    await tenant.settled();
    const { items } = (await tenant.call('/v1/audit', { token: tenant.token('boss', { role: 'admin' }) }))
      .json;
    const target = `attendee:${await idOf(tenant, 'ann-4711')}`;
    expect(items).toContainEqual(expect.objectContaining({ action: 'export', target }));
    expect(items).toContainEqual(expect.objectContaining({ actor: await idOf(tenant, 'desk') }));
    expect(textsFoundIn(server.dataDir, TRACES)).toEqual([]);
  });
});
