import { describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Answer } from '../support/rest.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const OPERATION = 'POST /v1/import';
const TYPE = { 'content-type': 'application/x-ndjson' };
const DAY = Date.UTC(2026, 2, 2);

const server = useTestServer();
const contract = useContract(server);

type Line = Record<string, unknown>;

const at = (seconds: number) => new Date(DAY + seconds * 1000).toISOString();
const ndjson = (lines: readonly Line[]) => lines.map((line) => JSON.stringify(line)).join('\n');

function slice(id: string, attendee: string, [start, end]: [number, number], more: Line = {}): Line {
  return { kind: 'slice', id, session: 's1', attendee, start: at(start), end: at(end), ...more };
}

function reaction(id: string, attendee: string, seconds: number, more: Line = {}): Line {
  const data = { reaction: 'clap' };
  return {
    kind: 'engagement',
    id,
    session: 's1',
    attendee,
    action: 'reaction',
    data,
    at: at(seconds),
    ...more,
  };
}

const CATALOGUE: readonly Line[] = [
  { kind: 'event', id: 'e1', title: 'Spring' },
  { kind: 'session', id: 's1', event: 'e1', title: 'Keynote' },
];

test('a session has its kind as sessionKind', async () => {
  const tenant = server.tenant();
  const session = { kind: 'session', id: 'lounge', sessionKind: 'networking' };
  expect((await send(tenant, [session])).status).toBe(200);
  expect((await tenant.call('/v1/sessions/lounge')).json).toMatchObject({ kind: 'networking' });
  const { status, json } = await send(tenant, [{ ...session, sessionKind: 'party' }]);
  expect([status, json.errors]).toMatchObject([422, [{ line: 1, path: 'kind' }]]);
});

async function send(
  tenant: Tenant,
  body: string | readonly Line[],
  { headers = {}, token }: { headers?: Record<string, string>; token?: string } = {},
): Promise<Answer> {
  const answer = await tenant.call('/v1/import', {
    method: 'POST',
    body: typeof body === 'string' ? body : ndjson(body),
    headers: { ...TYPE, ...headers },
    ...(token === undefined ? {} : { token }),
  });
  contract.expectKept(OPERATION, answer);
  return answer;
}

const errorsOf = ({ json }: Answer) =>
  (json.errors as { line: number; path: string }[]).map(({ line, path }) => [line, path]);

describe('a good import', () => {
  test('makes the catalogue, and the past with it', async () => {
    const tenant = server.tenant();
    const answer = await send(tenant, [
      ...CATALOGUE,
      slice('a1', 'ann', [0, 90]),
      slice('b1', 'bob', [30, 60]),
      reaction('r1', 'ann', 45),
    ]);
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
    expect(answer.json).toMatchObject({
      lines: 5,
      applied: { organization: 0, event: 1, session: 1, slice: 2, engagement: 1 },
      repeated: 0,
      conflicts: [],
    });
    expect((await tenant.call('/v1/sessions/s1')).json).toMatchObject({ title: 'Keynote', event: 'e1' });
    expect(await tenant.slices('s1')).toMatchObject([
      { id: 'a1', attendee: 'ann', start: at(0), end: at(90), countedUntil: at(90), endedBy: 'leave' },
      { id: 'b1', attendee: 'bob' },
    ]);
    const { json } = await tenant.call(`/v1/series/session:s1?from=${at(0)}&to=${at(180)}&step=minute`);
    expect(json.points).toMatchObject([
      {
        peak: 2,
        peakAt: at(30),
        minimum: 1,
        average: 1.5,
        joins: 2,
        leaves: 0,
        uniques: 2,
        engagement: { reaction: 1 },
      },
      { peak: 1, minimum: 0, average: 0.5, joins: 0, leaves: 2, uniques: 1 },
      { peak: null },
    ]);
    for (const scope of ['session:s1', 'event:e1'] as const) {
      expect(await tenant.counters(scope)).toMatchObject({
        peak: { value: 2, at: at(30) },
        uniques: 2,
        watchSeconds: 120,
        engagement: { reaction: 1 },
      });
    }
    const { json: summary } = await tenant.call('/v1/sessions/s1/summary');
    expect(summary).toMatchObject({ attendees: 2, peak: { value: 2, at: at(30) } });
  });

  test('tells blank lines, ends of lines and a byte order mark from content', async () => {
    const tenant = server.tenant();
    const [event = {}, session = {}] = CATALOGUE;
    const answer = await send(
      tenant,
      `\ufeff${JSON.stringify(event)}\r\n\r\n  \n\n${JSON.stringify(session)}\r\n`,
    );
    expect([answer.status, answer.json.lines]).toEqual([200, 2]);
    expect((await send(tenant, '')).json).toMatchObject({ lines: 0, repeated: 0, conflicts: [] });
  });

  test('counts once what comes again, in the same body and another', async () => {
    const tenant = server.tenant();
    const lines = [...CATALOGUE, slice('a1', 'ann', [0, 90]), reaction('r1', 'ann', 45)];
    expect((await send(tenant, [...lines, ...lines])).json).toMatchObject({ lines: 8, repeated: 4 });
    const again = await send(tenant, lines);
    const none = { event: 0, session: 0, slice: 0, engagement: 0 };
    expect(again.json).toMatchObject({ lines: 4, applied: none, repeated: 4, conflicts: [] });
    expect(await tenant.counters('session:s1')).toMatchObject({
      watchSeconds: 90,
      engagement: { reaction: 1 },
    });
    expect((await tenant.call('/v1/sessions/s1')).json.version).toBe(1);
  });

  test('adds to what live has counted', async () => {
    const tenant = server.tenant();
    await send(tenant, CATALOGUE);
    const client = await tenant.enter('ann', 's1');
    await send(tenant, [
      slice('a1', 'ann', [0, 90]),
      slice('b1', 'bob', [0, 90]),
      slice('c1', 'cem', [200, 290]),
    ]);
    const counters = await tenant.counters('session:s1');
    expect(counters).toMatchObject({ concurrent: 1, uniques: 3, peak: { value: 2, at: at(0) } });
    expect(counters.watchSeconds).toBeGreaterThan(270);
    client.cut();
    const { json } = await tenant.call(`/v1/series/event:e1?from=${at(0)}&to=${at(360)}&step=minute`);
    const peaks = (json.points as { peak: number | null }[]).map(({ peak }) => peak);
    expect(peaks).toEqual([2, 2, 0, 1, 1, null]);
  });

  test('of engagements alone does not say who was there', async () => {
    const tenant = server.tenant();
    await send(tenant, [...CATALOGUE, reaction('r1', 'ann', 45)]);
    const span = `from=${at(0)}&to=${at(3600)}`;
    const { json } = await tenant.call(`/v1/series/session:s1?${span}&step=hour`);
    expect(json.points).toMatchObject([{ peak: null, engagement: null }]);
    expect((await tenant.call('/v1/sessions/s1/engagements')).json.items).toMatchObject([{ id: 'r1' }]);
  });

  test('keeps people and what they are registered for', async () => {
    const tenant = server.tenant();
    const answer = await send(tenant, [
      ...CATALOGUE,
      { kind: 'attendee', id: 'ann', firstName: 'Ann', lastName: 'Ek', email: 'ann@x.org' },
      { kind: 'registration', event: 'e1', attendee: 'ann', at: at(-500), ticketId: 't1' },
      { kind: 'bookmark', session: 's1', attendee: 'bob' },
      { kind: 'bookmark', session: 's1', attendee: 'bob' },
    ]);
    expect(answer.json).toMatchObject({
      applied: { attendee: 1, registration: 1, bookmark: 1 },
      repeated: 1,
    });
    expect((await tenant.call('/v1/attendees/ann')).json).toMatchObject({ name: 'Ann Ek', version: 1 });
    const { json } = await tenant.call('/v1/events/e1/registrations/ann');
    expect(json).toMatchObject({ at: at(-500), ticketId: 't1' });
    expect((await tenant.call('/v1/sessions/s1/bookmarks')).json.items).toMatchObject([{ attendee: 'bob' }]);
  });

  test('makes organizations for an admin, and for nobody else', async () => {
    const tenant = server.tenant();
    const lines = [
      { kind: 'organization', id: `${tenant.org}.sub`, name: 'Below' },
      { kind: 'event', id: 'e9', organization: `${tenant.org}.sub` },
    ];
    const refused = await send(tenant, lines);
    expect([refused.status, errorsOf(refused)]).toEqual([
      422,
      [
        [1, 'id'],
        [2, 'organization'],
      ],
    ]);
    const token = tenant.token('chef', { role: 'admin' });
    expect((await send(tenant, lines, { token })).json.applied).toMatchObject({ organization: 1, event: 1 });
    expect((await tenant.call('/v1/events/e9')).json).toMatchObject({ organization: `${tenant.org}.sub` });
  });
});

describe('a bad import', () => {
  test('names every line that is wrong, and nothing is applied', async () => {
    const tenant = server.tenant();
    await send(tenant, CATALOGUE);
    const bad = [
      JSON.stringify({ kind: 'event', id: 'e2' }),
      '[]',
      '{',
      'null',
      '{"kind":"evnt","id":"x"}',
      '{"kind":"event"}',
      '{"kind":"event","id":"e3","titel":"x"}',
      '{"kind":"event","id":"e3","__proto__":{"title":"x"}}',
      '{"kind":"event","id":"e3","metadata":{"\\u005f_proto__":1}}',
      `{"kind":"event","id":"e3","title":"${'x'.repeat(70_000)}"}`,
      JSON.stringify(slice('a1', 'ann', [90, 0])),
      JSON.stringify(slice('a1', 'ann', [0, 90_000])),
      JSON.stringify(slice('a2', 'ann', [0, 90], { watchedSeconds: 5 })),
      JSON.stringify(slice('a3', 'ann', [0, 90], { country: 'de' })),
      JSON.stringify(reaction('r1', 'ann', 0, { action: 'nod' })),
      JSON.stringify(reaction('r2', 'ann', 0, { data: {} })),
      JSON.stringify({ kind: 'bookmark', attendee: 'ann' }),
    ].join('\n');
    const answer = await send(tenant, bad);
    expect([answer.status, answer.json.code]).toEqual([422, 'import_invalid']);
    expect(errorsOf(answer)).toEqual([
      ...[
        [2, ''],
        [3, ''],
        [4, ''],
        [5, 'kind'],
        [6, 'id'],
        [7, 'titel'],
        [8, '__proto__'],
      ],
      ...[
        [9, 'metadata.__proto__'],
        [10, ''],
        [11, 'end'],
        [12, 'end'],
        [13, 'watchedSeconds'],
      ],
      ...[
        [14, 'country'],
        [15, 'action'],
        [16, 'data'],
        [17, 'session'],
      ],
    ]);
    expect(answer.json.errorCount).toBe(16);
    expect((await tenant.call('/v1/events/e2')).status).toBe(404);
  });

  test('is told what does not fit what is there, or what comes before it', async () => {
    const tenant = server.tenant();
    await send(tenant, [...CATALOGUE, { kind: 'session', id: 'net', event: 'e1' }]);
    await tenant.putSession('lounge', { event: 'e1', kind: 'networking' });
    await send(tenant, [slice('a1', 'ann', [0, 90]), reaction('r1', 'ann', 45)]);
    const later = Date.now() / 1000 - DAY / 1000;
    const answer = await send(tenant, [
      slice('a1', 'ann', [0, 91]),
      reaction('r1', 'bob', 45),
      slice('a2', 'ann', [60, 120]),
      slice('b1', 'bob', [0, 60]),
      slice('b2', 'bob', [59, 70]),
      slice('b3', 'bob', [60, 70], { session: 'nowhere' }),
      slice('b4', 'bob', [later, later + 5]),
      slice('b5', 'bob', [0, 60], { session: 's2' }),
      { kind: 'session', id: 's2', event: 'e1' },
      slice('c1', 'cem', [0, 60], { session: 'lounge', mode: 'onDemand' }),
      { kind: 'session', id: 's1', event: 'e1', kind_: 1 },
      slice('b1', 'bob', [0, 61]),
      { kind: 'session', id: 's3', event: 'nowhere' },
    ]);
    expect(answer.status).toBe(422);
    expect(errorsOf(answer)).toEqual([
      ...[
        [1, 'id'],
        [2, 'id'],
        [3, 'start'],
        [3, 'start'],
        [5, 'start'],
        [6, 'session'],
        [7, 'end'],
      ],
      ...[
        [8, 'session'],
        [10, 'mode'],
        [11, 'kind_'],
        [12, 'id'],
        [12, 'start'],
        [13, 'event'],
      ],
    ]);
  });

  test('brings nobody back who was erased', async () => {
    const tenant = server.tenant();
    await send(tenant, [...CATALOGUE, slice('a1', 'ann', [0, 90])]);
    const token = tenant.token('chef', { role: 'admin' });
    expect((await tenant.call('/v1/attendees/ann', { method: 'DELETE', token })).status).toBeLessThan(300);
    const answer = await send(tenant, [
      slice('a2', 'ann', [200, 290]),
      reaction('r1', 'ann', 45),
      { kind: 'attendee', id: 'ann' },
      { kind: 'bookmark', session: 's1', attendee: 'ann' },
    ]);
    const wrong = [
      [1, 'attendee'],
      [2, 'attendee'],
      [3, 'id'],
      [4, 'attendee'],
    ];
    expect([answer.status, errorsOf(answer)]).toEqual([422, wrong]);
  });

  test('of a stranger finds nothing of others', async () => {
    const tenant = server.tenant();
    await send(tenant, CATALOGUE);
    const answer = await send(server.tenant(), [slice('a1', 'ann', [0, 90]), { ...CATALOGUE[1], id: 's9' }]);
    expect([answer.status, errorsOf(answer)]).toEqual([
      422,
      [
        [1, 'session'],
        [2, 'event'],
      ],
    ]);
  });

  test('says of a thousand errors which, and of more how many', async () => {
    const answer = await send(server.tenant(), '{}\n'.repeat(1500));
    expect([(answer.json.errors as unknown[]).length, answer.json.errorCount]).toEqual([1000, 1500]);
  });

  test.each([
    ['Content-Encoding', { 'content-encoding': 'gzip' }, 415, 'unsupported_encoding'],
    ['Content-Type', { 'content-type': 'application/json' }, 415, 'unsupported_media_type'],
    ['Idempotency-Key', { 'idempotency-key': 'two words' }, 400, 'invalid_request'],
    ['long Idempotency-Key', { 'idempotency-key': 'k'.repeat(256) }, 400, 'invalid_request'],
  ])('is refused for its %s', async (_what, headers, status, code) => {
    const answer = await send(server.tenant(), CATALOGUE, { headers });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  test('is refused for too many lines', async () => {
    const answer = await send(server.tenant(), '{}\n'.repeat(100_001));
    expect([answer.status, answer.json.code]).toEqual([413, 'too_large']);
  });
});

describe('an Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'k-1' };

  test('gives the same answer again to the same body, without applying it', async () => {
    const tenant = server.tenant();
    const lines = [...CATALOGUE, slice('a1', 'ann', [0, 90])];
    const first = await send(tenant, lines, { headers });
    await tenant.putSession('s1', { event: 'e1', title: 'Changed since' });
    const again = await send(tenant, lines, { headers });
    expect([again.status, again.json]).toEqual([200, first.json]);
    expect((await tenant.call('/v1/sessions/s1')).json.title).toBe('Changed since');
    const other = await send(tenant, CATALOGUE, { headers });
    expect([other.status, other.json.code]).toEqual([409, 'idempotency_conflict']);
    expect((await send(server.tenant(), CATALOGUE, { headers })).status).toBe(200);
  });

  test('of a body that was wrong may come again', async () => {
    const tenant = server.tenant();
    expect((await send(tenant, '{}', { headers })).status).toBe(422);
    expect((await send(tenant, CATALOGUE, { headers })).status).toBe(200);
  });
});

test('a tenant has one import at a time', async () => {
  const tenant = server.tenant();
  const answers = await Promise.all([send(tenant, CATALOGUE), send(tenant, CATALOGUE)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.json.code).toBe('import_running');
  expect((await send(tenant, CATALOGUE)).status).toBe(200);
});
