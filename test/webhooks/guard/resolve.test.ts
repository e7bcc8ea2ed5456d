import { expect, it } from 'vitest';
import { Allowed } from '../../../server/webhooks/guard/allowed.ts';
import { resolver } from '../../../server/webhooks/guard/resolve.ts';
import { failureOf } from '../../../server/webhooks/sending/failure.ts';
import { nameServer } from './dns-server.ts';

it('a name has all addresses that DNS knows', async () => {
  const { address, asked } = await nameServer({ 'hooks.example': ['192.0.2.1', '192.0.2.2'] });
  const resolve = resolver({ allowed: new Allowed(), servers: [address] });
  expect(await resolve('hooks.example')).toEqual([
    { address: '192.0.2.1', family: 4 },
    { address: '192.0.2.2', family: 4 },
  ]);
  expect(asked).toEqual(['hooks.example', 'hooks.example']);
});

it('a name that DNS does not know has none, unless it was allowed and the system knows it', async () => {
  const { address } = await nameServer({});
  const closed = resolver({ allowed: new Allowed(), servers: [address] });
  const open = resolver({ allowed: new Allowed(['localhost']), servers: [address] });
  const refusal = await closed('localhost').catch((error: unknown) => error);
  expect(failureOf(refusal)).toBe('name_not_found');
  expect(await open('localhost')).toContainEqual({ address: '127.0.0.1', family: 4 });
});
