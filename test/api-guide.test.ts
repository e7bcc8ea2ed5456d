import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Contract } from './support/contract.ts';
import { Program } from './support/program.ts';
import { request } from './support/rest.ts';

const root = join(import.meta.dirname, '..');
const GUIDE = readFileSync(join(root, 'docs/api.md'), 'utf8');
const run = promisify(execFile);

let folder = '';
let server: Program;
let url = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'headcount-'));
  server = new Program('start', { env: { PORT: '0', DATA_DIR: folder } });
  url = `http://127.0.0.1:${await server.port()}`;
});

afterAll(async () => {
  await server.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The commands of the guide, for this server and its data folder. */
function script(): string {
  const blocks = [...GUIDE.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands ?? '');
  expect(blocks.length).toBeGreaterThan(8);
  return blocks
    .join('\n')
    .replace('http://127.0.0.1:8080', url)
    .replace('backup.db', join(folder, 'backup.db'));
}

/** It starts a program for every line of the guide, which takes its time on a busy machine. */
const GUIDE_MS = 120_000;

it('runs as it stands, and its answers say what the page says', { timeout: GUIDE_MS }, async () => {
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script()], {
    cwd: root,
    env: { ...process.env, DATA_DIR: folder },
    maxBuffer: 16 * 1024 * 1024,
  });
  expect(stdout).toContain('"slice":4');
  const summary = await answer('/v1/sessions/spring-keynote/summary');
  expect(summary).toMatchObject({
    attendees: 3,
    peak: { value: 3, at: '2026-05-04T09:10:00.000Z' },
    byMode: { live: { attendees: 3, views: 3, watchSeconds: 80 * 60 } },
    engagement: { 'chat.message': 2, reaction: 1, 'question.ask': 1 },
  });
  expect(await answer('/v1/check/event:spring')).toMatchObject({ differences: [] });
});

it('lists every route that there is', async () => {
  const { document } = await Contract.of({ call: (path: string) => request(url, path, {}) });
  const listed = [...GUIDE.matchAll(/^\| `([A-Z]+ [^`]+)` \|/gm)].map(([, route]) => route);
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(listed.sort()).toEqual(described.sort());
});

async function answer(path: string): Promise<unknown> {
  const { stdout } = await run(
    'npm',
    ['run', '--silent', 'token', '--', '--role', 'admin', '--org', 'acme'],
    {
      cwd: root,
      env: { ...process.env, DATA_DIR: folder },
    },
  );
  return (await request(url, path, { token: stdout.trim() })).json;
}
