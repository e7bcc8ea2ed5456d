import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Program } from '../support/program.ts';
import { RedisServer } from '../support/redis-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SECRET = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const doctor = (env: Record<string, string>) => new Program('doctor', { env }).exit;

test('the doctor finds nothing to fail in a machine that will do, with a Redis that will do', async () => {
  const redis = await RedisServer.start({ appendonly: 'yes', appendfsync: 'everysec' });
  const { code, stdout, stderr } = await doctor({
    ...{ DATA_DIR: temporaryFolder(), JWT_SECRET: SECRET, REDIS_URL: redis.url, MAX_CONNECTIONS: '100' },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^ok +Redis TimeSeries +is there$/m);
  expect(stdout).toMatch(/^ok +Redis persistence +append-only file, synced everysec$/m);
  expect(stdout).toMatch(/^ok +clock +as that of Redis$/m);
  expect(stdout).toMatch(/^0 problems, \d+ warnings$/m);
});

test('the doctor names what will fail, and ends with 1', async () => {
  const DATA_DIR = temporaryFolder();
  writeFileSync(join(DATA_DIR, 'headcount.db'), 'this is no database, however one looks at it'.repeat(40));
  writeFileSync(join(DATA_DIR, 'secret'), SECRET);
  chmodSync(join(DATA_DIR, 'secret'), 0o644);
  const smtp = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'a@example.org', PUBLIC_URL: 'http://a.example' };
  const { code, stdout } = await doctor({ DATA_DIR, ...smtp });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^PROBLEM +history /m);
  expect(stdout).toMatch(/^PROBLEM +secret +in DATA_DIR, mode 0644/m);
  expect(stdout).toMatch(/^PROBLEM +mail +.*ECONNREFUSED/m);
  expect(stdout).toMatch(/^3 problems, /m);
});

test('a bad setting is named as at a start', async () => {
  expect(await doctor({ PORT: 'http' })).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^PORT is/),
  });
});
