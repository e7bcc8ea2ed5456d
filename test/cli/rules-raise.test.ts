import { expect, it, onTestFinished } from 'vitest';
import { Program } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { SECRET } from '../support/tokens.ts';

const run = (env: Record<string, string>, args: string[] = []) =>
  new Program('rules-raise', { args, env }).exit;

it('says that a node which waits for no other has nothing to raise', async () => {
  const server = new Program('start', {
    env: { PORT: '0', DATA_DIR: temporaryFolder(), JWT_SECRET: SECRET },
  });
  onTestFinished(async () => {
    await server.stop('SIGKILL');
  });
  const PORT = String(await server.port());
  expect(await run({ PORT, JWT_SECRET: SECRET })).toMatchObject({
    code: 0,
    stdout: 'that node waits for no other\n',
  });
  const other = await run({ JWT_SECRET: 'x'.repeat(32) }, ['--url', `http://127.0.0.1:${PORT}`]);
  expect(other).toMatchObject({ code: 1, stdout: '' });
  expect(other.stderr).toContain('answered 401');
});

it('needs the common secret, and a node that can be reached', async () => {
  expect(await run({})).toMatchObject({ code: 2, stderr: expect.stringContaining('JWT_SECRET') });
  const nobody = await run({ JWT_SECRET: SECRET }, ['--url', 'http://127.0.0.1:1']);
  expect(nobody).toMatchObject({ code: 1, stderr: 'http://127.0.0.1:1 cannot be reached\n' });
});
