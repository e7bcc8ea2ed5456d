import { describe, expect, test } from 'vitest';
import { codeOf, useCatalogue } from './catalogue-tests.ts';

const { server, put } = useCatalogue();

type Kind = 'events' | 'sessions';

describe.each<Kind>(['events', 'sessions'])('%s', (kind) => {
  const path = `${kind}/x`;

  test('have a version as ETag, and If-Match keeps writers from overwriting each other', async () => {
    const tenant = server.tenant();
    const created = await put(tenant, path, {});
    expect(created.headers.get('etag')).toBe('"1"');
    const changed = await put(tenant, path, { title: 'B' }, { 'if-match': '"1"' });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    const stale = await put(tenant, path, { title: 'C' }, { 'if-match': '"1"' });
    expect(codeOf(stale)).toEqual({ status: 412, code: 'version_mismatch' });
    const read = await tenant.call(`/v1/${path}`);
    expect([read.json.title, read.headers.get('etag')]).toEqual(['B', '"2"']);
    expect((await put(tenant, path, { title: 'D' }, { 'if-match': 'W/"2"' })).status).toBe(200);
  });

  test('that do not exist match no version', async () => {
    const tenant = server.tenant();
    const answer = await put(tenant, path, {}, { 'if-match': '"1"' });
    expect(codeOf(answer)).toEqual({ status: 412, code: 'version_mismatch' });
    expect((await tenant.call(`/v1/${path}`)).status).toBe(404);
  });

  test.each(['"x"', '""', '"-1"', '"1e3"', '"99999999999999999999"', '"3", "x"'])(
    'are of no version that If-Match: %s names',
    async (value) => {
      const tenant = server.tenant();
      await put(tenant, path, {});
      const answer = await put(tenant, path, {}, { 'if-match': value });
      expect(codeOf(answer)).toEqual({ status: 412, code: 'version_mismatch' });
    },
  );

  test('are changed when they are of one of the versions in If-Match, or of any for *', async () => {
    const tenant = server.tenant();
    expect((await put(tenant, path, {}, { 'if-match': '*' })).status).toBe(412);
    await put(tenant, path, {});
    expect((await put(tenant, path, {}, { 'if-match': '"7" , W/"1",\t"x"' })).json.version).toBe(2);
    expect((await put(tenant, path, {}, { 'if-match': '*' })).json.version).toBe(3);
  });

  test('are made once with If-None-Match: *', async () => {
    const tenant = server.tenant();
    const wanted = { 'if-none-match': '*' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => put(tenant, path, {}, wanted)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 412, 412, 412, 412]);
    for (const headers of [{ 'if-none-match': '"1"' }, { ...wanted, 'if-match': '*' }]) {
      const answer = await put(tenant, path, {}, headers);
      expect(answer.json).toMatchObject({ code: 'invalid_request', errors: [{ path: 'If-None-Match' }] });
    }
  });

  test.each(['1', '"1" "2"', '"1",', '*, "1"', `"${'1'.repeat(2000)}"`])(
    'do not take If-Match: %s',
    async (value) => {
      const answer = await put(server.tenant(), path, {}, { 'if-match': value });
      expect(answer.json).toMatchObject({ code: 'invalid_request', errors: [{ path: 'If-Match' }] });
    },
  );

  test('are changed by one of many who saw the same version', async () => {
    const tenant = server.tenant();
    await put(tenant, path, {});
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        put(tenant, path, { title: `T${index}` }, { 'if-match': '"1"' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...new Array<number>(9).fill(412)]);
    expect((await tenant.call(`/v1/${path}`)).json.version).toBe(2);
  });
});
