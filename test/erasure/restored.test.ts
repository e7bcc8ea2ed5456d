import { copyFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { Tenant } from '../support/tenant.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { textsFoundIn } from '../support/texts-found.ts';
import { inSeconds } from '../support/tokens.ts';

const ORG = 'acme';
const before = { iat: inSeconds(-60) };
const NAMES: Readonly<Record<string, string>> = { 'ann-4711': 'Annabel Quintessa' };

/** Runs a server over a data folder for as long as something takes. */
async function during(folder: string, work: (tenant: Tenant, server: TestServer) => Promise<void>) {
  const server = await startTestServer({ DATA_DIR: folder });
  await server.ready;
  await work(server.tenantOf(ORG, 'plain'), server);
  await server.halt();
}

async function visit(tenant: Tenant, who: string, session: string): Promise<void> {
  const client = await tenant.enter(who, session, { ...before, name: NAMES[who] });
  await client.leave(session);
  client.close();
  await tenant.settled();
}

async function erase(tenant: Tenant, who: string): Promise<void> {
  const token = tenant.token('boss', { role: 'admin' });
  const { status } = await tenant.call(`/v1/attendees/${who}`, { method: 'DELETE', token });
  expect(status).toBe(204);
}

test('a backup brings nobody back who was erased since, and nobody in with a token from before', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'headcount.db');
  const backup = join(temporaryFolder(), 'backup.db');
  await during(folder, async (tenant) => {
    await visit(tenant, 'ann-4711', 's1');
    await visit(tenant, 'bob', 's1');
    await visit(tenant, 'cid', 's1');
    // So that the backup has a salt and a tombstone already.
    await erase(tenant, 'cid');
  });
  await copyFile(file, backup);
  await during(folder, async (tenant) => {
    await visit(tenant, 'dan', 's2');
    await erase(tenant, 'ann-4711');
    await erase(tenant, 'dan');
  });
  expect((await stat(join(folder, 'erasures.ndjson'))).mode & 0o777).toBe(0o600);

  await copyFile(backup, file);
  expect(textsFoundIn(folder, ['ann-4711', 'Annabel'])).toEqual(['ann-4711', 'Annabel']);
  await during(folder, async (tenant, server) => {
    expect((await tenant.call('/v1/attendees/ann-4711')).status).toBe(404);
    const attendees = (await tenant.slices('s1')).map(({ attendee }) => attendee);
    const pseudonym = expect.stringMatching(/^erased-/);
    expect(attendees).toEqual([pseudonym, 'bob', pseudonym]);
    expect(textsFoundIn(folder, ['ann-4711', 'Annabel'])).toEqual([]);
    // Of dan the backup knows nothing, and yet his tokens are over.
    for (const who of ['ann-4711', 'cid', 'dan']) {
      const client = await tenant.knock(who, before);
      expect(await client.closed).toMatchObject({ code: 4403, reason: 'erased' });
    }
    const again = await tenant.connect('ann-4711', { iat: inSeconds(5) });
    again.close();
    expect(server.logged.filter((line) => line.includes('erased again'))).toHaveLength(1);
  });
});

test('who was erased by a pseudonym does not come back from before there were any', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'headcount.db');
  const backup = join(temporaryFolder(), 'backup.db');
  const become = async (tenant: Tenant, pseudonymous: boolean) => {
    const call = { method: 'PUT', body: { pseudonymous }, token: tenant.token('boss', { role: 'admin' }) };
    expect((await tenant.call(`/v1/organizations/${ORG}`, call)).status).toBeLessThan(300);
  };
  await during(folder, async (tenant) => {
    await become(tenant, false);
    await visit(tenant, 'bob', 's1');
  });
  await copyFile(file, backup);
  await during(folder, async (tenant) => visit(tenant, 'ann-4711', 's1'));
  const named = join(temporaryFolder(), 'named.db');
  await copyFile(file, named);

  await copyFile(backup, file);
  await during(folder, async (tenant) => {
    await become(tenant, true);
    await visit(tenant, 'ann-4711', 's1');
    await erase(tenant, 'ann-4711');
  });
  await copyFile(named, file);
  await during(folder, async (tenant) => {
    const attendees = (await tenant.slices('s1')).map(({ attendee }) => attendee);
    expect(attendees).toEqual(['bob', expect.stringMatching(/^erased-/)]);
  });
  await during(folder, async (_, server) => {
    expect(server.logged.filter((line) => line.includes('erased again'))).toEqual([]);
  });
});

test('the tombstones are written anew from the history where they are lost', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'headcount.db');
  const backup = join(temporaryFolder(), 'backup.db');
  await during(folder, async (tenant) => visit(tenant, 'ann-4711', 's1'));
  await copyFile(file, backup);
  await during(folder, async (tenant) => erase(tenant, 'ann-4711'));
  await rm(join(folder, 'erasures.ndjson'));
  await during(folder, async () => {});
  await copyFile(backup, file);
  await during(folder, async (tenant) => {
    expect((await tenant.call('/v1/attendees/ann-4711')).status).toBe(404);
  });
});
