import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltDashboard, buildDashboard } from './fixtures/built-dashboard.ts';

const MAX_GZIP_BYTES = 80 * 1024;

describe('the built page', () => {
  let built: BuiltDashboard;
  const read = (path: string) => readFileSync(join(built.folder, path), 'utf8');

  /** What a browser loads before the page shows anything; the rest of the code comes when it is called for. */
  const initial = () => {
    const named = [...read('index.html').matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, path]) => path ?? '');
    const imports = named
      .filter((path) => path.endsWith('.js'))
      .flatMap((path) => [...read(path).matchAll(/\bfrom\s*"\.\/([\w-]+\.js)"/g)])
      .map(([, name]) => `assets/${name}`);
    return [...new Set(['index.html', ...named, ...imports])];
  };

  beforeAll(async () => {
    built = await buildDashboard();
  });

  afterAll(() => built.remove());

  it('loads with at most 80 KB, gzipped', () => {
    const bytes = initial().reduce((sum, file) => sum + gzipSync(read(file)).length, 0);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(MAX_GZIP_BYTES);
  });

  it('loads what belongs to single views only with them', () => {
    const all = readdirSync(join(built.folder, 'assets'));
    const code = all.filter((name) => name.startsWith('session-panels-') && name.endsWith('.js'));
    const looks = all.filter(
      (name) => name.endsWith('.css') && read(`assets/${name}`).includes('.chat-line'),
    );
    expect([code.length, looks.length]).toEqual([1, 1]);
    for (const name of [...code, ...looks]) expect(initial()).not.toContain(`assets/${name}`);
  });

  it('has no inline script, style or handler, which its content security policy forbids', () => {
    const html = read('index.html');
    expect(html.match(/<script(?![^>]*\ssrc=)/g)).toBeNull();
    expect(html.match(/<style|\sstyle=|\son\w+=/g)).toBeNull();
  });

  it('names every script and style by its content, so that they can be cached for ever', () => {
    const loaded = [...read('index.html').matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]);
    expect(loaded.length).toBeGreaterThanOrEqual(3);
    for (const url of loaded) expect(url).toMatch(/^\/assets\/[\w-]+-[\w-]{8}\.(js|css|svg)$/);
  });

  it('loads nothing from elsewhere', () => {
    const code = readdirSync(join(built.folder, 'assets')).map((name) => read(`assets/${name}`));
    expect(code.join('\n').match(/https?:\/\/(?!www\.w3\.org)[\w.-]+/g)).toBeNull();
  });
});
