import { describe, expect, it } from 'vitest';
import { createRestClient, RestError } from '../../../server/dashboard/rest/rest-client.ts';
import { TEN } from '../fixtures/counters.ts';

function client(answer: () => Promise<Response>) {
  const urls: string[] = [];
  const tokens: (string | null)[] = [];
  const rest = createRestClient({
    base: 'http://server',
    token: 'secret',
    fetch: (url, init) => {
      urls.push(url);
      tokens.push(new Headers(init.headers).get('authorization'));
      return answer();
    },
  });
  return { rest, urls, tokens };
}

const json =
  (body: unknown, status = 200) =>
  () =>
    Promise.resolve(new Response(JSON.stringify(body), { status }));

describe('rest client', () => {
  it('asks with the token in the header, never in the address', async () => {
    const { rest, urls, tokens } = client(json({ items: [], nextCursor: null }));
    await rest.sessions('demo');
    expect(tokens).toEqual(['Bearer secret']);
    expect(urls.join()).not.toContain('secret');
  });

  it('keeps ids with slashes and plus signs in one segment of the path', async () => {
    const { rest, urls } = client(json({ points: [] }));
    await rest.series('event:a/b+c', { from: TEN, to: TEN + 60_000 });
    expect(urls).toEqual([
      'http://server/v1/series/event:a%2Fb%2Bc?from=2026-03-02T10:00:00.000Z&to=2026-03-02T10:01:00.000Z&step=minute',
    ]);
  });

  it('changes the version that was read, and no other', async () => {
    const asked: [string | undefined, string | null, unknown][] = [];
    const rest = createRestClient({
      ...{ base: 'http://server', token: 'secret' },
      fetch: (_url, { method, headers, body }) => {
        asked.push([method, new Headers(headers).get('if-match'), body]);
        return Promise.resolve(new Response('{"name":"a"}', { headers: { etag: '"3"' } }));
      },
    });
    const read = await rest.versioned('/v1/alerts/a');
    expect(read).toEqual({ body: { name: 'a' }, version: '"3"' });
    await rest.replace('/v1/alerts/a', { ...read, body: { name: 'b' } });
    expect(asked).toEqual([
      ['GET', null, undefined],
      ['PUT', '"3"', '{"name":"b"}'],
    ]);
  });

  it('gives the page of a report as it is', async () => {
    const { rest, urls } = client(() => Promise.resolve(new Response('<h1>Day</h1>')));
    expect(await (await rest.report('a/b')).text()).toBe('<h1>Day</h1>');
    expect(urls).toEqual(['http://server/v1/events/a%2Fb/report?format=html']);
  });

  it('fails with the status and code of a problem', async () => {
    const { rest } = client(json({ code: 'not_allowed', detail: 'no' }, 403));
    await expect(rest.event('demo')).rejects.toMatchObject({
      status: 403,
      code: 'not_allowed',
      message: 'no',
    });
  });

  it('fails with the status alone when the answer is no problem', async () => {
    const { rest } = client(() => Promise.resolve(new Response('<html>', { status: 502 })));
    await expect(rest.event('demo')).rejects.toMatchObject({ status: 502, code: 'http_502' });
  });

  it('tells a server that cannot be reached from one that refuses', async () => {
    const { rest } = client(() => Promise.reject(new TypeError('failed to fetch')));
    const error = await rest.event('demo').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RestError);
    expect(error).toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('does not take a page of HTML with status 200 for an answer', async () => {
    const { rest } = client(() => Promise.resolve(new Response('<html>')));
    await expect(rest.event('demo')).rejects.toMatchObject({ code: 'unreadable' });
  });
});
