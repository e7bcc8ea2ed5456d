import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { readConfig } from '../server/config.ts';
import { ACTIONS } from '../server/protocol/actions.ts';
import { AFTER_CLOSE } from '../server/protocol/close-codes.ts';
import { CLIENT_MESSAGES } from '../server/protocol/schemas.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const README = read('README.md');
const PROTOCOL = read('docs/protocol.md');

/** The rows of the first table below a heading, each as its cells. */
function tableBelow(text: string, heading: string): string[][] {
  const section = text.slice(text.indexOf(`\n${heading}\n`) + heading.length + 2);
  const lines = section.split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const rest = lines.slice(first + 2);
  const length = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, length).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const codes = (cell: string | undefined) => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, code]) => code);

/** Names of the settings that the configuration looks at. */
function settingsRead(): string[] {
  const names = new Set<string>();
  readConfig(
    new Proxy<Record<string, string | undefined>>(
      {},
      {
        get: (_target, name) => void names.add(String(name)),
        has: (_target, name) => names.add(String(name)) && false,
      },
    ),
  );
  return [...names].sort();
}

describe('the README', () => {
  it('lists exactly the settings that the server reads', () => {
    const listed = tableBelow(README, '## Configuration').flatMap(([names]) => codes(names));
    expect(listed.sort()).toEqual(settingsRead());
  });

  it('names only scripts that there are', () => {
    const named = [
      ...README.matchAll(/(?:^|`|\$\(|&& )npm (?:run (?:--silent )?)?([a-z]+(?::[a-z]+)?)\b/gm),
    ].map(([, name]) => name);
    const commands = ['ci', 'i'];
    const scripts = named.filter((name) => name !== undefined && !commands.includes(name));
    expect(scripts.length).toBeGreaterThan(5);
    expect(scripts.filter((name) => !(String(name) in packageJson.scripts))).toEqual([]);
  });

  it('shows the example as it is', () => {
    expect(README).toContain(`\`\`\`js\n${read('docs/examples/attendee.mjs').trim()}\n\`\`\``);
  });

  it('names the official build as the server does', () => {
    const command = /npm i uWebSockets\.js@\S+#v\S+/.exec(README)?.[0].replace('npm i uWebSockets.js@', '');
    expect(read('server/load-server.ts')).toContain(`'${command}'`);
  });
});

describe('docs/protocol.md', () => {
  it('has every message that a client may send', () => {
    const rows = tableBelow(PROTOCOL, '## Plain WebSocket: `GET /v1/ws`').map(([sent]) => sent ?? '');
    const types = rows.flatMap((sent) => /"type":"(\w+)"/.exec(sent)?.[1] ?? []);
    expect(types.sort()).toEqual(Object.keys(CLIENT_MESSAGES).sort());
  });

  it('says of every close code what a client does afterwards', () => {
    const rows = tableBelow(PROTOCOL, '## Close codes');
    expect(rows.map(([code]) => code)).toEqual(Object.keys(AFTER_CLOSE));
    const words = {
      stop: /^stays away/,
      refreshToken: /^comes back with a fresh token/,
      reconnect: /^comes back/,
    };
    for (const [code, , after] of rows) {
      expect(after, code).toMatch(words[AFTER_CLOSE[Number(code) as keyof typeof AFTER_CLOSE]]);
    }
  });

  it('has every action', () => {
    const rows = tableBelow(PROTOCOL, '## Engagement actions');
    const listed = rows.flatMap(([action]) => codes(action)).filter((action) => action !== 'x.<name>');
    expect(listed.sort()).toEqual(Object.keys(ACTIONS).sort());
  });
});

describe('links', () => {
  const docs = readdirSync(join(root, 'docs'), { withFileTypes: true });
  const pages = docs.filter((entry) => entry.name.endsWith('.md')).map((entry) => `docs/${entry.name}`);
  it.each(['README.md', 'client-sdk/README.md', ...pages])('of %s lead to files that there are', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target ?? '');
    const files = links.filter((target) => !/^[a-z]+:/.test(target));
    expect(files.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });
});
