import { App } from 'uWebSockets.js';
import { expect, onTestFinished, test } from 'vitest';
import { createApi } from '../../server/api/app.ts';
import type { ApiParts } from '../../server/api/context.ts';
import { readConfig } from '../../server/config.ts';
import { type FastCountersParts, fastCounters } from '../../server/gateway/fast-counters.ts';
import { fetchBridge } from '../../server/gateway/fetch-bridge.ts';
import { listen } from '../../server/gateway/listen.ts';
import { type PlainSocketParts, servePlainSockets } from '../../server/gateway/plain-socket.ts';
import { Tokens } from '../../server/gateway/tokens.ts';
import { Metrics } from '../../server/metrics/metrics.ts';
import { PlainClient } from '../support/plain-client.ts';
import { request } from '../support/rest.ts';
import { mint, SECRET } from '../support/tokens.ts';

const config = readConfig({ JWT_SECRET: SECRET });
const unavailable = () => 'history_incomplete' as const;
const onError = (error: unknown) => {
  throw error;
};

/** Routes and sockets as the server has them, of which nothing but the refusal may be reached. */
async function serveUnavailable() {
  const errors = new Map<string, number>();
  const credentials: FastCountersParts['credentials'] = new Tokens({ secrets: [SECRET] });
  const parts: Partial<ApiParts> = {
    metrics: new Metrics(),
    notReady: () => ['more'],
    unavailable,
    onError,
  };
  const api = createApi(parts as ApiParts);
  const otherwise = fetchBridge({ fetch: (request) => api.fetch(request), maxBodyBytes: 1024, onError });
  const sockets = { config, connections: { stats: { errors } }, onError, unavailable };
  const app = App();
  servePlainSockets(app, sockets as unknown as PlainSocketParts);
  app.get('/v1/counters/:scope', fastCounters({ credentials, otherwise, unavailable } as FastCountersParts));
  app.any('/*', otherwise);
  const { port, close } = await listen(app, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => {
    close();
    app.close();
  });
  return { url: `http://127.0.0.1:${port}`, errors };
}

test('while the history is incomplete, routes and sockets say so, and the server lives', async () => {
  const { url, errors } = await serveUnavailable();
  const token = mint({ role: 'admin' });
  for (const path of ['/v1/counters/session:s', '/v1/events/e', '/v1/bootstrap', '/v1/nothing']) {
    const { status, json, headers } = await request(url, path, { token });
    expect({ path, status, code: json.code }).toEqual({ path, status: 503, code: 'history_incomplete' });
    expect(headers.get('content-type')).toBe('application/problem+json');
  }
  const vendor = await request(url, '/compat/accelevents/rest/host/session/analytics', { token });
  expect(vendor).toMatchObject({ status: 503, json: { status: 503, errorCode: 503 } });
  const sequel = await request(url, '/compat/sequel/api/oauth/token', { token, method: 'POST', body: {} });
  expect(sequel).toMatchObject({ status: 503, json: { hasError: true, errorMessage: expect.any(String) } });
  const path = '/compat/brella/api/integration/organizations/o/events/e/attendees/a/tracking_sessions';
  expect(await request(url, path, { token })).toMatchObject({
    status: 503,
    json: { errors: [{ status: '503', title: 'Service Unavailable' }] },
  });
  const put = await request(url, '/v1/events/e', { token, method: 'PUT', body: {} });
  expect(put.status).toBe(503);
  await expect(PlainClient.open(url)).rejects.toThrow('503');
  expect(errors).toEqual(new Map([['history_incomplete', 1]]));
  expect((await request(url, '/livez', {})).status).toBe(200);
  expect(await request(url, '/readyz', {})).toMatchObject({
    status: 503,
    json: { reasons: ['This node has no complete history yet; another one may.', 'more'] },
  });
});
