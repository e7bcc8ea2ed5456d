import { plainOrganization } from '../../server/live/plain.ts';
import { NOTHING_TO_WRITE } from '../../storage/nothing.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import type { EngagementRow, HistoryBatch } from '../../storage/types.ts';
import { openPlainTable } from './plain-table.ts';
import { SESSION } from './session-client.ts';

/** 2026-05-04T08:00:00Z */
const START = 1_777_881_600_000;
const ROWS_A_COMMIT = 20_000;
const PEOPLE = 5000;
const ORGANIZATION = 1;
const EVENT = 2;
const ROOM = 3;

const CATALOGUE = {
  organizations: [plainOrganization({ key: ORGANIZATION, id: 'bench', tenant: ORGANIZATION, parent: null })],
  events: [
    {
      key: EVENT,
      tenant: ORGANIZATION,
      id: 'bench',
      organization: ORGANIZATION,
      version: 1,
      details: {
        title: 'bench',
        shortCode: null,
        startsAt: null,
        endsAt: null,
        timeZone: null,
        metadata: {},
      },
      endedAt: null,
    },
  ],
  sessions: [
    {
      key: ROOM,
      tenant: ORGANIZATION,
      id: SESSION,
      event: EVENT,
      version: 1,
      details: {
        title: SESSION,
        kind: 'mainStage',
        capacity: null,
        enforceCapacity: false,
        startsAt: null,
        endsAt: null,
        videoDurationSeconds: null,
        more: {},
      },
      windows: [],
      ended: false,
      replay: false,
      hasSlices: false,
      hasEngagements: false,
    },
  ],
} satisfies Partial<HistoryBatch>;

function row(index: number): EngagementRow {
  return {
    tenant: ORGANIZATION,
    organization: ORGANIZATION,
    session: ROOM,
    attendee: `p${index % PEOPLE}`,
    id: `stored-${index}`,
    action: 'chat.message',
    data: { text: 'Could you say more about that last point?' },
    at: START + index,
    anonymous: false,
  };
}

function* batches(count: number): Generator<HistoryBatch> {
  for (let done = 0; done < count; done += ROWS_A_COMMIT) {
    const length = Math.min(ROWS_A_COMMIT, count - done);
    const engagements = Array.from({ length }, (_, index) => row(done + index));
    const place = { position: String(done + length), time: START + done + length };
    yield { ...NOTHING_TO_WRITE, ...place, ...(done === 0 ? CATALOGUE : {}), engagements };
  }
}

/** A file of record in which a session has `count` engagements. */
export async function seedEngagements(file: string, count: number): Promise<void> {
  const history = createSqliteHistory({ file });
  await history.open();
  for (const batch of batches(count)) await history.commit(batch);
  await history.close();
}

export async function seedPlainTable(file: string, count: number): Promise<void> {
  const table = await openPlainTable(file);
  for (let done = 0; done < count; done += ROWS_A_COMMIT) await table.insert('stored', done, ROWS_A_COMMIT);
  await table.close();
}
