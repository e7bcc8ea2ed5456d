import { describe, expect, test } from 'vitest';
import type { Tenant } from '../../support/tenant.ts';

/** Methods and paths that there are not. `tenant` is there once the tests run. */
export function methods(tenant: () => Tenant): void {
  describe('methods', () => {
    test.each(['PATCH', 'OPTIONS', 'POST'])(
      '%s of an event is not allowed, and it is said what is',
      async (method) => {
        const body = method === 'OPTIONS' ? undefined : {};
        const { status, json, headers } = await tenant().call('/v1/events/e1', { method, body });
        expect({ status, code: json.code }).toEqual({ status: 405, code: 'method_not_allowed' });
        expect(headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'PUT']);
      },
    );

    test.each([
      '/v1/nothing',
      '/v1',
      '/v1/events/e1/nothing',
      '/v1/sessions/a/b',
      '/nothing',
      '/V1/events/e1',
    ])('%s is not there, by any method', async (path) => {
      for (const [method, body] of [['GET'], ['DELETE'], ['PUT', {}], ['PATCH', {}]] as const) {
        const { status, json } = await tenant().call(path, { method, body });
        expect([method, status, json.code]).toEqual([method, 404, 'not_found']);
      }
    });

    test('without a token one does not learn what is there', async () => {
      const answers = await Promise.all(
        ['/v1/events/e1', '/v1/nothing', '/v1/sessions/s1/summary'].map((path) =>
          tenant().call(path, { token: null }),
        ),
      );
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    });

    test('headers that ask for another method are ignored', async () => {
      const headers = { 'x-http-method-override': 'PUT', 'x-method-override': 'PUT' };
      const { status } = await tenant().call('/v1/events/e1', { headers });
      expect(status).toBe(200);
      expect((await tenant().call('/v1/events/e3', { headers })).status).toBe(404);
    });
  });
}
