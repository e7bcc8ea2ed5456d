import { idAsNumber } from '../new-id.ts';
import type { Cursors } from './cursors.ts';

/** When something was made, ms, and its id, which `newId` gave. */
interface Made {
  readonly createdAt: number;
  readonly id: string;
}

interface AskedPage<Item> {
  /** Name of the list, for its cursors. */
  readonly list: string;
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly madeOf: (item: Item) => Made;
  /** Whether it is in the list for whoever asks. */
  readonly isListed: (item: Item) => boolean;
}

/**
 * A page of what is in memory in the order in which it was made.
 * @throws ApiError 400 for a cursor that is not one of the list
 */
export function pageOfMade<Item>(
  cursors: Pick<Cursors, 'read' | 'page'>,
  items: readonly Item[],
  { list, cursor, limit, madeOf, isListed }: AskedPage<Item>,
): { readonly page: readonly Item[]; readonly nextCursor: string | null } {
  const [time = 0, number = 0] = cursors.read(list, cursor);
  const isAfter = (item: Item) => {
    const { createdAt, id } = madeOf(item);
    return createdAt > time || (createdAt === time && idAsNumber(id) > number);
  };
  const rest = items.filter((item) => isAfter(item) && isListed(item));
  const placeOf = (item: Item) => {
    const { createdAt, id } = madeOf(item);
    return [createdAt, idAsNumber(id)];
  };
  return cursors.page(rest, { list, limit, placeOf });
}
