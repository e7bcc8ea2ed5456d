import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { ERRORS } from '../protocol/error-codes.ts';
import { bearerOf } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { ApiError } from './problem.ts';

const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Headcount API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const DOCS_START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true });`;

/** Swagger UI writes styles into the page; everything else stays as strict as elsewhere. */
const DOCS_CSP =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

const DOCS_FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

function swaggerFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}

/** In a time that says nothing of where they differ; hashed first, since both must be of one length. */
function isSameSecret(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

/** Health, metrics and the description of the API. */
export function serveOperations(
  app: OpenAPIHono<ApiEnv>,
  { notReady, unavailable, metrics, metricsToken }: ApiParts,
): void {
  app.get('/livez', (c) => c.json({ status: 'ok' }));

  app.get('/readyz', (c) => {
    const code = unavailable?.() ?? null;
    const reasons = [...(code === null ? [] : [ERRORS[code].message]), ...notReady()];
    return reasons.length === 0 ? c.json({ status: 'ready' }) : c.json({ status: 'not ready', reasons }, 503);
  });

  app.get('/metrics', async (c) => {
    const token = bearerOf(c.req.header('authorization')) ?? '';
    if (metricsToken !== undefined && !isSameSecret(token, metricsToken)) throw new ApiError('unauthorized');
    return c.body(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType });
  });

  app.get('/docs', (c) => c.html(DOCS_PAGE, 200, { 'content-security-policy': DOCS_CSP }));
  app.get('/docs/start.js', (c) =>
    c.body(DOCS_START, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/docs/:file', async (c) => {
    const file = c.req.param('file');
    const type = Object.hasOwn(DOCS_FILES, file) ? DOCS_FILES[file] : undefined;
    if (type === undefined) throw new ApiError('not_found');
    return c.body(await readFile(join(swaggerFolder(), file)), 200, {
      'content-type': type,
      'cache-control': 'public, max-age=86400',
    });
  });
}
