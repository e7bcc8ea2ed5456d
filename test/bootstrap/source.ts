import { dirname } from 'node:path';
import { onTestFinished } from 'vitest';
import { createApi } from '../../server/api/app.ts';
import type { ApiParts } from '../../server/api/context.ts';
import { BootstrapSource } from '../../server/bootstrap/bootstrap-source.ts';
import { NodeTokens } from '../../server/bootstrap/node-tokens.ts';
import { Tokens } from '../../server/gateway/tokens.ts';
import { Metrics } from '../../server/metrics/metrics.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import type { History } from '../../storage/types.ts';
import { batchAt, engagement, T0 } from '../storage/history/batches.ts';
import { temporaryFile } from '../storage/sqlite/temporary-file.ts';
import { type ServedApi, serveApi } from '../support/serve-api.ts';
import { SECRET } from '../support/tokens.ts';

export interface Source extends ServedApi {
  readonly history: History;
  readonly folder: string;
}

/** A node that has a history of a few megabytes. */
export async function openSource(
  wrap: (history: History) => Pick<History, 'backup'> = (it) => it,
): Promise<Source> {
  const file = await temporaryFile('headcount.db');
  const history = createSqliteHistory({ file });
  onTestFinished(() => history.close());
  await history.open();
  const engagements = Array.from({ length: 3000 }, (_, index) =>
    engagement({ id: `e${index}`, at: T0, data: { text: 'x'.repeat(1000) } }),
  );
  await history.commit(batchAt(T0, { engagements }));
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const folder = dirname(file);
  const tokens = new NodeTokens([SECRET]);
  const bootstrap = new BootstrapSource({ history: wrap(history), folder, tokens, onError });
  const parts: Partial<ApiParts> = {
    metrics: new Metrics(),
    credentials: new Tokens({ secrets: [SECRET] }),
    bootstrap,
    onError,
  };
  const api = createApi(parts as ApiParts);
  const served = await serveApi((request) => api.fetch(request));
  return { ...served, errors, history, folder };
}
