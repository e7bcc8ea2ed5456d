import { existsSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Program } from '../support/program.ts';
import { request } from '../support/rest.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { mint, SECRET } from '../support/tokens.ts';

const token = mint({ role: 'admin' });

const env = (DATA_DIR: string) => ({ PORT: '0', DATA_DIR, JWT_SECRET: SECRET });

async function startIn(folder: string) {
  const program = new Program('start', { env: env(folder) });
  onTestFinished(async () => {
    await program.stop('SIGKILL');
  });
  return { program, url: `http://127.0.0.1:${await program.port()}` };
}

const runIn = (folder: string, name: 'backup' | 'restore', ...args: string[]) =>
  new Program(name, { args, env: env(folder) }).exit;

function overwrite(file: string, from: number, bytes: number): void {
  writeSync(openSync(file, 'r+'), Buffer.alloc(bytes, 0xa5), 0, bytes, from);
}

test('a damaged history is moved aside, the server is up with a new one, and a backup brings the old back', async () => {
  const folder = temporaryFolder();
  const start = () => startIn(folder);
  const run = (name: 'backup' | 'restore', ...args: string[]) => runIn(folder, name, ...args);
  const filesLike = (pattern: RegExp) => readdirSync(folder).filter((name) => pattern.test(name));
  const file = join(folder, 'headcount.db');
  const copy = join(folder, 'copy.db');
  const first = await start();
  const put = await request(first.url, '/v1/events/e1', { method: 'PUT', token, body: { title: 'Kept' } });
  expect(put.status).toBe(201);
  expect(await run('backup', copy)).toMatchObject({ code: 0, stdout: `${copy}\n` });
  expect(await run('backup', copy)).toMatchObject({ code: 1, stderr: `${copy} is there already\n` });
  await first.program.stop();

  overwrite(file, 100, 3996);
  const second = await start();
  expect((await request(second.url, '/v1/events/e1', { token })).status).toBe(404);
  expect((await request(second.url, '/readyz', {})).status).toBe(200);
  expect((await request(second.url, '/metrics', {})).text).toContain('headcount_history_moved_aside 1');
  const [aside = ''] = filesLike(/^headcount\.db\.corrupt-[\dTZ.-]+$/);
  expect(readFileSync(join(folder, aside)).subarray(100, 200)).toEqual(Buffer.alloc(100, 0xa5));
  const inUse = await run('restore', copy);
  expect(inUse).toMatchObject({
    code: 1,
    stderr: `the data folder ${folder} is in use by another server\n`,
  });
  const { stdout } = await second.program.stop();
  const lines = stdout.split('\n').filter((line) => line.includes('moved aside'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/"level":50.*npm run restore/);

  expect(await run('restore', copy)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('.replaced-'),
  });
  expect(filesLike(/\.replaced-/)).toHaveLength(1);
  const third = await start();
  expect((await request(third.url, '/v1/events/e1', { token })).json.title).toBe('Kept');
  expect((await request(third.url, '/metrics', {})).text).toContain('headcount_history_moved_aside 0');
  await third.program.stop();

  // A spoiled backup is not put in place, and what is there stays.
  const before = readFileSync(file);
  overwrite(copy, 4096, 8192);
  expect((await run('restore', copy)).code).toBe(1);
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(existsSync(`${file}.restore`)).toBe(false);
});

test('what is no history of ours is not restored', async () => {
  const folder = temporaryFolder();
  const foreign = join(folder, 'letter.txt');
  writeFileSync(foreign, 'a letter to grandmother');
  expect(await runIn(folder, 'restore', foreign)).toMatchObject({
    code: 1,
    stderr: 'the file is no sound SQLite database\n',
  });
  expect(await runIn(folder, 'restore')).toMatchObject({ code: 2, stderr: 'npm run restore -- FILE\n' });
});
