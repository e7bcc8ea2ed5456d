import type { AskedSession } from '../../server/figures/span-question.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import type { History, HistoryBatch } from '../../storage/types.ts';
import { batchAt, ended, event, organization, session, started, T0 } from '../storage/history/batches.ts';

/** Rooms 10 and 11 of event 2, 12 of event 3. */
const ROOMS = [
  session({ key: 10, id: 'room', event: 2 }),
  session({ key: 11, id: 'hall', event: 2 }),
  session({ key: 12, id: 'elsewhere', event: 3 }),
];

export const ASKED: readonly AskedSession[] = ROOMS.map(({ key, event }) => {
  return { key, event, kind: 'mainStage', windows: [], videoDurationSeconds: null };
});

/** A live presence that has ended. */
export const visit = (
  slice: number,
  [attendee, country]: readonly [attendee: string, country: string],
  [room, start, end]: readonly [room: number, start: number, end: number],
) => {
  const common = { slice, attendee, country, session: room, mode: 'live', start } as const;
  return { begun: started(common), over: ended({ ...common, end, countedUntil: end }) };
};

export interface Rooms {
  readonly file: string;
  readonly through: number;
  readonly visits: readonly ReturnType<typeof visit>[];
  readonly engagements?: HistoryBatch['engagements'];
}

/** A file with those who were in the rooms since `T0`, of which no day is kept yet. Close it. */
export async function roomsIn({ file, through, visits, engagements = [] }: Rooms): Promise<History> {
  const history = createSqliteHistory({ file });
  await history.open();
  await history.commit(
    batchAt(through, {
      organizations: [organization()],
      events: [event({ key: 2, id: 'e2' }), event({ key: 3, id: 'e3' })],
      sessions: ROOMS,
      runs: [{ start: T0, end: through }],
      slicesStarted: visits.map(({ begun }) => begun),
      slicesEnded: visits.map(({ over }) => over),
      engagements,
    }),
  );
  return history;
}
