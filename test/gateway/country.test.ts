import { describe, expect, test } from 'vitest';
import type { Transport } from '../support/tenant.ts';
import { type TestServer, useTestServer } from '../support/test-server.ts';

const TRANSPORTS: readonly Transport[] = ['plain', 'socketio'];

/** The country that somebody counts in. */
async function countryOf(
  server: TestServer,
  transport: Transport,
  headers: Record<string, string>,
  country?: string,
): Promise<string[]> {
  const tenant = server.tenant(transport);
  const client = await tenant.enter('ann', 's1', { headers, country });
  const { byCountry } = await tenant.counters('session:s1');
  client.cut();
  return Object.keys(byCountry);
}

describe.each(TRANSPORTS)('behind a trusted proxy, over %s', (transport) => {
  const server = useTestServer({ TRUST_PROXY: 'on' });

  test.each(['cf-ipcountry', 'cloudfront-viewer-country', 'x-vercel-ip-country'])(
    'the header %s says the country',
    async (name) => {
      expect(await countryOf(server, transport, { [name]: 'FR' })).toEqual(['FR']);
    },
  );

  test('the token knows better', async () => {
    expect(await countryOf(server, transport, { 'cf-ipcountry': 'FR' }, 'jp')).toEqual(['JP']);
    expect(await countryOf(server, transport, { 'cf-ipcountry': 'FR' }, 'Japan')).toEqual(['FR']);
  });

  test('what is no country is unknown', async () => {
    for (const value of ['XX', 'T1', 'France', '<script>']) {
      expect(await countryOf(server, transport, { 'cf-ipcountry': value })).toEqual(['unknown']);
    }
  });
});

describe.each(TRANSPORTS)('without a trusted proxy, over %s', (transport) => {
  const server = useTestServer();

  test('headers say nothing about the country', async () => {
    expect(await countryOf(server, transport, { 'cf-ipcountry': 'FR' })).toEqual(['unknown']);
  });
});
