import type { History } from '../../../storage/types.ts';
import type { HistoryStore } from '../history.suite.ts';
import { batchAt, catalogue, T0 } from './batches.ts';

export type MakeStore = () => HistoryStore;

/** A history over an empty store. */
export async function opened(makeStore: MakeStore): Promise<History> {
  const history = makeStore().create();
  await history.open();
  return history;
}

/** The same with the catalogue in it, written a second before `T0`. */
export async function withCatalogue(makeStore: MakeStore): Promise<History> {
  const history = await opened(makeStore);
  await history.commit(batchAt(T0 - 1000, catalogue()));
  return history;
}
