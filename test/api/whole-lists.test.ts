import { OpenAPIHono } from '@hono/zod-openapi';
import { expect, test } from 'vitest';
import type { ApiEnv } from '../../server/api/context.ts';
import { answerList, wholeList } from '../../server/api/whole-lists.ts';

const PAGES = 4;

/** A list of four pages with one item each; `asked` has the query of each page that was read. */
function lists(refusedPage = PAGES) {
  const asked: string[] = [];
  const acts: unknown[] = [];
  const app = new OpenAPIHono<ApiEnv>();
  app.use(async (c, next) => {
    c.set('noteAct', (act) => acts.push(act));
    await next();
  });
  app.use('/list', wholeList(app, [['n']]));
  app.get('/list', (c) => {
    const n = Number(c.req.query('cursor') ?? 0);
    asked.push(new URL(c.req.url).search);
    if (n === refusedPage) return c.json({ code: 'unavailable' }, 503);
    return answerList(c, { items: [{ n }], nextCursor: n + 1 < PAGES ? String(n + 1) : null });
  });
  const get = async (accept: string, query = '') => app.request(`/list${query}`, { headers: { accept } });
  return { acts, asked, get };
}

test('all pages follow one another, with the filters of the request', async () => {
  const { asked, get } = lists();
  const answer = await get('text/csv', '?limit=1&cursor=2&mode=live');
  expect(await answer.text()).toBe('n\r\n0\r\n1\r\n2\r\n3\r\n');
  expect(asked).toEqual([
    '?limit=1000&mode=live',
    '?limit=1000&mode=live&cursor=1',
    '?limit=1000&mode=live&cursor=2',
    '?limit=1000&mode=live&cursor=3',
  ]);
});

test('a whole list is noted once when it begins, with the names of its filters; a page or a refusal is not', async () => {
  const { acts, get } = lists();
  await get('application/json');
  await get('text/csv', '?limit=1&cursor=2&mode=live&attendee=ann');
  expect(acts).toEqual([
    { action: 'export', target: '/list', details: { format: 'csv', filters: ['mode', 'attendee'] } },
  ]);
  const refused = lists(0);
  await refused.get('text/csv');
  expect(refused.acts).toEqual([]);
});

test('no more than the next page is read ahead of the one that is taken', async () => {
  const { asked, get } = lists();
  const answer = await get('application/x-ndjson');
  const reader = answer.body?.getReader();
  await reader?.read();
  expect(asked).toHaveLength(2);
  await reader?.cancel();
  expect(asked.length).toBeLessThan(PAGES);
});

test('a refusal of the first page is the answer; one of a later page breaks the stream off', async () => {
  expect((await lists(0).get('text/csv')).status).toBe(503);
  const answer = await lists(2).get('text/csv');
  await expect(answer.text()).rejects.toThrow('503');
});

test('a single page is still asked for as JSON', async () => {
  const answer = await lists().get('application/json', '?cursor=3');
  expect(await answer.json()).toEqual({ items: [{ n: 3 }], nextCursor: null });
});
