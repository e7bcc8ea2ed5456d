import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { findRedis } from './redis.ts';
import type { RedisProgram } from './redis-program.ts';
import { checkSum } from './redis-wheels.ts';

const LOADED = "Module 'timeseries' loaded from";
const FETCHED: RedisProgram = { server: 'fetched', module: 'fetched.so', libraries: null };

/** What looks like an installed Redis that says these lines. */
function installIn(folder: string, ...lines: string[]): string {
  mkdirSync(folder, { recursive: true });
  const server = join(folder, 'redis-server');
  const says = lines.map((line) => `echo "${line}"`).join('\n');
  writeFileSync(server, `#!/bin/sh\n${says}\n`, { mode: 0o755 });
  writeFileSync(join(folder, 'redistimeseries.so'), '', { mode: 0o755 });
  return server;
}

describe('the search for a Redis', () => {
  let folder: string;
  let env: Record<string, string>;
  const fetch = vi.fn<(cache: string) => Promise<RedisProgram>>();

  beforeEach(() => {
    folder = temporaryFolder();
    env = { PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache') };
    fetch.mockReset().mockResolvedValue(FETCHED);
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    return () => said.mockRestore();
  });

  it('takes the one on the PATH', async () => {
    const server = installIn(join(folder, 'bin'), 'Redis version=8.2.1', LOADED);
    const { program } = await findRedis({ env, fetch });
    expect(program).toMatchObject({ server, libraries: null });
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each([
    ['is too old', ['Redis version=7.0.15', LOADED]],
    ['cannot load the module', ['Redis version=8.2.1']],
  ])('fetches one where that %s', async (_why, lines) => {
    installIn(join(folder, 'bin'), ...lines);
    expect((await findRedis({ env, fetch })).program).toEqual(FETCHED);
    expect(fetch).toHaveBeenCalledWith(join(folder, 'cache/headcount'));
  });

  it('takes the copy of an earlier run', async () => {
    const server = installIn(
      join(folder, 'cache/headcount/redis-0.1.8-2.9.9'),
      'Redis version=7.4.1',
      LOADED,
    );
    expect((await findRedis({ env, fetch })).program?.server).toBe(server);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('downloads nothing for who names a service', async () => {
    const url = 'redis://redis.test:6379';
    const found = await findRedis({ env: { ...env, REDIS_TEST_URL: url }, fetch });
    expect(found).toMatchObject({ url, program: null });
    expect(fetch).not.toHaveBeenCalled();
  });

  it('says loudly why there is none, and fails where CI is true', async () => {
    fetch.mockRejectedValue(new Error('no network'));
    expect(await findRedis({ env, fetch })).toMatchObject({ program: null, why: 'Error: no network' });
    expect(console.error).toHaveBeenCalledWith(expect.stringMatching(/^NO REDIS: .*no network$/));
    await expect(findRedis({ env: { ...env, CI: 'true' }, fetch })).rejects.toThrow('no network');
  });

  it('gives the tests what it found', () => {
    const { url, program, why } = inject('redis');
    expect(program === null ? (url ?? why) : program.server).toBeTruthy();
  });
});

it('refuses a file that is not the one that was tried', () => {
  const file = join(temporaryFolder(), 'a.whl');
  writeFileSync(file, 'abc');
  checkSum(file, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  writeFileSync(file, 'abd');
  expect(() => checkSum(file, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')).toThrow(
    'sha256',
  );
});
