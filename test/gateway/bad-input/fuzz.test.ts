import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { CloseCode } from '../../../server/protocol/close-codes.ts';
import { ERRORS } from '../../../server/protocol/error-codes.ts';
import { frame } from '../../support/frames.ts';
import { bytes, packet, requests, text } from '../../support/fuzz/arbitraries.ts';
import type { Received } from '../../support/inbox.ts';
import { PlainClient } from '../../support/plain-client.ts';
import { ENGINE_PATH, RawSocket } from '../../support/raw-socket.ts';
import { SOON } from '../../support/soon.ts';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';
import { Witness } from '../../support/witness.ts';

const CLOSE_CODES: readonly number[] = Object.values(CloseCode);

const server = useTestServer({ MAX_MESSAGES_PER_SECOND: 1_000_000, TIMEOUT_SECONDS: 10 });
let tenant: Tenant;
let witness: Witness;
beforeAll(async () => {
  tenant = server.tenant();
  witness = await Witness.of(server, tenant);
});

function expectKnown(received: readonly Received[]): void {
  for (const answer of received) {
    if (answer.type === 'error') expect(Object.keys(ERRORS)).toContain(answer.code);
  }
}

describe('whatever text comes', () => {
  test('a plain connection answers with a known code, ignores it, or closes with one', async () => {
    let client = await tenant.connect('ann', { role: 'moderator' });
    let rounds = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 10 }), async (texts) => {
        if (!(client instanceof PlainClient)) throw new Error('the tenant connects plainly');
        for (const one of texts) client.raw(one);
        const sentinel = `sentinel-${++rounds}`;
        const stays = await client.request({ type: 'unsubscribe', scope: 'session:none', id: sentinel }).then(
          () => true,
          () => false,
        );
        expectKnown(client.inbox.waiting('error'));
        if (stays) return;
        expect(CLOSE_CODES).toContain((await client.closed).code);
        client = await tenant.connect('ann', { role: 'moderator' });
      }),
      { numRuns: 150 },
    );
    client.cut();
    await witness.hasNoticedNothing();
  });

  test('Socket.IO answers, ignores it or closes, and leaves nothing behind', async () => {
    const hello = frame({ payload: `40${JSON.stringify({ token: tenant.token('ann') })}` });
    await fc.assert(
      fc.asyncProperty(fc.array(packet, { minLength: 1, maxLength: 20 }), async (packets) => {
        const raw = await RawSocket.upgraded(server.port, ENGINE_PATH);
        raw.write(hello);
        await raw.until((all) => all.includes('"welcome"'));
        raw.write(Buffer.concat(packets.map((payload) => frame({ payload }))));
        raw.socket.end();
        await raw.closed;
      }),
      { numRuns: 80 },
    );
    await expect.poll(() => server.metric('headcount_socketio_clients'), SOON).toBe(0);
    await witness.hasNoticedNothing();
  });
});

test('whatever frames come, the server lives and keeps no connection', async () => {
  const token = tenant.token('ann');
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 10 }), fc.boolean(), async (parts, knows) => {
      const raw = knows
        ? await RawSocket.authenticated(server.port, token)
        : await RawSocket.upgraded(server.port);
      raw.write(Buffer.concat(parts));
      raw.socket.end();
      await raw.closed;
    }),
    { numRuns: 150 },
  );
  await expect.poll(() => server.metric('headcount_connections'), SOON).toBe(1);
  await witness.hasNoticedNothing();
});

test('whatever request comes, the server lives', async () => {
  await fc.assert(
    fc.asyncProperty(requests(tenant.token('desk', { role: 'admin' })), async (sent) => {
      const raw = await RawSocket.open(server.port);
      raw.write(sent);
      raw.socket.end();
      await raw.closed;
    }),
    { numRuns: 200 },
  );
  await witness.hasNoticedNothing();
});
