import { describe, expect, test } from 'vitest';
import { at, CATALOGUE, errorsOf, reaction, slice, useImports } from './import-tests.ts';

const { server, send } = useImports();

test('a session has its kind as sessionKind', async () => {
  const tenant = server.tenant();
  const session = { kind: 'session', id: 'lounge', sessionKind: 'networking' };
  expect((await send(tenant, [session])).status).toBe(200);
  expect((await tenant.call('/v1/sessions/lounge')).json).toMatchObject({ kind: 'networking' });
  const { status, json } = await send(tenant, [{ ...session, sessionKind: 'party' }]);
  expect([status, json.errors]).toMatchObject([422, [{ line: 1, path: 'kind' }]]);
});

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
