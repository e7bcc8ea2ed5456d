import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Allowed } from '../../../server/webhooks/guard/allowed.ts';
import { guardedAgent } from '../../../server/webhooks/guard/guarded-agent.ts';
import type { Resolve } from '../../../server/webhooks/guard/resolve.ts';

let connections = 0;
const server = createServer((_, response) => response.setHeader('connection', 'close').end('inside'));
server.on('connection', () => {
  connections += 1;
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

/** Answers each look-up with the next of these; the last one again and again. */
function answering(...answers: readonly (readonly string[])[]): Resolve & { readonly asked: string[] } {
  const asked: string[] = [];
  const resolve: Resolve = (hostname) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    return Promise.resolve(answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  };
  return Object.assign(resolve, { asked });
}

async function get(
  host: string,
  options: { readonly allow?: readonly string[]; readonly resolve?: Resolve },
) {
  const allowed = new Allowed(options.allow);
  const dispatcher = guardedAgent({ allowed, timeoutMs: 1000, resolve: options.resolve });
  onTestFinished(() => dispatcher.destroy());
  const { body } = await request(`http://${host}:${port}/`, { dispatcher });
  return body.text();
}

const FORBIDDEN = { name: 'ForbiddenAddressError' };

describe('a connection', () => {
  it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433'])(
    'is never made to %s',
    async (host) => {
      const before = connections;
      await expect(get(host, {})).rejects.toMatchObject(FORBIDDEN);
      expect(connections).toBe(before);
    },
  );

  it('is not made to a name that leads inside, nor to one that leads there too', async () => {
    for (const answer of [['127.0.0.1'], ['8.8.8.8', '127.0.0.1'], ['2606:4700::1111', '::ffff:127.0.0.1']]) {
      const before = connections;
      await expect(get('rebind.example', { resolve: answering(answer) })).rejects.toMatchObject(FORBIDDEN);
      expect(connections).toBe(before);
    }
  });

  it('is made to the address that was checked, whatever the name leads to a moment later', async () => {
    const resolve = answering(['127.0.0.1'], ['10.0.0.1']);
    const allow = ['127.0.0.0/8'];
    expect(await get('rebind.example', { allow, resolve })).toBe('inside');
    expect(resolve.asked).toEqual(['rebind.example']);
    await expect(get('rebind.example', { allow, resolve })).rejects.toMatchObject(FORBIDDEN);
  });

  it('is made to a host that was allowed, wherever it leads, and to no other host there', async () => {
    const resolve = answering(['127.0.0.1']);
    expect(await get('hooks.internal', { allow: ['hooks.internal'], resolve })).toBe('inside');
    await expect(get('other.internal', { allow: ['hooks.internal'], resolve })).rejects.toMatchObject(
      FORBIDDEN,
    );
  });

  it('fails where the name has no address', async () => {
    await expect(get('nowhere.example', { resolve: answering([]) })).rejects.toThrow('no address');
  });
});
