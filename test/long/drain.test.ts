import { expect, it, onTestFinished } from 'vitest';
import { enterAll } from '../support/enter-all.ts';
import { ServerProcess } from '../support/server-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Tenant } from '../support/tenant.ts';

const PEOPLE = 15_000;
/** One in so many speaks Socket.IO. */
const SOCKET_IO_SHARE = 15;
/** What the documentation promises, ms. */
const EXIT_WITHIN_MS = 30_000;
const SESSION = 'hall';

it(`ends within 30 s with ${PEOPLE} people in it, each told another moment to come back, and loses nothing`, async () => {
  const DATA_DIR = temporaryFolder();
  const server = await ServerProcess.start({ DATA_DIR });
  onTestFinished(() => server.kill());
  const tenants = (['plain', 'socketio'] as const).map(
    (transport) => new Tenant(server.url, 'acme', transport),
  );
  const [plain, overSocketIo] = tenants as [Tenant, Tenant];
  const clients = await enterAll(PEOPLE, (index) =>
    (index % SOCKET_IO_SHARE === 0 ? overSocketIo : plain).enter(`p${index}`, SESSION),
  );
  const acknowledged = new Set<string>();
  for (const client of clients.slice(0, 200)) {
    acknowledged.add(await client.engage(SESSION, 'reaction', { reaction: 'clap' }));
  }
  expect((await plain.counters(`session:${SESSION}`)).concurrent).toBe(PEOPLE);

  const from = performance.now();
  expect(await server.stop()).toBe(0);
  const tookMs = performance.now() - from;
  process.stdout.write(`SIGTERM to exit with ${PEOPLE} people: ${Math.round(tookMs)} ms\n`);
  expect(tookMs).toBeLessThan(EXIT_WITHIN_MS);

  const codes = await Promise.all(clients.map(async ({ closed }) => (await closed).code));
  expect(new Set(codes)).toEqual(new Set([4503]));
  const moments = clients.map(({ inbox }) => inbox.waiting('closing')[0]?.retryAfterSeconds ?? -1);
  for (let second = 0; second < 10; second++) {
    const share = moments.filter((at) => at >= second && at < second + 1).length / PEOPLE;
    expect(share).toBeGreaterThan(0.09);
    expect(share).toBeLessThan(0.11);
  }

  const again = await ServerProcess.start({ DATA_DIR });
  onTestFinished(() => again.kill());
  const same = new Tenant(again.url, 'acme', 'plain');
  const rows = (what: string) =>
    same
      .call(`/v1/sessions/${SESSION}/${what}`, { headers: { accept: 'application/x-ndjson' } })
      .then(({ text }) =>
        text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      );
  const slices = (await rows('slices')) as { endedBy: string; end: string; countedUntil: string }[];
  expect(slices).toHaveLength(PEOPLE);
  expect(new Set(slices.map(({ endedBy }) => endedBy))).toEqual(new Set(['drop']));
  const engagements = (await rows('engagements')) as { id: string }[];
  expect(new Set(engagements.map(({ id }) => id))).toEqual(acknowledged);
  expect(await same.counters(`session:${SESSION}`)).toMatchObject({
    ...{ concurrent: 0, uniques: PEOPLE, peak: { value: PEOPLE } },
    engagement: { reaction: acknowledged.size },
  });
});
