import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from './context.ts';
import { ApiError } from './problem.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Names of assets carry a hash of their content, so they never change. */
const FOREVER = 'public, max-age=31536000, immutable';

/** The built page: `/` and its assets. */
export function servePage(app: Hono<ApiEnv>, { pageDir }: ApiParts): void {
  const serve = async (path: string, cacheControl: string): Promise<Response> => {
    const file = normalize(join(pageDir, path));
    const type = TYPES[extname(file)];
    if (!file.startsWith(normalize(pageDir) + sep) || type === undefined) throw new ApiError('not_found');
    try {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: { 'content-type': type, 'cache-control': cacheControl },
      });
    } catch {
      throw new ApiError('not_found');
    }
  };
  app.get('/', () => serve('index.html', 'no-cache'));
  app.get('/favicon.svg', () => serve('favicon.svg', 'no-cache'));
  app.get('/assets/:file', (c) => serve(`assets/${c.req.param('file')}`, FOREVER));
}
