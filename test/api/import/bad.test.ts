import { describe, expect, test } from 'vitest';
import { CATALOGUE, DAY, errorsOf, reaction, slice, useImports } from './import-tests.ts';

const { server, send } = useImports();

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
