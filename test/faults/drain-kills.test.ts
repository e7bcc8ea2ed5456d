import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { Random } from '../../server/demo/random.ts';
import { enterAll } from '../support/enter-all.ts';
import { SOON } from '../support/soon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Tenant } from '../support/tenant.ts';
import type { TestClient } from '../support/test-client.ts';
import { Engager } from './engager.ts';
import { FaultServer } from './server.ts';
import { canFail, FaultyDisk } from './shim/faulty-disk.ts';
import { expectChecked, expectNoDifferences, expectSound, storedIds, storedSlices } from './stored.ts';

/** Sent away in four batches. */
const PEOPLE = 2000;
/** Few: while this process hears of them, the server goes on. */
const GONE_AT_MOST = PEOPLE / 10;
/** One in so many speaks Socket.IO. */
const SOCKET_IO_SHARE = 20;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const KILLS = 5;
const SESSIONS = ['s0', 's1', 's2'];
const ENGAGERS = 12;
/** What a flush writes before it waits for a disk that hangs differs with the moment, ms. */
const FLUSHES_MS = 300;

interface Draining {
  /** Resolves when so many people are gone. */
  readonly gone: (people: number) => Promise<unknown>;
}

/** Some come to stay, some engage without end; then the server is asked to stop, and killed before it has. */
class Killings {
  /** Of those who came to stay, in order of the kills. */
  readonly codes: number[][] = [];
  readonly #random = new Random(SEED);
  readonly #environment: Readonly<Record<string, string>>;
  readonly #engagers: readonly Engager[];

  constructor(environment: Readonly<Record<string, string>>) {
    this.#environment = { MAX_MESSAGES_PER_SECOND: '10000', MAX_ACCEPTS_PER_SECOND: '10000', ...environment };
    this.#engagers = Array.from(
      { length: ENGAGERS },
      (_, index) => new Engager(`e${index}`, SESSIONS, this.#random.fork()),
    );
  }

  /** Somewhere between two numbers. */
  between(low: number, high: number): number {
    return Math.round(this.#random.between(low, high));
  }

  /** `midst` resolves when it is time to kill it. */
  async kill(midst: (draining: Draining) => Promise<unknown>): Promise<void> {
    const { server, tenant } = await this.#start();
    const hall = `hall-${this.codes.length}`;
    const overSocketIo = new Tenant(server.url, tenant.org, 'socketio');
    const clients = await enterAll(PEOPLE, (index) =>
      (index % SOCKET_IO_SHARE === 0 ? overSocketIo : tenant).enter(`p${index}`, hall),
    );
    const lives = await this.#engage(tenant);
    server.program.signal('SIGTERM');
    await midst({ gone: (people) => someGone(clients, people) });
    const { code, stderr } = await server.program.stop('SIGKILL');
    expect({ code, stderr }, 'ended before it was killed').toEqual({ code: null, stderr: '' });
    await Promise.allSettled(lives);
    this.codes.push(await Promise.all(clients.map(async ({ closed }) => (await closed).code)));
  }

  /** Nothing is lost, doubled or left open, in what the next server finds and in what it goes on with. */
  async expectWhole(folder: string): Promise<void> {
    await expectSound(folder);
    const { server, tenant } = await this.#start();
    for (const hall of this.codes.keys()) await expectEnded(tenant, `hall-${hall}`);
    await this.#expectEngagements(tenant);
    // While nobody moves, so that nothing is left out.
    await vi.waitFor(() => expectChecked(tenant), SOON);
    const lives = await this.#engage(tenant);
    const back = await tenant.enter('p0', 'hall-0');
    await tenant.settled();
    expect((await storedSlices(tenant, 'hall-0')).filter(({ end }) => end === null)).toHaveLength(1);
    expect((await server.program.stop()).code).toBe(0);
    await Promise.allSettled([...lives, back.closed]);
    await expectNoDifferences(folder);
    const again = await this.#start();
    await this.#expectEngagements(again.tenant);
    const slices = await storedSlices(again.tenant, 'hall-0');
    expect(slices).toHaveLength(PEOPLE + 1);
    expect(slices.filter(({ end }) => end === null)).toEqual([]);
    await vi.waitFor(() => expectChecked(again.tenant), SOON);
    expect((await again.server.program.stop()).code).toBe(0);
    await expectSound(folder);
  }

  async #start() {
    const server = await FaultServer.start(this.#environment);
    return { server, tenant: server.tenant() };
  }

  /** Resolves once everybody of them is acknowledged something. */
  async #engage(tenant: Tenant): Promise<readonly Promise<void>[]> {
    const begun = this.#engagers.map((engager) => {
      let life: Promise<void> = Promise.resolve();
      const first = new Promise<void>((resolve, reject) => {
        life = engager.live(tenant, resolve);
        life.catch(reject);
      });
      return { life, first };
    });
    await Promise.all(begun.map(({ first }) => first));
    return begun.map(({ life }) => life);
  }

  async #expectEngagements(tenant: Tenant): Promise<void> {
    const stored = await storedIds(tenant, SESSIONS);
    const known = new Set(stored);
    expect(stored.length - known.size, 'doubled').toBe(0);
    const acknowledged = this.#engagers.flatMap((engager) => [...engager.acknowledged]);
    expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
    // What was written just before the kill need not have been acknowledged.
    expect(stored.length).toBeLessThanOrEqual(acknowledged.length + ENGAGERS * this.codes.length);
    const { json } = await tenant.call(`/v1/counters/event:${tenant.org}`);
    expect(json).toMatchObject({ concurrent: 0, engagement: { reaction: stored.length } });
  }
}

function someGone(clients: readonly TestClient[], people: number): Promise<void> {
  return new Promise((resolve) => {
    let gone = 0;
    for (const { closed } of clients)
      void closed.then(() => {
        if (++gone === people) resolve();
      });
  });
}

/** Everybody was there once, and no longer is. */
async function expectEnded(tenant: Tenant, hall: string): Promise<void> {
  const slices = await storedSlices(tenant, hall);
  expect(slices).toHaveLength(PEOPLE);
  expect(new Set(slices.map(({ attendee }) => attendee)).size).toBe(PEOPLE);
  expect(slices.filter(({ end, countedUntil }) => end === null || countedUntil === null)).toEqual([]);
  expect(slices.filter(({ endedBy }) => endedBy !== 'drop' && endedBy !== 'crash')).toEqual([]);
  expect(await tenant.counters(`session:${hall}`)).toMatchObject({
    ...{ concurrent: 0, uniques: PEOPLE, peak: { value: PEOPLE } },
  });
}

describe(`a server that is killed while it sends ${PEOPLE} people away (seed ${SEED})`, () => {
  it('loses and doubles nothing, whoever was told so far, and leaves nobody in', {
    timeout: 600_000,
  }, async () => {
    const folder = temporaryFolder();
    const killings = new Killings({ DATA_DIR: folder });
    await killings.kill(({ gone }) => gone(1));
    for (let kill = 1; kill < KILLS; kill++)
      await killings.kill(({ gone }) => gone(killings.between(2, GONE_AT_MOST)));
    expect(new Set(killings.codes.flat())).toEqual(new Set([4503, 1006]));
    await killings.expectWhole(folder);
  });

  it.runIf(canFail)(
    'loses and doubles nothing when all were told and it writes the last of it',
    {
      timeout: 600_000,
    },
    async () => {
      const disk = new FaultyDisk();
      const killings = new Killings(disk.environment);
      for (let kill = 0; kill < KILLS; kill++) {
        await killings.kill(async ({ gone }) => {
          await gone(killings.between(1, GONE_AT_MOST));
          disk.fail('syncsHang');
          await gone(PEOPLE);
          await setTimeout(killings.between(0, FLUSHES_MS));
        });
        disk.fail('none');
      }
      expect(new Set(killings.codes.flat())).toEqual(new Set([4503]));
      await killings.expectWhole(disk.folder);
    },
  );
});
