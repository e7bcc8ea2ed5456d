import { expect, test } from 'vitest';
import { circlesOf } from '../../server/figures/circles.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { batchAt, catalogue, engagement, ROOM, STREAM, T0 } from '../storage/history/batches.ts';
import { temporaryFile } from '../storage/sqlite/temporary-file.ts';

test('a circle that is joined again is one, and people met are others, each once', async () => {
  const history = createSqliteHistory({ file: await temporaryFile() });
  await history.open();
  const joins = [
    ['ann', ROOM, 'b1', 0],
    ['bob', ROOM, 'b1', 1],
    ['ann', ROOM, 'b1', 2],
    ['ann', ROOM, 'b2', 3],
    ['bob', ROOM, 'b2', 4],
    ['cid', ROOM, 'b2', 5],
    // Another circle of the same name, and one after the span.
    ['dot', STREAM, 'b1', 6],
    ['eve', ROOM, 'b1', 9],
  ] as const;
  const engagements = joins.map(([attendee, session, bubble, at], index) =>
    engagement({ id: `e${index}`, at: T0 + at, attendee, session, action: 'bubble.join', data: { bubble } }),
  );
  await history.commit(batchAt(T0 + 9, { ...catalogue(), engagements }));
  const sessions = [ROOM, STREAM].map((key) => ({
    ...{ key, event: 1, kind: 'networking' as const, windows: [], videoDurationSeconds: null },
  }));
  const question = { sessions, from: T0, to: T0 + 9, through: T0 + 9 };
  const keys = new Map(
    (await history.attendees([1, 2, 3, 4, 5])).map(({ attendee, attendeeKey }) => [attendee, attendeeKey]),
  );
  const circles = await circlesOf(history, question, [...keys.values()]);
  const of = (attendee: string) => circles(keys.get(attendee) ?? 0);
  expect(['ann', 'bob', 'cid', 'dot', 'eve'].map(of)).toEqual([
    { circles: 2, peopleMet: 2 },
    { circles: 2, peopleMet: 2 },
    { circles: 1, peopleMet: 2 },
    { circles: 1, peopleMet: 0 },
    { circles: 0, peopleMet: 0 },
  ]);
  await history.close();
});
