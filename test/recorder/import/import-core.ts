import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Importer } from '../../../server/api/import/importer.ts';
import type { Actor } from '../../../server/live/changes.ts';
import type { ImportSummary } from '../../../server/recorder/import/import-result.ts';
import { openImportSpool } from '../../../storage/sqlite/import-spool.ts';
import { type Core, actor as named } from '../core.ts';

/** Imports into a core whose time goes on only when told: it is, until the import is answered. */
export async function importInto(
  core: Core,
  file: string,
  lines: readonly object[],
  actor: Actor = named('desk', 'operator'),
): Promise<ImportSummary> {
  const importer = new Importer({
    live: core.live,
    history: core.history,
    pipeline: { write: core.write, now: () => core.live.time ?? 0 },
    openSpool: (name) => openImportSpool(dirname(file), name),
  });
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  let isDone = false;
  const answer = importer.import({ actor, key: undefined, body: new Blob([text]).stream() }).finally(() => {
    isDone = true;
  });
  answer.catch(() => {});
  while (!isDone) {
    await core.pass(50);
    await setImmediate();
  }
  return answer;
}
