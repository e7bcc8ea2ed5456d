import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Database } from '../../storage/sqlite/database.ts';
import { SOON } from '../support/soon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { Tenant } from '../support/tenant.ts';
import { engagement, type TestClient } from '../support/test-client.ts';
import { FaultServer } from './server.ts';
import { canFail, FaultyDisk } from './shim/faulty-disk.ts';
import { expectSound, storedIds } from './stored.ts';

const REFUSED = ['the file cannot be written'];
const LOCKED_MS = 30_000;

const clap = (client: TestClient) => client.engage('s1', 'reaction', { reaction: 'clap' });

/** Behind a lock another write may be in front of the commit, and each waits for 5 s before it fails. */
const REFUSED_WITHIN = { ...SOON, timeout: 20_000 };

const becomes = (server: FaultServer, reasons: readonly string[]) =>
  vi.waitFor(async () => expect(await server.notReady()).toEqual(reasons), REFUSED_WITHIN);

const idsIn = async (tenant: Tenant) => (await storedIds(tenant, ['s1'])).sort();

/** What is asked while the disk refuses is answered when it takes it again, and is there once. */
async function expectPatience(
  server: FaultServer,
  refuse: () => Promise<() => Promise<void>>,
): Promise<void> {
  const tenant = server.tenant();
  const ann = await tenant.enter('ann', 's1');
  const before = await clap(ann);
  const allow = await refuse();
  const during = engagement('s1', 'reaction', { reaction: 'clap' });
  ann.send(during);
  await becomes(server, REFUSED);
  expect(await server.metric('headcount_commit_failures_total')).toBeGreaterThan(0);
  await tenant.enter('bob', 's1');
  expect(await tenant.counters('session:s1')).toMatchObject({ concurrent: 2, engagement: { reaction: 1 } });
  expect(await idsIn(tenant)).toEqual([before]);
  expect(ann.inbox.waiting('ack')).toEqual([]);
  await allow();
  expect(await ann.next('ack')).toEqual({ type: 'ack', id: during.id });
  const ids = [before, during.id, await clap(ann)].sort();
  await becomes(server, []);
  expect(await idsIn(tenant)).toEqual(ids);
  expect((await tenant.counters('session:s1')).engagement).toEqual({ reaction: 3 });
  expect((await server.program.stop()).code).toBe(0);
}

describe.runIf(canFail)('a disk', () => {
  it.each([
    ['that is full', 'full'],
    ['that fails to write', 'writesFail'],
    ['that fails to make sure of what was written', 'syncsFail'],
  ] as const)(
    '%s is waited for: presence goes on, nothing is acknowledged, and nothing is lost',
    async (_what, fault) => {
      const disk = new FaultyDisk();
      const server = await FaultServer.start(disk.environment);
      await expectPatience(server, async () => {
        disk.fail(fault);
        return async () => disk.fail('none');
      });
      await expectSound(disk.folder);
    },
  );

  it('is not said to have stored anything before it has made sure of it', async () => {
    const disk = new FaultyDisk();
    const server = await FaultServer.start(disk.environment);
    const ann = await server.tenant().enter('ann', 's1');
    await clap(ann);
    disk.fail('syncsHang');
    const frame = engagement('s1', 'reaction', { reaction: 'clap' });
    ann.send(frame);
    // Longer than any commit takes; what is answered at once is answered meanwhile.
    await setTimeout(2000);
    expect(await ann.subscribe('session:s1')).toMatchObject({ concurrent: 1, engagement: { reaction: 1 } });
    expect(ann.inbox.waiting('ack')).toEqual([]);
    disk.fail('none');
    expect(await ann.next('ack')).toMatchObject({ id: frame.id });
  });

  it('that is full at the end: the server says that not everything is stored, and what it acknowledged is there', async () => {
    const disk = new FaultyDisk();
    const server = await FaultServer.start(disk.environment);
    const ann = await server.tenant().enter('ann', 's1');
    const before = await clap(ann);
    disk.fail('full');
    const during = clap(ann);
    during.catch(() => {});
    await becomes(server, REFUSED);
    const { code, stdout } = await server.program.stop();
    expect(code).toBe(1);
    expect(stdout).toMatch(/"level":60.*"effects":[1-9]\d*,"msg":"stopped, but not everything is stored"/);
    await expect(during).rejects.toThrow('closed with 4503');
    disk.fail('none');
    const next = await FaultServer.start(disk.environment);
    expect(await idsIn(next.tenant())).toEqual([before]);
  });

  it('that hangs at the end: the server ends after 28 s all the same, and what it acknowledged is there', {
    timeout: 60_000,
  }, async () => {
    const disk = new FaultyDisk();
    const server = await FaultServer.start(disk.environment);
    const ann = await server.tenant().enter('ann', 's1');
    const before = await clap(ann);
    disk.fail('syncsHang');
    const during = clap(ann);
    during.catch(() => {});
    const from = performance.now();
    const { code, stdout } = await server.program.stop();
    const tookMs = performance.now() - from;
    expect(code).toBeNull();
    expect(stdout).toMatch(/"level":60.*"msg":"it does not stop: ended without having written everything"/);
    expect(tookMs).toBeGreaterThan(27_000);
    expect(tookMs).toBeLessThan(30_000);
    await expect(during).rejects.toThrow('closed with 4503');
    disk.fail('none');
    const next = await FaultServer.start(disk.environment);
    expect(await idsIn(next.tenant())).toContain(before);
  });

  it('that is full at the start, and one that only reads, are said in one line', async () => {
    const disk = new FaultyDisk();
    for (const fault of ['full', 'readOnly'] as const) {
      disk.fail(fault);
      const { code, stderr } = await FaultServer.run(disk.environment).exit;
      expect(code).toBe(1);
      expect(stderr).toMatch(/^the (data folder|history in) \S+ cannot be (used|opened): [^\n]+\n$/);
    }
  });

  it('that cannot be read at the start is said in one line, and the history stays where it is', async () => {
    const disk = new FaultyDisk();
    const first = await FaultServer.start(disk.environment);
    const kept = await clap(await first.tenant().enter('ann', 's1'));
    await first.program.stop();
    disk.fail('readsFail');
    const { code, stderr } = await FaultServer.run(disk.environment).exit;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^the data folder \S+ cannot be used: [^\n]*disk I\/O error\n$/);
    disk.fail('none');
    const next = await FaultServer.start(disk.environment);
    expect(await idsIn(next.tenant())).toEqual([kept]);
  });
});

it('a file that another process has locked for 30 s is waited for', { timeout: 3 * LOCKED_MS }, async () => {
  const folder = temporaryFolder();
  const server = await FaultServer.start({ DATA_DIR: folder });
  await expectPatience(server, async () => {
    const other = await Database.open({
      file: join(folder, 'headcount.db'),
      busyTimeoutMs: 1000,
      cacheKib: 64,
    });
    onTestFinished(() => other.close());
    await other.exec('BEGIN IMMEDIATE');
    const until = performance.now() + LOCKED_MS;
    return async () => {
      await setTimeout(until - performance.now());
      await other.exec('ROLLBACK');
    };
  });
  await expectSound(folder);
});
