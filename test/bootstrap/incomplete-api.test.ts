import { expect, test } from 'vitest';
import { createIncompleteApi } from '../../server/bootstrap/incomplete-api.ts';
import { NodeTokens } from '../../server/bootstrap/node-tokens.ts';
import { PlainClient } from '../support/plain-client.ts';
import { request } from '../support/rest.ts';
import { serveApi } from '../support/serve-api.ts';
import { mint, SECRET } from '../support/tokens.ts';

test('a node without a history lives, is not ready, and refuses everything else', async () => {
  const api = createIncompleteApi(() => 'waiting for http://other');
  const { url, errors } = await serveApi((request) => api.fetch(request));
  expect((await request(url, '/livez', {})).status).toBe(200);
  expect(await request(url, '/readyz', {})).toMatchObject({
    status: 503,
    json: { status: 'not ready', reasons: ['waiting for http://other'] },
  });
  const tokens = [undefined, mint({ role: 'admin' }), await new NodeTokens([SECRET]).sign()];
  for (const path of ['/v1/counters/session:s', '/v1/bootstrap', '/v1/ws', '/v1/nothing']) {
    for (const token of tokens) {
      expect(await request(url, path, { token: token ?? null })).toMatchObject({
        status: 503,
        json: { code: 'history_incomplete' },
      });
    }
  }
  await expect(PlainClient.open(url)).rejects.toThrow('503');
  expect((await request(url, '/', {})).status).toBe(404);
  expect(errors).toEqual([]);
});
