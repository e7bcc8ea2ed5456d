/**
 * The same in the same order; the next one is fetched while whoever asked works on the one before. Nothing is being fetched any more
 * when it ends.
 */
export async function* readAhead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let next = items.next();
  try {
    for (let item = await next; item.done !== true; item = await next) {
      next = items.next();
      // Whoever asks for it is told what went wrong; nobody may.
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    await Promise.allSettled([next]);
  }
}

/** Pages up to the first that is not full. `read` is given the last row of the page before. */
export async function* pages<Row>(
  limit: number,
  read: (last: Row | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let last: Row | undefined;
  do {
    const rows = await read(last);
    if (rows.length > 0) yield rows;
    last = rows.length === limit ? rows.at(-1) : undefined;
  } while (last !== undefined);
}
