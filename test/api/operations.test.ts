import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '../../server/api/app.ts';
import type { ApiParts } from '../../server/api/context.ts';
import { Contract } from '../support/contract.ts';
import { exchange, isWhole, RawSocket, statusOf } from '../support/raw-socket.ts';
import { useTestServer } from '../support/test-server.ts';

const STRICT = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

describe('operations', () => {
  const server = useTestServer();

  test('the server is alive and ready', async () => {
    expect((await server.call('/livez')).json).toEqual({ status: 'ok' });
    const { status, json } = await server.call('/readyz');
    expect({ status, json }).toEqual({ status: 200, json: { status: 'ready' } });
  });

  test('metrics are in Prometheus’ text, with names and units by its conventions', async () => {
    const { headers, text } = await server.call('/metrics');
    expect(headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const types = text.split('\n').flatMap((line) => {
      const match = /^# TYPE (headcount_\S+) (\w+)$/.exec(line);
      return match ? [[match[1] ?? '', match[2]] as const] : [];
    });
    expect(types.length).toBeGreaterThan(10);
    for (const [name, type] of types) expect(name.endsWith('_total')).toBe(type === 'counter');
  });

  test('requests are counted by method and status, without a label per path', async () => {
    const labels = 'method="GET",status="404"';
    const before = await server.metric('headcount_http_requests_total', labels);
    for (let index = 0; index < 5; index++) await server.call(`/nothing-${index}`);
    expect(await server.metric('headcount_http_requests_total', labels)).toBe(before + 5);
    expect((await server.call('/metrics')).text).not.toContain('nothing-');
  });

  test('unknown types of messages share one label', async () => {
    const client = await server.tenant().connect('ann');
    for (let index = 0; index < 5; index++)
      expect(await client.refusal({ type: `t${index}` })).toBe('unknown_type');
    expect(await server.metric('headcount_messages_total', 'type="unknown"')).toBe(5);
    client.close();
  });

  test('the page of the documentation and all that it needs are served', async () => {
    const page = await server.call('/docs');
    expect(page.headers.get('content-type')).toContain('text/html');
    const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => String(path));
    expect(parts.sort()).toEqual(['/docs/start.js', '/docs/swagger-ui-bundle.js', '/docs/swagger-ui.css']);
    for (const path of parts) {
      const { status, headers, text } = await server.call(path);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(path.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
      expect(text.length).toBeGreaterThan(50);
    }
  });

  test.each(['/docs/package.json', '/docs/..%2Fpackage.json', '/docs/constructor', '/docs/', '/favicon.ico'])(
    '%s is not served',
    async (path) => {
      const { status, json } = await server.call(path);
      expect({ status, code: json.code }).toEqual({ status: 404, code: 'not_found' });
    },
  );

  test.each([
    '/',
    '/livez',
    '/docs',
    '/nothing',
    '/v1/nothing',
    '/openapi.json',
    '/v1/series/session:s1',
    '/docs/start.js',
  ])('%s comes with the headers that browsers need to be strict', async (path) => {
    const { headers } = await server.call(path);
    expect(Object.fromEntries(headers)).toMatchObject(STRICT);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
  });

  test('other origins are told nothing, and no cookie is set', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'GET' };
    for (const path of [
      '/v1/organizations',
      '/metrics',
      '/openapi.json',
      '/compat/sequel/api/v1/company/x',
    ]) {
      for (const method of ['GET', 'OPTIONS']) {
        const answer = await server.tenant().call(path, { method, headers });
        const names = [...answer.headers.keys()];
        expect(names.filter((name) => /^access-control|^set-cookie/.test(name))).toEqual([]);
      }
    }
  });

  test('answers of the API are not to be cached', async () => {
    const tenant = server.tenant();
    for (const path of ['/v1/counters/session:s1', '/v1/events/none']) {
      const { headers } = await tenant.call(path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('the head of an answer is to be had alone', async () => {
    const { status, text, headers } = await server.call('/livez', { method: 'HEAD' });
    expect({ status, text, type: headers.get('content-type') }).toEqual({
      status: 200,
      text: '',
      type: 'application/json',
    });
  });

  test('TRACE and methods that nobody knows are refused', async () => {
    for (const method of ['TRACE', 'CONNECT', 'BREW']) {
      const answer = await exchange(server.port, `${method} /livez HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      expect(statusOf(answer)).toBe(405);
      expect(answer).toContain('"code":"method_not_allowed"');
    }
  });

  test('a large answer comes whole, however slowly it is read', async () => {
    const raw = await RawSocket.open(server.port);
    raw.socket.pause();
    raw.write('GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const [whole] = await Promise.all([server.call('/docs/swagger-ui-bundle.js'), server.call('/docs')]);
    raw.socket.resume();
    await raw.untilLength(whole.text.length);
    const text = await raw.until((all) => isWhole(all));
    const chunks = text.slice(text.indexOf('\r\n\r\n') + 4);
    let body = '';
    for (let at = 0; at < chunks.length; ) {
      const end = chunks.indexOf('\r\n', at);
      const length = Number.parseInt(chunks.slice(at, end), 16);
      body += chunks.slice(end + 2, end + 2 + length);
      at = end + 2 + length + 2;
    }
    expect(Buffer.from(body, 'latin1').toString('utf8')).toBe(whole.text);
    raw.destroy();
  });

  test('clients that hang up in the midst of an answer or a body leave nothing behind', async () => {
    const token = server.tenant().token('desk', { role: 'operator' });
    const answer = 'GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const body = `PUT /v1/events/e1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\nContent-Length: 500000\r\n\r\n{"title":"${'x'.repeat(100_000)}`;
    const hangUp = async (request: string) => {
      const raw = await RawSocket.open(server.port);
      raw.socket.pause();
      await new Promise((resolve) => raw.socket.write(request, resolve));
      raw.socket.resetAndDestroy();
      await raw.closed;
    };
    for (let round = 0; round < 20; round++)
      await Promise.all([hangUp(answer), hangUp(body), hangUp(answer)]);
    expect((await server.call('/livez')).status).toBe(200);
    expect(server.errorsLogged).toEqual([]);
  });
});

describe('/openapi.json', () => {
  const server = useTestServer();
  let contract: Contract;
  beforeAll(async () => {
    contract = await Contract.of(server);
  });

  test('describes every route of the API, and no other', () => {
    const served = createApi({} as ApiParts)
      .routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/'))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const described = Object.entries(contract.document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual([...new Set(served)].sort());
  });

  test('is OpenAPI 3.1: every reference leads somewhere, every parameter of a path is described', () => {
    const { document } = contract;
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.info).toMatchObject({ title: 'Headcount', version: expect.any(String) });
    expect(document.components.securitySchemes).toMatchObject({ bearer: { type: 'http', scheme: 'bearer' } });
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(Object.keys(document.components.schemas)).toContain(name);
    }
    for (const [path, operations] of Object.entries(document.paths)) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const operation of Object.values(operations)) {
        const { parameters = [] } = operation;
        const inPath = parameters.filter((parameter) => parameter.in === 'path');
        expect(inPath.map(({ name }) => name)).toEqual(names);
        expect(inPath.every(({ required }) => required)).toBe(true);
        expect(operation).toMatchObject({ summary: expect.any(String) });
        expect(Object.keys(operation.responses)).toEqual(
          expect.arrayContaining(['400', '401', '403', '404']),
        );
      }
    }
  });
});

describe('with METRICS_TOKEN', () => {
  const server = useTestServer({ METRICS_TOKEN: 'scrape-me' });

  test('metrics are for who has it', async () => {
    expect((await server.call('/metrics')).status).toBe(401);
    expect((await server.call('/metrics', { token: 'scrape-you' })).status).toBe(401);
    expect(
      (await server.call('/metrics', { token: server.tenant().token('x', { role: 'admin' }) })).status,
    ).toBe(401);
    expect((await server.call('/metrics', { token: 'scrape-me' })).status).toBe(200);
    expect(server.logged.join('\n')).not.toContain('scrape-me');
  });
});

describe('the page', () => {
  const server = useTestServer();
  beforeAll(async () => {
    await mkdir(join(server.pageDir, 'assets'), { recursive: true });
    await writeFile(join(server.pageDir, 'index.html'), '<!doctype html><title>Page</title>');
    await writeFile(join(server.pageDir, 'assets', 'main-abc.js'), 'export {};');
    await writeFile(join(server.pageDir, 'assets', 'secret'), 'secret');
    await writeFile(join(server.pageDir, '..', 'outside.js'), 'secret');
  });

  test('is fresh each time, its assets for ever', async () => {
    const page = await server.call('/');
    expect(page.text).toContain('<title>Page</title>');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const asset = await server.call('/assets/main-abc.js');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  test.each([
    '/assets/secret',
    '/assets/none.js',
    '/assets/..%2F..%2Foutside.js',
    '/assets/..%5C..%5Coutside.js',
    '/assets/%2e%2e%2f%2e%2e%2foutside.js',
    '/assets/..%2Findex.html%00.js',
    '/headcount.db',
  ])('%s is not served', async (path) => {
    const { status, text } = await server.call(path);
    expect(status).toBe(404);
    expect(text).not.toBe('secret');
  });

  test('paths that climb out of the folder are not served', async () => {
    for (const path of ['/assets/../../outside.js', '/../outside.js', '//outside.js']) {
      const answer = await exchange(server.port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      expect(statusOf(answer)).toBe(404);
    }
  });
});
