import { describe, expect, test } from 'vitest';
import { useContract } from '../../support/contract.ts';
import type { Answer, Call } from '../../support/rest.ts';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';

const server = useTestServer();
const contract = useContract(server);

const codeOf = ({ status, json }: Answer) => ({ status, code: json.code });
const idsOf = ({ json }: Answer) => (json.items as { id: string }[]).map(({ id }) => id);

async function list(tenant: Tenant, query = '', call: Call = {}): Promise<Answer> {
  const answer = await tenant.call(`/v1/events${query}`, call);
  contract.expectKept('GET /v1/events', answer);
  return answer;
}

async function putEvent(tenant: Tenant, id: string, body: object = {}): Promise<void> {
  const { status, text } = await tenant.call(`/v1/events/${id}`, { method: 'PUT', body });
  if (status > 201) throw new Error(text);
}

describe('the list of events', () => {
  test('is empty where there is none', async () => {
    expect((await list(server.tenant())).json).toEqual({ items: [], nextCursor: null });
  });

  test('goes on where a page ends, though events come and go', async () => {
    const tenant = server.tenant();
    for (const id of ['c', 'a', 'b', 'e', 'd']) await putEvent(tenant, id);
    const first = await list(tenant, '?limit=2');
    expect(idsOf(first)).toEqual(['c', 'a']);
    await tenant.call('/v1/events/a', { method: 'DELETE' });
    await tenant.call('/v1/events/b', { method: 'DELETE' });
    await putEvent(tenant, 'f');
    const second = await list(tenant, `?limit=2&cursor=${String(first.json.nextCursor)}`);
    const third = await list(tenant, `?limit=2&cursor=${String(second.json.nextCursor)}`);
    expect([idsOf(second), idsOf(third), third.json.nextCursor]).toEqual([['e', 'd'], ['f'], null]);
  });

  test('takes cursors of itself only', async () => {
    const tenant = server.tenant();
    for (const id of ['a', 'b', 'c']) await putEvent(tenant, id);
    const cursor = String((await list(tenant, '?limit=1')).json.nextCursor);
    const wrong = { status: 400, code: 'invalid_cursor' };
    expect(codeOf(await list(tenant, `?cursor=${cursor}&shortCode=x`))).toEqual(wrong);
    const other = server.tenant();
    expect(codeOf(await list(other, `?cursor=${cursor}`))).toEqual(wrong);
    expect(codeOf(await list(tenant, `?cursor=x${cursor}`))).toEqual(wrong);
  });

  test('is of an organization and all below it', async () => {
    const tenant = server.tenant();
    const [child, side] = [`${tenant.org}-child`, `${tenant.org}-side`];
    const token = tenant.token('boss', { role: 'admin' });
    for (const id of [child, side])
      await tenant.call(`/v1/organizations/${id}`, { method: 'PUT', token, body: {} });
    await putEvent(tenant, 'own', { shortCode: 'own' });
    await putEvent(tenant, 'theirs', { organization: child, shortCode: 'theirs' });
    await putEvent(tenant, 'aside', { organization: side });
    expect(idsOf(await list(tenant))).toEqual(['own', 'theirs', 'aside']);
    expect(idsOf(await list(tenant, `?organization=${child}`))).toEqual(['theirs']);
    expect(idsOf(await list(tenant, '?shortCode=theirs'))).toEqual(['theirs']);
    expect(idsOf(await list(tenant, `?organization=${child}&shortCode=own`))).toEqual([]);
    const below = { token: tenant.token('desk', { role: 'operator', org: child }) };
    expect(idsOf(await list(tenant, '', below))).toEqual(['theirs']);
    expect(idsOf(await list(tenant, '?shortCode=own', below))).toEqual([]);
    for (const id of [side, tenant.org, 'nowhere'])
      expect(codeOf(await list(tenant, `?organization=${id}`, below))).toEqual({
        status: 404,
        code: 'not_found',
      });
    const limited = { token: tenant.token('mod', { role: 'moderator', event: 'aside' }) };
    expect(idsOf(await list(tenant, '', limited))).toEqual(['aside']);
  });

  test('is of those that touch a span', async () => {
    const tenant = server.tenant();
    const day = (number: number) => `2026-05-0${number}T00:00:00Z`;
    await putEvent(tenant, 'unknown');
    await putEvent(tenant, 'instant', { startsAt: day(2) });
    await putEvent(tenant, 'long', { startsAt: day(1), endsAt: day(4) });
    await putEvent(tenant, 'late', { startsAt: day(5), endsAt: day(6) });
    const within = async (query: string) => idsOf(await list(tenant, `?${query}`));
    expect(await within(`from=${day(2)}&to=${day(5)}`)).toEqual(['instant', 'long']);
    expect(await within(`from=${day(4)}`)).toEqual(['long', 'late']);
    expect(await within(`to=${day(2)}`)).toEqual(['long']);
    expect(await within(`from=${day(2)}&to=${day(3)}&shortCode=x`)).toEqual([]);
    const turned = await list(tenant, `?from=${day(3)}&to=${day(3)}`);
    expect(turned.json).toMatchObject({ code: 'invalid_request', errors: [{ path: 'from' }] });
    const millis = await list(tenant, '?from=1777852800000');
    expect(millis.json).toMatchObject({ code: 'invalid_request', errors: [{ path: 'from' }] });
  });

  test('comes whole as CSV and NDJSON', async () => {
    const tenant = server.tenant();
    for (const id of ['a', 'b']) await putEvent(tenant, id, { title: 'x', startsAt: '2026-05-01T00:00:00Z' });
    const csv = await tenant.call('/v1/events?limit=1', { headers: { accept: 'text/csv' } });
    expect(csv.text.split('\r\n')).toEqual([
      'id,organization,title,shortCode,startsAt,endsAt,timeZone,metadata,endedAt,version',
      `a,${tenant.org},x,,2026-05-01T00:00:00.000Z,,,{},,1`,
      `b,${tenant.org},x,,2026-05-01T00:00:00.000Z,,,{},,1`,
      '',
    ]);
    const lines = await tenant.call('/v1/events', { headers: { accept: 'application/x-ndjson' } });
    expect(
      lines.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual(['a', 'b']);
  });
});

describe('the sessions of an event', () => {
  test('are filtered by kind, tag and track', async () => {
    const tenant = server.tenant();
    await putEvent(tenant, 'e1');
    await tenant.putSession('s1', { event: 'e1', kind: 'workshop', tags: ['js', 'web'], tracks: ['dev'] });
    await tenant.putSession('s2', { event: 'e1', tags: ['js'], tracks: ['ops'] });
    await tenant.putSession('s3', { event: 'e1', kind: 'workshop' });
    const sessions = async (query: string) => {
      const answer = await tenant.call(`/v1/events/e1/sessions?${query}`);
      contract.expectKept('GET /v1/events/{id}/sessions', answer);
      return idsOf(answer);
    };
    expect(await sessions('tag=js')).toEqual(['s1', 's2']);
    expect(await sessions('track=dev')).toEqual(['s1']);
    expect(await sessions('kind=workshop')).toEqual(['s1', 's3']);
    expect(await sessions('kind=mainStage&tag=js&track=ops')).toEqual(['s2']);
    expect(await sessions('tag=j')).toEqual([]);
    const first = await tenant.call('/v1/events/e1/sessions?tag=js&limit=1');
    expect(await sessions(`tag=js&limit=1&cursor=${String(first.json.nextCursor)}`)).toEqual(['s2']);
    const wrong = await tenant.call('/v1/events/e1/sessions?kind=party');
    expect(codeOf(wrong)).toEqual({ status: 400, code: 'invalid_request' });
  });

  test('have speakers and sponsors by name or with more', async () => {
    const tenant = server.tenant();
    const speakers = [
      'Ann',
      { name: 'Bob', title: 'CTO', company: 'Acme', links: { web: 'https://b.example' } },
    ];
    await tenant.putSession('s1', { speakers, sponsors: [{ name: 'Acme' }] });
    expect((await tenant.call('/v1/sessions/s1')).json).toMatchObject({
      speakers,
      sponsors: [{ name: 'Acme' }],
    });
    for (const [path, bad] of [
      ['speakers', [{ title: 'no name' }]],
      ['speakers', [{ name: 'x', bio: 'x'.repeat(5000) }]],
      ['speakers', Array.from({ length: 30 }, () => ({ name: 'x', more: 'y'.repeat(4000) }))],
      ['sponsors', [5]],
      ['tags', [{ name: 'x' }]],
    ] as const) {
      const answer = await tenant.call('/v1/sessions/s1', { method: 'PUT', body: { [path]: bad } });
      expect(codeOf(answer)).toEqual({ status: 400, code: 'invalid_request' });
      const errors = answer.json.errors as { path: string }[];
      expect(errors.every((error) => error.path.startsWith(path))).toBe(true);
    }
  });
});

describe('the end of an event', () => {
  test('ends its sessions that are live, and says when', async () => {
    const tenant = server.tenant();
    await putEvent(tenant, 'e1');
    for (const id of ['live', 'over', 'later']) await tenant.putSession(id, { event: 'e1' });
    for (const id of ['live', 'over']) await tenant.act(id, 'goLive');
    await tenant.act('over', 'end');
    const end = async () => {
      const answer = await tenant.call('/v1/events/e1/actions', { method: 'POST', body: { action: 'end' } });
      contract.expectKept('POST /v1/events/{id}/actions', answer);
      return answer.json;
    };
    const ended = await end();
    expect(ended).toMatchObject({ id: 'e1', version: 2, endedAt: expect.stringMatching(/Z$/) });
    const session = async (id: string) => (await tenant.call(`/v1/sessions/${id}`)).json;
    expect(await session('live')).toMatchObject({ live: false, ended: true, endedAt: ended.endedAt });
    expect(await session('later')).toMatchObject({ live: false, ended: false, version: 1 });
    expect(await session('over')).toMatchObject({ ended: true, version: 3 });
    expect(await end()).toEqual(ended);
    expect((await tenant.call('/v1/events/e1')).json).toEqual(ended);
    await tenant.act('later', 'goLive');
    expect(await end()).toMatchObject({ version: 3 });
    expect(await session('later')).toMatchObject({ ended: true });
  });
});
