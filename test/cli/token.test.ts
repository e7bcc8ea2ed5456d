import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Program } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SECRET = 'a-secret-of-thirty-two-bytes-or-more';

async function token(args: string[], env: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await new Program('token', { args, env }).exit;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.trim();
}

function claimsOf(jwt: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

async function serverAt(env: Record<string, string>): Promise<string> {
  const server = new Program('start', { env: { PORT: '0', ...env } });
  onTestFinished(async () => {
    await server.stop('SIGKILL');
  });
  return `http://127.0.0.1:${await server.port()}`;
}

function asOperator(base: string, jwt: string): Promise<Response> {
  return fetch(`${base}/v1/events/summit`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Summit' }),
  });
}

describe('a printed token', () => {
  it('is accepted by the server that has the same data folder, running or not', async () => {
    const DATA_DIR = temporaryFolder();
    const before = await token(['--role', 'operator', '--org', 'demo'], { DATA_DIR });
    expect(statSync(join(DATA_DIR, 'secret')).mode & 0o777).toBe(0o600);
    const base = await serverAt({ DATA_DIR });
    const meanwhile = await token(['--role', 'operator', '--org', 'demo'], { DATA_DIR });
    expect((await asOperator(base, before)).status).toBeLessThan(300);
    expect((await asOperator(base, meanwhile)).status).toBeLessThan(300);
  });

  it('is accepted by the server that has the same JWT_SECRET, issuer and audience', async () => {
    const shared = { JWT_SECRET: SECRET, JWT_ISSUER: 'us', JWT_AUDIENCE: 'headcount' };
    const base = await serverAt({ DATA_DIR: temporaryFolder(), ...shared });
    expect((await asOperator(base, await token([], shared))).status).toBeLessThan(300);
    const elsewhere = await token([], { ...shared, JWT_AUDIENCE: 'others' });
    expect((await asOperator(base, elsewhere)).status).toBe(401);
  });

  it('is refused by a server with another secret', async () => {
    const base = await serverAt({ DATA_DIR: temporaryFolder() });
    expect((await asOperator(base, await token([], { JWT_SECRET: SECRET }))).status).toBe(401);
  });

  it('carries what was asked for', async () => {
    const args = ['--role', 'attendee', '--org', 'acme', '--sub', 'ann', '--event', 'summit'];
    const person = ['--name', 'Ann', '--email', 'ann@example.org', '--country', 'CH', '--hours', '0.5'];
    const claims = claimsOf(await token([...args, ...person], { JWT_SECRET: SECRET }));
    expect(claims).toMatchObject({
      role: 'attendee',
      org: 'acme',
      sub: 'ann',
      event: 'summit',
      name: 'Ann',
      email: 'ann@example.org',
      country: 'CH',
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBeCloseTo(1800, -1);
  });
});

describe('a bad option ends the command with code 2 and says what is wrong:', () => {
  it.each([
    [['--role', 'king'], '--role: '],
    [['--sub', ''], '--sub: '],
    [['--org', 'a b'], '--org: '],
    [['--hours', '0'], '--hours is "0": '],
    [['--hours', 'long'], '--hours is "long": '],
    [['--colour', 'red'], 'Options:\n  --role ROLE'],
    [['operator'], 'Options:\n  --role ROLE'],
  ])('%j', async (args, words) => {
    const { code, stdout, stderr } = await new Program('token', { args, env: { JWT_SECRET: SECRET } }).exit;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('    at ');
  });

  it('a key set alone, with which the server would refuse the token', async () => {
    const env = { JWKS_URL: 'https://id.example/keys', DATA_DIR: temporaryFolder() };
    const { code, stdout, stderr } = await new Program('token', { env }).exit;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^JWKS_URL is set without JWT_SECRET: /);
  });

  it('a bad setting', async () => {
    const { code, stderr } = await new Program('token', { env: { JWT_SECRET: 'short' } }).exit;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^JWT_SECRET is set: /);
  });
});
