import { once } from 'node:events';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Program, type ProgramOptions } from './support/program.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { mint, SECRET } from './support/tokens.ts';

/** Resolves `uWebSockets.js` to a module that fails as the real one does without a binary. */
const WITHOUT_BINARY = `
  import { register } from 'node:module';
  register('data:text/javascript,' + encodeURIComponent(\`
    export function resolve(name, context, next) {
      return name === 'uWebSockets.js'
        ? { url: 'data:text/javascript,throw new Error("no binary")', shortCircuit: true }
        : next(name, context);
    }\`));`;

function start(env: Record<string, string>, options: ProgramOptions = {}): Program {
  const program = new Program('start', {
    ...options,
    env: { PORT: '0', DATA_DIR: temporaryFolder(), ...env },
  });
  onTestFinished(async () => {
    await program.stop('SIGKILL');
  });
  return program;
}

it('a bad setting ends the server with code 2 and one line that names it', async () => {
  const { code, stdout, stderr } = await start({ PORT: 'http' }).exit;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^PORT is "http": .+\n$/);
});

it('a secret below 32 bytes ends the server with code 2 and is not shown', async () => {
  const { code, stderr } = await start({ JWT_SECRET: 'too-short' }).exit;
  expect(code).toBe(2);
  expect(stderr).toMatch(/^JWT_SECRET is set: must be .*at least 32 bytes/);
  expect(stderr).not.toContain('too-short');
});

it('a port in use by another program is said in one line', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  const { code, stderr } = await start({ PORT: port }).exit;
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `cannot listen on 127.0.0.1:${port}: is the port in use?\n`,
  });
});

it('two servers never share a port, and the first one lives on', async () => {
  const first = start({});
  const port = await first.port();
  const { code, stderr } = await start({ PORT: String(port) }).exit;
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `cannot listen on 127.0.0.1:${port}: is the port in use?\n`,
  });
  expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200);
});

it('two servers never share a data folder, and the first one lives on', async () => {
  const DATA_DIR = temporaryFolder();
  const port = await start({ DATA_DIR }).port();
  const { code, stderr } = await start({ DATA_DIR }).exit;
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `the data folder ${DATA_DIR} is in use by another server\n`,
  });
  expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200);
});

it('what a server writes is for its own user alone', async () => {
  const DATA_DIR = join(temporaryFolder(), 'data');
  await start({ DATA_DIR }).port();
  const names = readdirSync(DATA_DIR);
  expect(names).toEqual(expect.arrayContaining(['headcount.db', 'secret']));
  const open = ['.', ...names].filter((name) => (statSync(join(DATA_DIR, name)).mode & 0o077) !== 0);
  expect(open).toEqual([]);
});

it('a data folder that cannot be made is said in one line', async () => {
  const DATA_DIR = join(temporaryFolder(), 'file');
  writeFileSync(DATA_DIR, '');
  const { code, stderr } = await start({ DATA_DIR }).exit;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^the data folder \S+ cannot be made: EEXIST[^\n]*\n$/);
});

it('a data folder is free again however its server ended', async () => {
  const DATA_DIR = temporaryFolder();
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    const server = start({ DATA_DIR });
    await server.port();
    await server.stop(signal);
  }
  expect(await start({ DATA_DIR }).port()).toBeGreaterThan(0);
});

it('a file that is not ours is said in one line and left alone', async () => {
  const DATA_DIR = temporaryFolder();
  const file = join(DATA_DIR, 'headcount.db');
  writeFileSync(file, 'a letter to grandmother');
  const { code, stderr } = await start({ DATA_DIR }).exit;
  expect({ code, stderr }).toEqual({ code: 1, stderr: `${file} is not an SQLite database\n` });
});

it('SIGTERM ends the server with code 0 after everything is written', async () => {
  const server = start({});
  await server.port();
  const { code, stdout, stderr } = await server.stop('SIGTERM');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('"msg":"stopped"');
});

it('a second SIGTERM ends the server at once, without waiting for what is being answered', async () => {
  const server = start({ JWT_SECRET: SECRET });
  const url = `http://127.0.0.1:${await server.port()}`;
  const upload = request(`${url}/v1/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${mint({ role: 'operator' })}` },
  });
  upload.on('error', () => {});
  await new Promise((resolve) => upload.write('{', resolve));
  // The first answer comes once its connection was accepted, the second once its request was read.
  for (let turn = 0; turn < 2; turn++) await fetch(`${url}/livez`);
  server.signal('SIGTERM');
  await server.printed(/"msg":"stopping"/);
  const { code, stdout } = await server.stop('SIGTERM');
  // It has killed itself.
  expect(code).toBeNull();
  expect(stdout).not.toContain('"msg":"stopped"');
});

it('without a binary of uWebSockets.js the server says which command installs the official build', async () => {
  const nodeArgs = ['--import', `data:text/javascript,${encodeURIComponent(WITHOUT_BINARY)}`];
  const { code, stderr } = await start({}, { nodeArgs }).exit;
  expect(code).toBe(1);
  expect(stderr).toContain(`uWebSockets.js has no binary for Node ${process.version}`);
  expect(stderr).toContain('npm i uWebSockets.js@uNetworking/uWebSockets.js#v20.69.0');
});
