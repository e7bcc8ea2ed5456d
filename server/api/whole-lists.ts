import type { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './context.ts';
import { type Columns, csvHead, csvRow } from './csv.ts';

type Format = 'json' | 'csv' | 'ndjson';

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['*/*', 'json'],
  ['application/*', 'json'],
  ['application/json', 'json'],
  ['text/csv', 'csv'],
  ['application/x-ndjson', 'ndjson'],
]);

const TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' } as const;
const PAGE = '1000';

/** The format that an Accept header likes best; the first of equals, JSON when it likes none of ours. */
function formatOf(accept = ''): Format {
  let best: { format: Format; quality: number } = { format: 'json', quality: 0 };
  for (const range of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const quality = Number(parameters.find((text) => text.startsWith('q='))?.slice(2) ?? 1);
    const format = FORMATS.get(type);
    if (format !== undefined && quality > best.quality) best = { format, quality };
  }
  return best.format;
}

interface ListPage {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

function pageRequest(request: Request, cursor: string | null): Request {
  const url = new URL(request.url);
  url.searchParams.set('limit', PAGE);
  url.searchParams.delete('cursor');
  if (cursor !== null) url.searchParams.set('cursor', cursor);
  const headers = new Headers(request.headers);
  headers.set('accept', 'application/json');
  return new Request(url, { headers, signal: request.signal });
}

/** The pages of a list, each read when the one before has been taken. */
async function* pagesFrom(first: ListPage, read: (cursor: string) => Promise<Response>) {
  let { items, nextCursor } = first;
  yield items;
  while (nextCursor !== null) {
    const answer = await read(nextCursor);
    if (!answer.ok) throw new Error(`a page of the list was answered ${answer.status}`);
    ({ items, nextCursor } = (await answer.json()) as ListPage);
    yield items;
  }
}

/** Pulled by whoever reads it. */
function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await texts.return(undefined);
    },
  });
}

/**
 * Answers `text/csv` and `application/x-ndjson` with the whole list, whatever `limit` and `cursor` say, page after page of
 * the route itself.
 */
export function wholeList(app: OpenAPIHono<ApiEnv>, columns: Columns): MiddlewareHandler<ApiEnv> {
  return async function wholeList(c, next) {
    const format = c.req.method === 'GET' ? formatOf(c.req.header('accept')) : 'json';
    if (format === 'json') return next();
    const read = async (cursor: string | null) => app.fetch(pageRequest(c.req.raw, cursor));
    const first = await read(null);
    if (!first.ok) return first;
    const page = (await first.json()) as ListPage;
    async function* texts() {
      if (format === 'csv') yield csvHead(columns);
      for await (const items of pagesFrom(page, read)) {
        // A chunk of nothing would be an end to some.
        if (items.length > 0) yield items.map(line).join('');
      }
    }
    const line = (row: unknown) => (format === 'csv' ? csvRow(columns, row) : `${JSON.stringify(row)}\n`);
    return c.body(streamOf(texts()), 200, { 'content-type': TYPES[format], vary: 'Accept' });
  };
}
