import { describe, expect, test } from 'vitest';
import { codeOf, useCatalogue } from './catalogue-tests.ts';

const { server, contract, put } = useCatalogue();

describe('an event', () => {
  test('is registered with 201, changed with 200 and read as it was written', async () => {
    const tenant = server.tenant();
    const body = {
      title: 'Expo ✨',
      shortCode: 'expo-26',
      startsAt: '2026-05-01T10:00:00+02:00',
      endsAt: '2026-05-02T00:00:00.500Z',
      timeZone: 'Europe/Berlin',
      metadata: { hall: 5, deep: { list: [1, null, 'x'] } },
    };
    const created = await put(tenant, 'events/expo', body);
    expect(created.status).toBe(201);
    const expected = {
      ...body,
      id: 'expo',
      organization: tenant.org,
      endedAt: null,
      startsAt: '2026-05-01T08:00:00.000Z',
      version: 1,
    };
    expect(created.json).toEqual(expected);
    const read = await tenant.call('/v1/events/expo');
    contract.expectKept('GET /v1/events/{id}', read);
    expect(read.json).toEqual(expected);
    const changed = await put(tenant, 'events/expo', { title: 'Gala' });
    expect(changed.status).toBe(200);
    expect(changed.json).toMatchObject({
      title: 'Gala',
      shortCode: null,
      startsAt: null,
      metadata: {},
      version: 2,
    });
  });

  test('has its id as title when it is given none, and belongs to whom the token does', async () => {
    const tenant = server.tenant();
    const { json } = await put(tenant, 'events/e1', {});
    expect(json).toMatchObject({ title: 'e1', organization: tenant.org });
    expect(codeOf(await put(tenant, 'events/e2', { organization: 'nobody' }))).toEqual({
      status: 404,
      code: 'not_found',
    });
    const other = server.tenant();
    await put(other, 'events/e1', {});
    expect(codeOf(await put(tenant, 'events/e2', { organization: other.org }))).toEqual({
      status: 404,
      code: 'not_found',
    });
  });

  test.each([
    ['title', ['', 5, null, [], 'x'.repeat(513)]],
    ['organization', ['', 5, 'a b']],
    ['shortCode', ['', 'a b', 'ä', 'x'.repeat(65), 5]],
    [
      'startsAt',
      [
        '',
        'soon',
        5,
        1_700_000_000_000,
        '2026-05-01',
        '2026-05-01T10:00:00',
        '2026-13-01T00:00:00Z',
        '2026-02-30T00:00:00Z',
        '+275760-09-13T00:00:00Z',
        '1999-12-31T23:59:59Z',
        '2200-01-01T00:00:00Z',
        'NaN',
      ],
    ],
    ['endsAt', ['later', {}, '9999-12-31T00:00:00Z']],
    ['timeZone', ['', 'Mars/Olympus', 'x'.repeat(65), 5]],
    ['metadata', [null, [], 'x', { ['k'.repeat(129)]: 1 }, { big: 'é'.repeat(8192) }]],
  ])('does not take just anything as %s, and says which field it was', async (field, values) => {
    const tenant = server.tenant();
    for (const value of values) {
      const answer = await put(tenant, 'events/e1', { [field]: value });
      expect([value, codeOf(answer)]).toEqual([value, { status: 400, code: 'invalid_request' }]);
      const [error] = answer.json.errors as { path: string }[];
      expect(error?.path.split('.')[0]).toBe(field);
    }
    expect((await tenant.call('/v1/events/e1')).status).toBe(404);
  });

  test('does not end before it starts', async () => {
    const tenant = server.tenant();
    const [early, late] = ['2026-05-01T10:00:00Z', '2026-05-01T11:00:00Z'];
    const answer = await put(tenant, 'events/e1', { startsAt: late, endsAt: early });
    expect(answer.json).toMatchObject({ code: 'invalid_request', errors: [{ path: 'endsAt' }] });
    expect((await put(tenant, 'events/e1', { startsAt: early, endsAt: early })).status).toBe(201);
  });

  test('keeps metadata of up to 16 KB of UTF-8 and 32 levels', async () => {
    const tenant = server.tenant();
    const filled = { big: 'é'.repeat((16_384 - '{"big":""}'.length) / 2) };
    expect((await put(tenant, 'events/e1', { metadata: filled })).json.metadata).toEqual(filled);
    const nested = (levels: number) =>
      JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as unknown;
    expect((await put(tenant, 'events/e2', { metadata: nested(32) })).status).toBe(201);
    for (const levels of [33, 400, 100_000]) {
      const body = `{"metadata":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
      expect(codeOf(await put(tenant, 'events/e3', body))).toEqual({ status: 400, code: 'invalid_request' });
    }
  });
});
