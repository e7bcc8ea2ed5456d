import type { HistoryTransaction } from '../../../storage/types.ts';
import type { Known } from '../known.ts';
import type { Prepared } from '../prepare.ts';
import { applyImport } from './apply-import.ts';
import type { ImportResult } from './import-result.ts';

/** Applies the imports that end with a commit, one after the other, in its transaction. */
export async function applyImports(
  file: HistoryTransaction,
  { tallies, organizations }: Known,
  { imports, batch }: Pick<Prepared, 'imports' | 'batch'>,
): Promise<ImportResult[]> {
  const deleted = new Set(batch.deleted.map(({ scope }) => scope));
  const results: ImportResult[] = [];
  for (const ended of imports) {
    results.push(await applyImport(file, ended, { tallies, organizations, deleted }));
  }
  return results;
}
