import { describe, expect, test } from 'vitest';
import { SOON } from '../support/soon.ts';
import type { Transport } from '../support/tenant.ts';
import type { Frame } from '../support/test-client.ts';
import { useTestServer } from '../support/test-server.ts';

/** A join that is as many bytes of UTF-8 as the transport counts. */
function joinOf(bytes: number, transport: Transport): Frame {
  const pad = (text: string): Frame => ({ type: 'join', session: 's1', id: 'j', pad: text });
  const size = (message: Frame) => {
    const { type: _type, ...data } = message;
    return Buffer.byteLength(JSON.stringify(transport === 'plain' ? message : data));
  };
  const missing = bytes - size(pad(''));
  const message = pad('é'.repeat(Math.floor(missing / 2)) + 'e'.repeat(missing % 2));
  expect(size(message)).toBe(bytes);
  return message;
}

export function limitsSuite(transport: Transport): void {
  describe('MAX_CONNECTIONS', () => {
    const server = useTestServer({ MAX_CONNECTIONS: 2, RESUME_SECONDS: 60 });

    test('refuses the next connection with 4429, counts it, and lets in who comes after one has gone', async () => {
      const tenant = server.tenant(transport);
      const [ann, bob] = [await tenant.enter('ann', 's1'), await tenant.connect('bob')];
      const eve = await tenant.knock('eve');
      expect(await eve.closed).toMatchObject({ code: 4429, reason: 'too_many_connections' });
      expect(await server.metric('headcount_errors_total', 'code="too_many_connections"')).toBe(1);
      expect(await server.metric('headcount_closes_total', 'code="4429"')).toBe(1);
      expect(await server.metric('headcount_connections')).toBe(2);
      expect((await bob.join('s1')).concurrent).toBe(2);
      bob.close();
      await bob.closed;
      await expect.poll(() => server.metric('headcount_connections'), SOON).toBe(1);
      expect((await (await tenant.connect('eve')).join('s1')).concurrent).toBe(3);
      await ann.leave('s1');
    });
  });

  describe('MAX_CONNECTIONS_PER_TENANT', () => {
    const server = useTestServer({ MAX_CONNECTIONS_PER_TENANT: 2 });

    test('refuses the tenant that has too many, no other, and not whom one of them replaces', async () => {
      const [tenant, other] = [server.tenant(transport), server.tenant(transport)];
      const [ann, bob] = [await tenant.connect('ann', { client: 'laptop' }), await tenant.connect('bob')];
      const eve = await tenant.knock('eve');
      expect(await eve.closed).toMatchObject({ code: 4429, reason: 'too_many_connections' });
      await other.connect('eve');
      const again = await tenant.connect('ann', { client: 'laptop' });
      expect((await ann.closed).code).toBe(4403);
      expect(await server.metric('headcount_errors_total', 'code="too_many_connections"')).toBe(1);
      again.close();
      await again.closed;
      bob.close();
      await bob.closed;
      await expect.poll(() => server.metric('headcount_connections'), SOON).toBe(1);
      await tenant.connect('ann');
      await tenant.connect('eve');
    });
  });

  describe('MAX_SESSIONS_PER_CONNECTION', () => {
    const server = useTestServer({ MAX_SESSIONS_PER_CONNECTION: 2 });

    test('refuses one session more, not one joined again, nor one after a leave', async () => {
      const ann = await server.tenant(transport).enter('ann', 's1');
      await ann.join('s2');
      expect(await ann.refusal({ type: 'join', session: 's3' })).toBe('too_many_sessions');
      await ann.join('s2', { mode: 'onDemand' });
      await ann.leave('s1');
      await ann.join('s3');
      expect(await server.metric('headcount_errors_total', 'code="too_many_sessions"')).toBe(1);
    });

    test('a refused join does not count', async () => {
      const tenant = server.tenant(transport);
      await tenant.putSession('over');
      await tenant.act('over', 'end');
      const ann = await tenant.connect('ann');
      for (let round = 0; round < 4; round++) {
        expect(await ann.refusal({ type: 'join', session: 'over' })).toBe('replay_off');
      }
      await ann.join('s1');
      await ann.join('s2');
    });
  });

  describe('MAX_SUBSCRIPTIONS_PER_CONNECTION', () => {
    const server = useTestServer({ MAX_SUBSCRIPTIONS_PER_CONNECTION: 2 });

    test('refuses one scope more, not one subscribed again, nor one after unsubscribing', async () => {
      const mod = await server.tenant(transport).connect('mod', { role: 'moderator' });
      await mod.subscribe('session:s1');
      await mod.subscribe('session:s2');
      expect(await mod.refusal({ type: 'subscribe', scope: 'session:s3' })).toBe('too_many_subscriptions');
      await mod.subscribe('session:s1');
      await mod.ask({ type: 'unsubscribe', scope: 'session:s1' }, 'unsubscribed');
      await mod.subscribe('session:s3');
      expect(await server.metric('headcount_errors_total', 'code="too_many_subscriptions"')).toBe(1);
      expect(await server.metric('headcount_subscribed_scopes')).toBe(2);
    });
  });

  describe('MAX_MESSAGES_PER_SECOND', () => {
    const server = useTestServer({ MAX_MESSAGES_PER_SECOND: 20 });

    test.each([
      ['heartbeat frames', 'h'],
      ['messages', { type: 'unsubscribe', scope: 'session:s1' }],
      ['wrong messages', { type: 'dance' }],
    ] as const)('%s beyond it close with 4429', async (_what, message) => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      for (let count = 0; count < 60; count++) ann.send(message);
      expect(await ann.closed).toMatchObject({ code: 4429, reason: 'too_many_messages' });
    });

    test('who keeps within it is never closed, in bursts or steadily', async () => {
      const ann = await server.tenant(transport).enter('ann', 's1');
      for (let count = 0; count < 15; count++) ann.send('h');
      await ann.join('s1');
      const bob = await server.tenant(transport).enter('bob', 's1');
      let sent = 0;
      await new Promise<void>((resolve) => {
        bob.beat(80, () => {
          bob.send('h');
          if (++sent === 30) resolve();
        });
      });
      bob.fallSilent();
      for (const client of [ann, bob]) await client.join('s1');
      expect(await server.metric('headcount_errors_total', 'code="too_many_messages"')).toBe(3);
    });
  });

  describe('MAX_MESSAGE_BYTES', () => {
    const server = useTestServer({ MAX_MESSAGE_BYTES: 1024 });

    test('takes a message of exactly so many bytes of UTF-8, and closes with 4413 at one more', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.connect('ann');
      expect(await ann.request(joinOf(1024, transport))).toMatchObject({ type: 'joined' });
      ann.send(joinOf(1025, transport));
      expect(await ann.closed).toMatchObject({ code: 4413, reason: 'too_large' });
      expect(await server.metric('headcount_errors_total', 'code="too_large"')).toBe(1);
      expect(await server.metric('headcount_closes_total', 'code="4413"')).toBe(1);
    });

    test('drops who sends a megabyte at once, and nobody else', async () => {
      const tenant = server.tenant(transport);
      const [ann, bob] = [await tenant.enter('ann', 's1'), await tenant.enter('bob', 's1')];
      ann.send({ type: 'join', session: 's1', pad: 'x'.repeat(1_000_000) });
      expect([1006, 4413]).toContain((await ann.closed).code);
      expect((await bob.join('s1')).concurrent).toBe(2);
    });
  });

  describe('the backlog', () => {
    const server = useTestServer({ MAX_MESSAGES_PER_SECOND: 1_000_000 });

    test('who does not read is closed and counted once; who reads beside notices nothing', async () => {
      const tenant = server.tenant(transport);
      const slow = await tenant.enter('slow', 's1');
      const beside = await tenant.enter('beside', 's1');
      for (let index = 0; index < 40; index++) {
        await beside.engage('s1', `x.${String(index).padStart(64, 'a')}`, {});
      }
      const first = await beside.subscribe('session:s1');
      slow.stopReading();
      // Answers of 3 KB each; the system's own buffers take some megabytes before the backlog begins.
      slow.beat(1, () => {
        for (let count = 0; count < 50; count++) slow.send({ type: 'subscribe', scope: 'session:s1' });
      });
      await expect.poll(() => server.metric('headcount_slow_readers_total'), SOON).toBe(1);
      await expect.poll(() => server.metric('headcount_connections'), SOON).toBe(1);
      slow.cut();
      expect(await server.metric('headcount_slow_readers_total')).toBe(1);
      expect((await beside.join('s1')).concurrent).toBeGreaterThanOrEqual(1);
      const after = await beside.counters(({ concurrent }) => concurrent === 1);
      const between = beside.inbox.waiting('counters');
      expect(after.seq).toBeGreaterThan(first.seq);
      expect(between.every(({ epoch }) => epoch === first.epoch)).toBe(true);
    });

    test('who reads slowly but reads is not closed', async () => {
      const tenant = server.tenant(transport);
      const ann = await tenant.enter('ann', 's1');
      const answers = Array.from({ length: 500 }, () => ann.subscribe('session:s1'));
      expect(await Promise.all(answers)).toHaveLength(500);
    });
  });

  describe('ALLOWED_ORIGINS', () => {
    const server = useTestServer({
      ALLOWED_ORIGINS: 'https://good.example,https://xn--bcher-kva.example:8443',
    });

    test.each(['https://good.example', 'https://xn--bcher-kva.example:8443'])(
      'lets %s in',
      async (origin) => {
        expect(await server.admissionOf(transport, { origin })).toBe(0);
      },
    );

    test('lets in who sends no Origin, and the page of the server itself', async () => {
      expect(await server.admissionOf(transport, {})).toBe(0);
      expect(await server.admissionOf(transport, { origin: server.url })).toBe(0);
      expect(await server.admissionOf(transport, { origin: server.url.replace('http:', 'https:') })).toBe(0);
    });

    test.each([
      'null',
      'http://good.example',
      'https://good.example:8443',
      'https://xn--bcher-kva.example',
      'https://good.example.evil.com',
      'https://evil.com/https://good.example',
      'https://evilgood.example',
      'https://sub.good.example',
      'https://GOOD.example',
      'https://good.example/',
      'https://good.example, https://evil.com',
      'https://good.example@evil.com',
      'http://127.0.0.1',
      'http://127.0.0.1:1',
      'file://',
    ])('keeps %s out and counts it', async (origin) => {
      const before = await server.metric('headcount_errors_total', 'code="origin_not_allowed"');
      expect(await server.admissionOf(transport, { origin })).not.toBe(0);
      expect(await server.metric('headcount_errors_total', 'code="origin_not_allowed"')).toBe(before + 1);
    });
  });

  describe('without ALLOWED_ORIGINS', () => {
    const server = useTestServer();

    test('a server with a secret of its operator lets in no other origin', async () => {
      expect(await server.admissionOf(transport, { origin: 'https://good.example' })).not.toBe(0);
      expect(await server.admissionOf(transport, { origin: server.url })).toBe(0);
    });
  });
}
