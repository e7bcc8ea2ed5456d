import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { answerTexts } from './answer-texts.ts';
import type { ApiEnv, ListPage } from './context.ts';
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

function pageRequest(request: Request, cursor: string | null): Request {
  const url = new URL(request.url);
  url.searchParams.set('limit', PAGE);
  url.searchParams.delete('cursor');
  if (cursor !== null) url.searchParams.set('cursor', cursor);
  const headers = new Headers(request.headers);
  headers.set('accept', 'application/json');
  return new Request(url, { headers, signal: request.signal });
}

type Read = (cursor: string | null) => Promise<ListPage | Response>;

/** Reads pages through the route itself; a refusal is given as it is answered. */
function pagesOf(app: OpenAPIHono<ApiEnv>, request: Request): Read {
  return async (cursor) => {
    let page: ListPage | undefined;
    const takePage = (taken: ListPage) => {
      page = taken;
    };
    const answer = await app.fetch(pageRequest(request, cursor), { takePage });
    if (page === undefined && answer.ok) throw new Error('a route with whole lists must use answerList');
    return page ?? answer;
  };
}

/** The pages of a list. While one is taken the next is read, and no further one. */
async function* pagesFrom(first: ListPage, read: Read) {
  for (let page = first; ; ) {
    const next = page.nextCursor === null ? null : read(page.nextCursor);
    // Whoever takes the page may never come back for the next.
    next?.catch(() => undefined);
    yield page.items;
    if (next === null) return;
    const answer = await next;
    if (answer instanceof Response) throw new Error(`a page of the list was answered ${answer.status}`);
    page = answer;
  }
}

interface Lines {
  readonly head: string;
  readonly line: (row: unknown) => string;
}

/** A text for each page. One of nothing would be an end to some. */
async function* textsOf(pages: AsyncIterable<readonly unknown[]>, { head, line }: Lines) {
  if (head !== '') yield head;
  for await (const items of pages) if (items.length > 0) yield items.map(line).join('');
}

/** A page of a list, as every list route answers. */
export function answerList<Item, More extends object = object>(
  c: Context<ApiEnv>,
  page: More & { readonly items: Item[]; readonly nextCursor: string | null },
) {
  // Requests from outside come without an environment.
  const takePage = c.env?.takePage;
  if (takePage === undefined) return c.json(page, 200);
  takePage(page);
  const taken: typeof page = { ...page, items: [], nextCursor: null };
  return c.json(taken, 200);
}

/**
 * Answers `text/csv` and `application/x-ndjson` with the whole list, whatever `limit` and `cursor` say, page after page of
 * the route itself.
 */
export function wholeList(app: OpenAPIHono<ApiEnv>, columns: Columns): MiddlewareHandler<ApiEnv> {
  return async function wholeList(c, next) {
    const format = c.req.method === 'GET' ? formatOf(c.req.header('accept')) : 'json';
    if (format === 'json') return next();
    const read = pagesOf(app, c.req.raw);
    const first = await read(null);
    if (first instanceof Response) return first;
    const { pathname, searchParams } = new URL(c.req.url);
    // Their names alone: what is looked for may be somebody's name.
    const filters = [...searchParams.keys()].filter((name) => name !== 'limit' && name !== 'cursor');
    c.get('noteAct')({ action: 'export', target: pathname, details: { format, filters } });
    const line = (row: unknown) => (format === 'csv' ? csvRow(columns, row) : `${JSON.stringify(row)}\n`);
    const head = format === 'csv' ? csvHead(columns) : '';
    const texts = textsOf(pagesFrom(first, read), { head, line });
    return answerTexts(c, texts, { 'content-type': TYPES[format], vary: 'Accept' });
  };
}
