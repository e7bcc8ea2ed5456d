import type { Context } from 'hono';
import type { Page } from './parameters.ts';

/** Where the other pages of a list are, as references to its own path, and how much there is. */
export function pageObjects(c: Context, { number, size }: Page, total: number) {
  const url = new URL(c.req.url);
  const pages = Math.ceil(total / size);
  const link = (page: number) => {
    url.searchParams.set('page[size]', String(size));
    url.searchParams.set('page[number]', String(page));
    return url.pathname + url.search;
  };
  return {
    links: {
      self: link(number),
      first: link(1),
      prev: number > 1 ? link(Math.min(number - 1, pages)) : null,
      next: number < pages ? link(number + 1) : null,
      last: link(pages),
    },
    meta: { 'total-count': total, 'total-pages': pages, 'current-page': number, 'page-size': size },
  };
}
