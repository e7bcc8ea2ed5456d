import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import type { History } from '../../../storage/types.ts';
import { historySuite } from '../history.suite.ts';

historySuite('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headcount-'));
  const created: History[] = [];
  onTestFinished(async () => {
    await Promise.all(created.map((history) => history.close()));
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    create() {
      const history = createSqliteHistory({ file: join(folder, 'history.db') });
      created.push(history);
      return history;
    },
  };
});
