import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Program } from './support/program.ts';

const example = (name: string) => new URL(`../docs/examples/${name}`, import.meta.url);

describe('the examples of the five-minute guide', () => {
  let DATA_DIR = '';
  let server: Program;
  let url = '';

  beforeAll(async () => {
    DATA_DIR = mkdtempSync(join(tmpdir(), 'headcount-'));
    server = new Program('start', { env: { PORT: '0', DATA_DIR } });
    url = `127.0.0.1:${await server.port()}`;
    const operator = await token(['--role', 'operator']);
    await put(operator, '/v1/events/summit', { title: 'Summit' });
    await put(operator, '/v1/sessions/keynote', { event: 'summit', title: 'Keynote' });
  });

  afterAll(async () => {
    await server.stop('SIGKILL');
    rmSync(DATA_DIR, { recursive: true, force: true });
  });

  async function token(args: string[]): Promise<string> {
    const { stdout } = await new Program('token', { args: [...args, '--org', 'acme'], env: { DATA_DIR } })
      .exit;
    return stdout.trim();
  }

  async function put(operator: string, path: string, body: object): Promise<void> {
    const headers = { authorization: `Bearer ${operator}`, 'content-type': 'application/json' };
    const { status } = await fetch(`http://${url}${path}`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(body),
    });
    expect(status).toBe(201);
  }

  async function run(name: string, attendee: string): Promise<Program> {
    const TOKEN = await token(['--role', 'attendee', '--event', 'summit', '--sub', attendee]);
    const program = new Program(example(name), { env: { TOKEN, HEADCOUNT_URL: `ws://${url}` } });
    onTestFinished(async () => {
      await program.stop('SIGKILL');
    });
    return program;
  }

  it.each([
    ['attendee.mjs', /the message is stored\n(?:.*\n)*.*'chat.message': 1/],
    ['raw.mjs', /"type":"ack"(?:.*\n)*.*"engagement":\{[^}]*"reaction":1/],
  ])('%s joins, engages, sees itself counted, and leaves with Ctrl+C', async (name, pattern) => {
    const program = await run(name, name);
    await program.printed(pattern);
    expect(await program.stop('SIGINT')).toMatchObject({ code: 0, stderr: '' });
    const operator = await token(['--role', 'operator']);
    const headers = { authorization: `Bearer ${operator}` };
    const counters = await fetch(`http://${url}/v1/counters/session:keynote`, { headers });
    expect(await counters.json()).toMatchObject({ concurrent: 0, peak: { value: 1 } });
  });
});
