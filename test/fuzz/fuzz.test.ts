import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import type { OpenApi } from '../support/contract.ts';
import { frame } from '../support/frames.ts';
import { bytes, packet, requests, text } from '../support/fuzz/arbitraries.ts';
import { FuzzedServer } from '../support/fuzz/fuzzed-server.ts';
import { HeapFloor } from '../support/fuzz/heap-floor.ts';
import { operationsOf } from '../support/fuzz/operations.ts';
import { ENGINE_PATH, RawSocket } from '../support/raw-socket.ts';
import { request } from '../support/rest.ts';

const { minutes, seed } = inject('fuzz');
const AT_ONCE = 8;
const JUDGED_FROM_MINUTES = 3;

type Property<Value> = readonly [fc.Arbitrary<Value>, (value: Value) => Promise<void>];

/** Runs a property for so many minutes in so many places at once, against one server that must outlive it. */
async function fuzz<Value>(server: FuzzedServer, [arbitrary, attempt]: Property<Value>): Promise<void> {
  const floor = new HeapFloor(server);
  let attempts = 0;
  const counted = async (value: Value) => {
    attempts += 1;
    await attempt(value);
  };
  floor.start();
  await Promise.all(
    Array.from({ length: AT_ONCE }, (_, place) =>
      fc.assert(fc.asyncProperty(arbitrary, counted), {
        seed: seed + place,
        numRuns: Number.MAX_SAFE_INTEGER,
        interruptAfterTimeLimit: minutes * 60_000,
        markInterruptAsFailure: false,
      }),
    ),
  ).finally(() => floor.stop());
  await expect.poll(async () => (await server.read()).connections, { timeout: 30_000 }).toBe(0);
  expect((await server.read()).socketIoClients).toBe(0);
  expect(Object.keys(Object.prototype)).toEqual([]);
  const heap = floor.readings.map((reading) => Math.round(reading / 1024 ** 2));
  console.log(
    `seed ${seed}: ${attempts} attempts in ${minutes} min; heap, MiB: ${heap.filter((_, at) => at % 30 === 0).join(' ')}`,
  );
  // Before, first uses of whatever is loaded late are in it.
  if (minutes >= JUDGED_FROM_MINUTES) expect(floor.growth).toBeLessThanOrEqual(0);
}

const many = <Value>(one: fc.Arbitrary<Value>) => fc.array(one, { minLength: 1, maxLength: 20 });

describe('a server outlives', () => {
  test('messages', async () => {
    const server = await FuzzedServer.start();
    await fuzz(server, [
      many(text),
      async (texts) => {
        const client = await server.connect('ann');
        for (const one of texts) client.raw(one);
        client.cut();
        await client.closed;
      },
    ]);
  });

  test('packets of Socket.IO', async () => {
    const server = await FuzzedServer.start();
    const hello = frame({ payload: `40${JSON.stringify({ token: server.token('ann', 'moderator') })}` });
    await fuzz(server, [
      many(packet),
      async (packets) => {
        const raw = await RawSocket.upgraded(server.port, ENGINE_PATH);
        raw.write(hello);
        raw.write(Buffer.concat(packets.map((payload) => frame({ payload }))));
        raw.socket.end();
        await raw.closed;
      },
    ]);
  });

  test('frames', async () => {
    const server = await FuzzedServer.start();
    const token = server.token('ann', 'moderator');
    await fuzz(server, [
      fc.tuple(many(bytes), fc.boolean()),
      async ([parts, knows]) => {
        const { port } = server;
        const raw = knows ? await RawSocket.authenticated(port, token) : await RawSocket.upgraded(port);
        raw.write(Buffer.concat(parts));
        raw.socket.end();
        await raw.closed;
      },
    ]);
  });

  test('requests as they should not be', async () => {
    const server = await FuzzedServer.start();
    await fuzz(server, [
      requests(server.token('desk', 'admin')),
      async (sent) => {
        const raw = await RawSocket.open(server.port);
        raw.write(sent);
        raw.socket.end();
        await raw.closed;
      },
    ]);
  });

  test('calls of every route, none of which it answers with 500', async () => {
    const server = await FuzzedServer.start();
    const document = (await request(server.url, '/openapi.json', {})).json as unknown as OpenApi;
    const token = fc.constantFrom(
      ...['attendee', 'moderator', 'operator', 'admin'].map((role) => server.token('ann', role)),
    );
    await fuzz(server, [
      fc.tuple(operationsOf(document), token),
      async ([{ path, ...call }, bearer]) => {
        const { status, text: answer } = await request(server.url, path, { ...call, token: bearer });
        expect({ call: `${call.method} ${path}`, status, answer }).not.toMatchObject({ status: 500 });
        expect(answer).not.toMatch(/at .*\.(ts|js):\d+/);
      },
    ]);
  });
});
