import { beforeAll, describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const PEOPLE = 7;

interface List {
  readonly operation: `${string} /${string}`;
  readonly path: string;
  /** Another list of the same kind, whose cursors do not fit. */
  readonly other: string;
  readonly key: string;
}

const LISTS: readonly List[] = [
  {
    operation: 'GET /v1/present/{scope}',
    path: '/v1/present/session:s1',
    other: '/v1/present/session:s2',
    key: 'attendee',
  },
  {
    operation: 'GET /v1/events/{id}/sessions',
    path: '/v1/events/e1/sessions',
    other: '/v1/events/e2/sessions',
    key: 'id',
  },
  {
    operation: 'GET /v1/sessions/{id}/slices',
    path: '/v1/sessions/s1/slices',
    other: '/v1/sessions/s2/slices',
    key: 'id',
  },
  {
    operation: 'GET /v1/sessions/{id}/engagements',
    path: '/v1/sessions/s1/engagements',
    other: '/v1/sessions/s2/engagements',
    key: 'id',
  },
  {
    operation: 'GET /v1/sessions/{id}/attendees',
    path: '/v1/sessions/s1/attendees',
    other: '/v1/sessions/s2/attendees',
    key: 'attendee',
  },
];

const server = useTestServer();
const contract = useContract(server);
let tenant: Tenant;

/** Two events of as many sessions, and in two sessions as many people who engage. */
async function fill(own: Tenant): Promise<void> {
  for (const event of ['e1', 'e2']) {
    await own.call(`/v1/events/${event}`, { method: 'PUT', body: {} });
    for (let index = 0; index < PEOPLE; index++) await own.putSession(`${event}-${index}`, { event });
  }
  for (let index = 0; index < PEOPLE; index++) {
    const client = await own.enter(`p${index}`, 's1', { event: 'e1' });
    await client.join('s2');
    for (const session of ['s1', 's2']) await client.engage(session, 'reaction', { reaction: 'clap' });
  }
  await own.settled();
}

beforeAll(async () => {
  tenant = server.tenant();
  await fill(tenant);
});

type Item = Record<string, unknown>;

async function page(path: string, query = ''): Promise<{ items: Item[]; nextCursor: string | null }> {
  const { status, json, text } = await tenant.call(`${path}${query}`);
  if (status !== 200) throw new Error(`${path}${query} was answered ${text}`);
  return json as unknown as { items: Item[]; nextCursor: string | null };
}

describe.each(LISTS)('$operation', ({ operation, path, other, key }) => {
  test('gives all of it, in one page or many, in the same order', async () => {
    const answer = await tenant.call(path);
    contract.expectKept(operation, answer);
    const { items, nextCursor } = await page(path);
    expect(nextCursor).toBeNull();
    expect(items.length).toBeGreaterThanOrEqual(PEOPLE);
    for (const limit of [1, 3, items.length, items.length + 1, 1000]) {
      const collected: Item[] = [];
      let cursor: string | null = null;
      do {
        const query: string = cursor === null ? '' : `&cursor=${cursor}`;
        const next = await page(path, `?limit=${limit}${query}`);
        expect(next.items.length).toBeLessThanOrEqual(limit);
        collected.push(...next.items);
        cursor = next.nextCursor;
      } while (cursor !== null);
      expect(collected.map((item) => item[key])).toEqual(items.map((item) => item[key]));
    }
  });

  test('streams all of it as NDJSON and as CSV, in the same order', async () => {
    const { items } = await page(path);
    const keys = items.map((item) => item[key]);
    const ndjson = await tenant.call(`${path}?limit=2`, { headers: { accept: 'application/x-ndjson' } });
    expect(ndjson.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = ndjson.text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line)[key])).toEqual(keys);
    const csv = await tenant.call(`${path}?limit=2`, { headers: { accept: 'text/csv, */*;q=0.1' } });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head = '', ...rows] = csv.text.trimEnd().split('\r\n');
    const column = head.split(',').indexOf(key);
    expect(rows.map((row) => row.split(',')[column])).toEqual(keys);
  });

  test.each([
    'application/json',
    '*/*',
    'text/html',
    'text/csv;q=0, */*',
    'text/csv;q=0.5, application/json',
  ])('is JSON for who accepts %s', async (accept) => {
    const answer = await tenant.call(path, { headers: { accept } });
    contract.expectKept(operation, answer);
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  test('is refused in every format alike', async () => {
    const token = tenant.token('ann', { role: 'attendee' });
    const answer = await tenant.call(path, { headers: { accept: 'text/csv' }, token });
    if (answer.status === 200) expect(operation).toBe('GET /v1/events/{id}/sessions');
    else contract.expectKept(operation, answer);
  });

  test.each(['0', '-1', '1001', '1e9', '10abc', '1.5', '', ' 5', '٣', 'NaN', '0x10', '5&limit=6'])(
    'does not take limit=%s',
    async (limit) => {
      const answer = await tenant.call(
        `${path}?limit=${encodeURIComponent(limit).replace('%26', '&').replace('%3D', '=')}`,
      );
      expect({ status: answer.status, code: answer.json.code }).toEqual({
        status: 400,
        code: 'invalid_request',
      });
      expect(answer.json.errors).toMatchObject([{ path: 'limit' }]);
      contract.expectKept(operation, answer);
    },
  );

  test('takes only cursors of its own, as they are', async () => {
    const { nextCursor } = await page(path, '?limit=2');
    const foreign = (await page(other, '?limit=2')).nextCursor;
    const cursor = String(nextCursor);
    const flipped = `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'Q' : 'A'}`;
    const place = Buffer.from(cursor, 'base64url').subarray(12);
    const forged = Buffer.concat([Buffer.alloc(12), place]).toString('base64url');
    for (const wrong of [
      '',
      'x',
      'AAAA',
      flipped,
      forged,
      cursor.slice(4),
      `x${cursor}`,
      String(foreign),
      'x'.repeat(300),
    ]) {
      const answer = await tenant.call(`${path}?limit=2&cursor=${wrong}`);
      expect([wrong, answer.status]).toEqual([wrong, 400]);
      expect(['invalid_cursor', 'invalid_request']).toContain(answer.json.code);
      contract.expectKept(operation, answer);
    }
    expect((await page(path, `?limit=3&cursor=${cursor}`)).items).toHaveLength(3);
  });

  test('takes no cursor of another tenant', async () => {
    const stranger = server.tenant();
    const { nextCursor } = await page(path, '?limit=2');
    await stranger.call('/v1/events/e1', { method: 'PUT', body: {} });
    await stranger.enter('ann', 's1');
    await stranger.settled();
    const { status, json } = await stranger.call(`${path}?limit=2&cursor=${nextCursor}`);
    expect({ status, code: json.code }).toEqual({ status: 400, code: 'invalid_cursor' });
  });
});

describe('filters', () => {
  const slices = '/v1/sessions/s1/slices';
  const engagements = '/v1/sessions/s1/engagements';

  test('of attendee, mode and action keep what fits', async () => {
    expect((await page(slices, '?attendee=p3')).items).toMatchObject([{ attendee: 'p3' }]);
    expect((await page(slices, '?attendee=nobody')).items).toEqual([]);
    expect((await page(slices, '?mode=live')).items).toHaveLength(PEOPLE);
    expect((await page(slices, '?mode=onDemand')).items).toEqual([]);
    expect((await tenant.call(`${slices}?mode=LIVE`)).json).toMatchObject({
      status: 400,
      errors: [{ path: 'mode' }],
    });
    expect((await page(engagements, '?action=reaction&attendee=p3')).items).toHaveLength(1);
    expect((await page(engagements, '?action=chat.message')).items).toEqual([]);
  });

  test('a cursor belongs to its filter', async () => {
    const { nextCursor } = await page(slices, '?limit=2&mode=live');
    const { status, json } = await tenant.call(`${slices}?limit=2&cursor=${nextCursor}`);
    expect({ status, code: json.code }).toEqual({ status: 400, code: 'invalid_cursor' });
    expect((await page(slices, `?limit=2&mode=live&cursor=${nextCursor}`)).items).toHaveLength(2);
  });

  test('of time take their beginning and leave out their end', async () => {
    const { items } = await page(engagements);
    const [first, second] = [String(items[0]?.at), String(items[1]?.at)];
    const between = await page(engagements, `?from=${first}&to=${second}`);
    expect(between.items.map(({ at }) => at)).toEqual([first]);
    expect((await page(engagements, `?from=${second}`)).items).toHaveLength(items.length - 1);
  });

  test.each([slices, engagements, '/v1/series/session:s1'])('of time are checked by %s', async (path) => {
    const at = '2026-05-01T10:00:00Z';
    for (const [field, query] of [
      ['from', `from=${at}&to=${at}`],
      ['from', `from=${at}&to=2026-05-01T09:00:00Z`],
      ['from', 'from=yesterday'],
      ['from', 'from=1746093600'],
      ['from', 'from=1746093600000'],
      ['from', 'from='],
      ['from', 'from=2026-05-01'],
      ['from', 'from=NaN'],
      ['from', 'from=%2B275760-09-13T00:00:00.000Z'],
      ['from', 'from=-271821-04-20T00:00:00.000Z'],
      ['to', 'to=9999-12-31T23:59:59Z'],
      ['to', 'to=2026-02-30T00:00:00Z'],
      ['to', `to=${at}&to=${at}`],
    ]) {
      const answer = await tenant.call(`${path}?${query}`);
      expect([query, answer.status, answer.json.code]).toEqual([query, 400, 'invalid_request']);
      expect(answer.json.errors).toMatchObject([{ path: field }]);
    }
  });

  test('of time may be given in any zone', async () => {
    const [first] = (await page(engagements)).items;
    const utc = new Date(Date.parse(String(first?.at)));
    const inTokyo = new Date(utc.getTime() + 9 * 3_600_000).toISOString().replace('Z', '+09:00');
    expect((await page(engagements, `?from=${encodeURIComponent(inTokyo)}`)).items).toHaveLength(PEOPLE);
  });
});
