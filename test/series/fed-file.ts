import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Live } from '../../server/live/live.ts';
import { recover } from '../../server/recorder/recovery.ts';
import { FileSeries } from '../../server/series/file-series.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import type { History, HistoryBatch } from '../../storage/types.ts';
import { batchAt, catalogue, event, organization, session, T0 } from '../storage/history/batches.ts';

/** An organization with a part, each with an event; their ids hold every character that is allowed besides letters. */
export const SUB = 11;
export const SUB_EVENT = 12;
export const SUB_ROOM = 13;
export const STRANGE = { organization: 'ac.me_~:@+|/-', event: 'конф/1|2', session: '東京:room+a@b' };

function twoOrganizations(): Pick<HistoryBatch, 'organizations' | 'events' | 'sessions'> {
  const { organizations, events, sessions } = catalogue();
  const part = organization({ key: SUB, id: STRANGE.organization, parent: 1 });
  const theirs = event({ key: SUB_EVENT, id: STRANGE.event, organization: SUB });
  const room = session({ key: SUB_ROOM, id: STRANGE.session, event: SUB_EVENT });
  return {
    organizations: [...organizations, part],
    events: [...events, theirs],
    sessions: [...sessions, room],
  };
}

/** A file that is fed with what a recorder would write, and a core that knows its catalogue. */
export interface FedFile {
  readonly history: History;
  readonly live: Live;
  readonly series: FileSeries;
  readonly dataThrough: () => number;
  /** Commits; the log has been alive since T0. */
  feed(time: number, parts?: Partial<HistoryBatch>): Promise<HistoryBatch>;
  close(): Promise<void>;
}

/** For `beforeAll`: whoever opens it calls `close`. */
export async function openFile(): Promise<FedFile> {
  const folder = mkdtempSync(join(tmpdir(), 'headcount-'));
  const file = join(folder, 'headcount.db');
  const first = createSqliteHistory({ file });
  await first.open();
  await first.commit(batchAt(T0, twoOrganizations()));
  await first.close();
  const history = createSqliteHistory({ file });
  const { live } = await recover(history);
  let through = T0;
  const dataThrough = () => through;
  return {
    history,
    live,
    series: new FileSeries({ history, live, dataThrough }),
    dataThrough,
    async feed(time, parts = {}) {
      const batch = batchAt(time, { runs: [{ start: T0, end: time }], ...parts });
      await history.commit(batch);
      through = time;
      return batch;
    },
    async close() {
      await history.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A file that goes when the test has finished. */
export async function openFedFile(): Promise<FedFile> {
  const file = await openFile();
  onTestFinished(() => file.close());
  return file;
}
