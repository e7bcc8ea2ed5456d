import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { overwritePage } from '../support/overwrite-page.ts';
import { Program } from '../support/program.ts';
import { SOON } from '../support/soon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { FaultServer } from './server.ts';

const CLAPS = 40;
const PAGE_BYTES = 4096;

/** A server in whose session somebody has clapped, each clap in a commit of its own. */
async function clapped(folder: string): Promise<FaultServer> {
  const server = await FaultServer.start({ DATA_DIR: folder });
  const ann = await server.tenant().enter('ann', 's1');
  for (let count = 0; count < CLAPS; count++) await ann.engage('s1', 'reaction', { reaction: 'clap' });
  return server;
}

async function clapsOf(server: FaultServer): Promise<number> {
  return (await server.tenant().counters('session:s1')).engagement?.reaction ?? 0;
}

describe('the write-ahead log of a server that was killed', () => {
  it('is missing: the next start says so, and only that one', async () => {
    const folder = temporaryFolder();
    await (await clapped(folder)).program.stop('SIGKILL');
    rmSync(join(folder, 'headcount.db-wal'));
    const next = await FaultServer.start({ DATA_DIR: folder });
    expect(next.program.printedSoFar).toMatch(
      /"level":50.*"missing":"\S+-wal","msg":"the write-ahead log of a history/,
    );
    expect(await next.metric('headcount_history_log_damaged')).toBe(1);
    expect(await next.notReady()).toEqual([]);
    await next.program.stop('SIGKILL');
    const later = await FaultServer.start({ DATA_DIR: folder });
    expect(await later.metric('headcount_history_log_damaged')).toBe(0);
  });

  it('has one bit wrong: the next start says how many commits are lost, keeps the log, and has those before', async () => {
    const folder = temporaryFolder();
    await (await clapped(folder)).program.stop('SIGKILL');
    const wal = join(folder, 'headcount.db-wal');
    const content = readFileSync(wal);
    const middle = Math.floor(content.length / 2);
    content[middle] = (content[middle] ?? 0) ^ 1;
    writeFileSync(wal, content);
    const next = await FaultServer.start({ DATA_DIR: folder });
    const [, lost] = await next.program.printed(
      /"commitsLost":(\d+),"kept":"\S+","msg":"the write-ahead log of the history is damaged/,
    );
    const claps = await clapsOf(next);
    expect(claps).toBeGreaterThan(0);
    expect(claps).toBeLessThan(CLAPS);
    expect(Number(lost)).toBeGreaterThanOrEqual(CLAPS - claps);
    const kept = readdirSync(folder).find((name) => name.includes('-wal.damaged-')) ?? '';
    expect(readFileSync(join(folder, kept)).equals(content)).toBe(true);
  });

  it('is as it was left: nothing is said, and everything is there', async () => {
    const folder = temporaryFolder();
    await (await clapped(folder)).program.stop('SIGKILL');
    expect(existsSync(join(folder, 'headcount.db-open'))).toBe(true);
    const next = await FaultServer.start({ DATA_DIR: folder });
    expect(await next.metric('headcount_history_log_damaged')).toBe(0);
    expect(await clapsOf(next)).toBe(CLAPS);
    expect((await next.program.stop()).code).toBe(0);
    expect(readdirSync(folder).filter((name) => name.startsWith('headcount.db'))).toEqual(['headcount.db']);
  });
});

describe('a file that is removed while the server runs', () => {
  it('stops acknowledgements; where it was the write-ahead log, everything acknowledged is in the file', async () => {
    const folder = temporaryFolder();
    const server = await clapped(folder);
    const bob = await server.tenant().enter('bob', 's1');
    rmSync(join(folder, 'headcount.db-wal'));
    bob.send({ type: 'engage', id: 'late', session: 's1', action: 'reaction', data: { reaction: 'clap' } });
    await vi.waitFor(
      async () => expect(await server.notReady()).toEqual(['the file cannot be written']),
      SOON,
    );
    await server.program.printed(/headcount\.db-wal was removed or replaced while it was in use/);
    expect(bob.inbox.waiting('ack')).toEqual([]);
    await server.program.stop('SIGKILL');
    const next = await FaultServer.start({ DATA_DIR: folder });
    expect(await clapsOf(next)).toBe(CLAPS);
    expect(await next.metric('headcount_history_log_damaged')).toBe(0);
  });

  it('can be put back', async () => {
    const folder = temporaryFolder();
    const server = await clapped(folder);
    const bob = await server.tenant().enter('bob', 's1');
    const [file, elsewhere] = [join(folder, 'headcount.db'), join(folder, 'elsewhere')];
    renameSync(file, elsewhere);
    bob.send({ type: 'engage', id: 'late', session: 's1', action: 'reaction', data: { reaction: 'clap' } });
    await server.program.printed(/headcount\.db was removed or replaced while it was in use/);
    expect(bob.inbox.waiting('ack')).toEqual([]);
    renameSync(elsewhere, file);
    expect(await bob.next('ack')).toMatchObject({ id: 'late' });
    expect((await server.program.stop()).code).toBe(0);
    const next = await FaultServer.start({ DATA_DIR: folder });
    expect(await clapsOf(next)).toBe(CLAPS + 1);
  });
});

describe('a history whose server had ended', () => {
  async function ended(): Promise<string> {
    const folder = temporaryFolder();
    await (await clapped(folder)).program.stop();
    return folder;
  }

  it('was cut in half: it is moved aside, a new one begins, and that is said', async () => {
    const folder = await ended();
    const file = join(folder, 'headcount.db');
    truncateSync(file, Math.floor(statSync(file).size / PAGE_BYTES / 2) * PAGE_BYTES);
    const size = statSync(file).size;
    const next = await FaultServer.start({ DATA_DIR: folder });
    const [, aside] = await next.program.printed(/"aside":"([^"]+)","msg":"the history was damaged/);
    expect(statSync(aside ?? '').size).toBe(size);
    expect(await next.metric('headcount_history_moved_aside')).toBe(1);
    await (await next.tenant().enter('ann', 's1')).engage('s1', 'reaction', { reaction: 'clap' });
  });

  it('has a header of zeros: it is refused by name and left alone', async () => {
    const folder = await ended();
    const file = join(folder, 'headcount.db');
    const content = readFileSync(file);
    writeFileSync(file, content.fill(0, 0, 100));
    const { code, stderr } = await FaultServer.run({ DATA_DIR: folder }).exit;
    expect({ code, stderr }).toEqual({ code: 1, stderr: `${file} is not an SQLite database\n` });
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  it('has bits wrong in a page that a start does not read: the check of the data finds it', async () => {
    const folder = await ended();
    const file = join(folder, 'headcount.db');
    await overwritePage(file);
    const { code, stdout } = await new Program('check-data', { env: { DATA_DIR: folder } }).exit;
    expect(code).toBe(1);
    expect(stdout).toMatch(/^the file is not sound: /);
  });
});
