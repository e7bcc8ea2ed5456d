import { describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';
import { textsFoundIn } from '../support/texts-found.ts';
import { inSeconds } from '../support/tokens.ts';

const server = useTestServer();
const contract = useContract(server);

const ERASE = 'DELETE /v1/attendees/{id}';
const PERSON = { name: 'Annabel Quintessa', email: 'quintessa@example.org' };
/** Whoever finds one of these in the data folder has found her. */
const TRACES = ['quintessa', 'Annabel', 'ann-4711', 'unmistakable', 'peanuts', 'T-0815'];

/** Her tokens are of a moment ago. */
const claims = { ...PERSON, iat: inSeconds(-5) };

async function erase(tenant: Tenant, id: string) {
  const token = tenant.token('boss', { role: 'admin' });
  const answer = await tenant.call(`/v1/attendees/${id}`, { method: 'DELETE', token });
  contract.expectKept(ERASE, answer);
  return answer;
}

/** Two people in a session and its event, one of whom is to be erased. */
async function meet(tenant: Tenant): Promise<void> {
  const put = (path: string, body: object) => tenant.call(path, { method: 'PUT', body });
  await put('/v1/events/e1', {});
  await tenant.putSession('s1', { event: 'e1' });
  await put('/v1/attendees/ann-4711', { ...PERSON, phone: '+49 4711', metadata: { diet: 'peanuts' } });
  await put('/v1/sessions/s1/registrations/ann-4711', {
    ticketId: 'T-0815',
    answers: { allergies: 'peanuts' },
  });
  const ann = await tenant.enter('ann-4711', 's1', claims);
  const bob = await tenant.enter('bob', 's1');
  await ann.engage('s1', 'chat.message', { text: 'unmistakable' });
  await ann.engage('s1', 'question.ask', { text: 'unmistakable?' });
  await ann.engage('s1', 'x.note', { is: 'unmistakable' });
  await ann.engage('s1', 'click', { trackableType: 'Sponsor', trackable: 'a', url: 'https://unmistakable' });
  await bob.engage('s1', 'teleport', { to: 'ann-4711' });
  await bob.engage('s1', 'chat.message', { text: 'hello' });
  for (const client of [ann, bob]) {
    await client.leave('s1');
    client.close();
  }
  await tenant.settled();
}

const PERSONAL: ReadonlySet<string> = new Set([
  ...['name', 'email', 'firstName', 'lastName', 'phone', 'metadata', 'answers', 'ticketId', 'data'],
  ...['text', 'version', 'dataThrough', 'to', 'end', 'words', 'lastUsedAt', 'average'],
]);

/** An answer without whom it is of, and without what time alone changes. */
function figuresIn(json: unknown): unknown {
  const text = JSON.stringify(json).replaceAll(/"(ann-4711|erased-[\w-]{16})"/g, '"somebody"');
  return JSON.parse(text, (key, value) => {
    if (PERSONAL.has(key)) return undefined;
    // Equals stand in the order of their ids.
    return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value;
  });
}

/** What every list and figure of the event, the session and the organization says. */
async function figures(tenant: Tenant): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  const ids = { sessions: 's1', events: 'e1', organizations: tenant.org } as const;
  const token = tenant.token('boss', { role: 'admin' });
  for (const [path, operations] of Object.entries(contract.document.paths)) {
    const [, kind] = /^\/v1\/(sessions|events|organizations)\/\{id\}\/\w+$/.exec(path) ?? [];
    // What is told from texts goes with them.
    if (kind === undefined || !('get' in operations) || /sentiment|words|report/.test(path)) continue;
    const answer = await tenant.call(path.replace('{id}', ids[kind as keyof typeof ids]), { token });
    if (answer.status === 200) found.set(path, figuresIn(answer.json));
  }
  for (const path of ['/v1/series/session:s1', '/v1/counters/session:s1']) {
    const { json } = await tenant.call(path, { token });
    if (path.includes('counters')) found.set(path, { uniques: json.uniques, engagement: json.engagement });
    else found.set(path, figuresIn(json));
  }
  return found;
}

describe('somebody who is erased', () => {
  test('is nobody in every list, and counts in every figure as before', async () => {
    const tenant = server.tenant();
    await meet(tenant);
    const before = await figures(tenant);
    expect(before.size).toBeGreaterThan(12);
    expect(textsFoundIn(server.dataDir, TRACES)).toEqual(TRACES);

    expect((await erase(tenant, 'ann-4711')).status).toBe(204);

    const after = await figures(tenant);
    for (const [path, figure] of before) expect([path, after.get(path)]).toEqual([path, figure]);
    const { items } = (await tenant.call('/v1/sessions/s1/engagements')).json;
    expect(items).toMatchObject([
      { attendee: expect.stringMatching(/^erased-/), data: { text: '', channel: 'event' } },
      { action: 'question.ask', data: { text: '' } },
      { action: 'x.note', data: {} },
      { action: 'click', data: { trackableType: 'Sponsor', trackable: 'a' } },
      { attendee: 'bob', data: { to: expect.stringMatching(/^erased-/) } },
      { attendee: 'bob', data: { text: 'hello', channel: 'event' } },
    ]);
  });

  test('is not found any more, and in no file', async () => {
    const tenant = server.tenant();
    await meet(tenant);
    await erase(tenant, 'ann-4711');
    expect(textsFoundIn(server.dataDir, TRACES)).toEqual([]);
    const list = (query: string) => tenant.call(`/v1/sessions/s1/${query}?attendee=ann-4711`);
    expect((await list('slices')).json.items).toEqual([]);
    expect((await list('engagements')).json.items).toEqual([]);
    const paths = ['/v1/attendees/ann-4711', '/v1/sessions/s1/registrations/ann-4711'];
    for (const path of paths) expect((await tenant.call(path)).json.code).toBe('not_found');
    expect((await erase(tenant, 'ann-4711')).json.code).toBe('not_found');
  });

  test('is nobody whom anybody could name again', async () => {
    const tenant = server.tenant();
    await meet(tenant);
    await erase(tenant, 'ann-4711');
    const [{ attendee = '' } = {}] = await tenant.slices('s1');
    expect(attendee).toMatch(/^erased-/);
    expect((await tenant.call('/v1/attendees')).json.items).toMatchObject([{ id: 'bob' }]);
    expect((await tenant.call('/v1/attendees?session=s1')).json.items).toMatchObject([{ id: 'bob' }]);
    const { items: there } = (await tenant.call('/v1/sessions/s1/attendees')).json;
    expect(there).toMatchObject([{ attendee, attended: true }, { attendee: 'bob' }]);
    const registration = `/v1/sessions/s1/registrations/${attendee}`;
    const calls = [
      ...['', '/summary', '/slices', '/engagements'].map((path) => [`/v1/attendees/${attendee}${path}`]),
      ...[[registration], [registration, 'PUT'], [registration, 'DELETE']],
      [`/v1/attendees/${attendee}`, 'PUT'],
    ];
    for (const [path = '', method = 'GET'] of calls) {
      const body = method === 'PUT' ? { body: {} } : {};
      const { status } = await tenant.call(path, { method, ...body });
      expect([method, path, status]).toEqual([method, path, 404]);
    }
    expect((await erase(tenant, attendee)).status).toBe(404);
    const kick = { method: 'POST', body: { attendee, minutes: 5 } };
    expect((await tenant.call('/v1/sessions/s1/kick', kick)).status).toBe(404);
    for (const list of ['slices', 'engagements', 'registrations']) {
      const { items } = (await tenant.call(`/v1/sessions/s1/${list}?attendee=${attendee}`)).json;
      expect([list, items]).toEqual([list, []]);
    }
    const claims = { name: 'Another', iat: inSeconds(5) };
    expect(await (await tenant.knock(attendee, claims)).closed).toMatchObject({ reason: 'erased' });
    const lines = JSON.stringify({ kind: 'attendee', id: attendee, name: 'Another' });
    const headers = { 'content-type': 'application/x-ndjson' };
    const imported = await tenant.call('/v1/import', { method: 'POST', body: lines, headers });
    expect(imported.json.errors).toMatchObject([{ line: 1, path: 'id' }]);
  });

  test('is out of everything at once', async () => {
    const tenant = server.tenant();
    const bob = await tenant.enter('bob', 's1');
    const tabs = [
      await tenant.enter('ann-4711', 's1', claims),
      await tenant.enter('ann-4711', 's2', claims),
      await server.tenantOf(tenant.org, 'socketio').connect('ann-4711', claims),
    ];
    await tenant.settled();
    await erase(tenant, 'ann-4711');
    for (const tab of tabs) expect(await tab.closed).toMatchObject({ code: 4403, reason: 'erased' });
    expect(await tenant.counters('session:s1')).toMatchObject({ concurrent: 1, uniques: 2 });
    const [first, second] = await tenant.slices('s1');
    expect(first).toMatchObject({ attendee: 'bob', end: null });
    expect(second).toMatchObject({ attendee: expect.stringMatching(/^erased-/), endedBy: 'erased' });
    bob.close();
  });

  test('does not come back with a token from before, but may with a later one, as somebody else', async () => {
    const tenant = server.tenant();
    await meet(tenant);
    await erase(tenant, 'ann-4711');
    for (const iat of [claims.iat, claims.iat * 1000, undefined]) {
      const token = tenant.token('ann-4711', { iat });
      expect(await (await tenant.knock('ann-4711', { token })).closed).toMatchObject({
        ...{ code: 4403, reason: 'erased' },
      });
      for (const path of ['/v1/sessions/s1', '/v1/counters/session:s1', '/v1/attendees/ann-4711']) {
        const answer = await tenant.call(path, { token });
        expect([answer.status, answer.json.code]).toEqual([403, 'erased']);
      }
    }
    const again = await tenant.enter('ann-4711', 's1', { iat: inSeconds(5) });
    await tenant.settled();
    expect(await tenant.counters('session:s1')).toMatchObject({ concurrent: 1, uniques: 3 });
    again.close();
    expect((await tenant.call('/v1/attendees/ann-4711')).json).toMatchObject({ name: null, version: 0 });
  });

  test('is a new person when registered again', async () => {
    const tenant = server.tenant();
    await meet(tenant);
    await erase(tenant, 'ann-4711');
    const answer = await tenant.call('/v1/attendees/ann-4711', { method: 'PUT', body: { name: 'Another' } });
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({ name: 'Another', email: null, metadata: {}, firstSeenAt: null });
    expect((await tenant.call('/v1/attendees')).json.items).toMatchObject([
      { id: 'bob' },
      { id: 'ann-4711' },
    ]);
    await erase(tenant, 'ann-4711');
  });

  test('is erased only by the admin of an organization that the person belongs to', async () => {
    const tenant = server.tenant();
    await meet(tenant);
    const other = server.tenant();
    await other.call('/v1/events/e1', { method: 'PUT', body: {} });
    expect((await erase(other, 'ann-4711')).json.code).toBe('not_found');
    const limited = tenant.token('boss', { role: 'admin', event: 'e1' });
    const answer = await tenant.call('/v1/attendees/ann-4711', { method: 'DELETE', token: limited });
    expect(answer.json.code).toBe('not_allowed');
    expect((await tenant.call('/v1/attendees/ann-4711')).status).toBe(200);
    await erase(tenant, 'ann-4711');
  });
});
