import type { Tenant } from '../support/tenant.ts';

/** All rows of a list, page by page. */
export async function allItems<Item>(tenant: Tenant, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '?limit=97' : `?limit=97&cursor=${cursor}`;
    const { status, text, json } = await tenant.call(path + query);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    items.push(...(json.items as Item[]));
    cursor = json.nextCursor as string | null;
  } while (cursor !== null);
  return items;
}

export interface SliceObject {
  readonly id: string;
  readonly attendee: string;
  readonly mode: string;
  readonly start: string;
  readonly end: string | null;
  readonly countedUntil: string | null;
  readonly endedBy: string | null;
  readonly country: string;
}
