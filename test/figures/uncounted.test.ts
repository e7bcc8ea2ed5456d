import { expect, it, onTestFinished } from 'vitest';
import { totalsNow } from '../../server/figures/attendance-now.ts';
import { activeAttendees, activeMinutes } from '../../server/figures/minute-by-minute.ts';
import { topParticipants } from '../../server/figures/participants.ts';
import { retentionOf } from '../../server/figures/retention.ts';
import { summarizeSpan } from '../../server/figures/span-summary.ts';
import { rebuild } from '../../server/recorder/rebuild.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import {
  batchAt,
  catalogue,
  EVENT,
  ended,
  MINUTE,
  ROOM,
  STREAM,
  started,
  T0,
} from '../storage/history/batches.ts';
import { temporaryFile } from '../storage/sqlite/temporary-file.ts';

const THROUGH = T0 + 60 * MINUTE;
const present = (
  slice: number,
  attendee: string,
  [start, end]: readonly [number, number],
  session = ROOM,
) => [
  started({ slice, attendee, start, session }),
  ended({ slice, attendee, start, end, countedUntil: end, session }),
];

/** Ann was there for two minutes and, later, for no time; Bob for no time in each session; Cid for no time where Ann was, and a minute in the other session. */
async function written() {
  const file = await temporaryFile();
  const first = createSqliteHistory({ file });
  await first.open();
  const slices = [
    ...present(1, 'ann', [T0, T0 + MINUTE]),
    ...present(2, 'ann', [T0 + 9 * MINUTE, T0 + 9 * MINUTE]),
    ...present(3, 'bob', [T0 + MINUTE, T0 + MINUTE]),
    ...present(4, 'bob', [T0 + 3 * MINUTE, T0 + 3 * MINUTE], STREAM),
    ...present(5, 'cid', [T0 + 5 * MINUTE, T0 + 5 * MINUTE]),
    ...present(6, 'cid', [T0 + 7 * MINUTE, T0 + 7 * MINUTE + 1], STREAM),
  ];
  await first.commit(
    batchAt(THROUGH, {
      ...catalogue(),
      runs: [{ start: T0, end: THROUGH }],
      slicesStarted: slices.filter((one) => one.kind === 'sliceStarted'),
      slicesEnded: slices.filter((one) => one.kind === 'sliceEnded'),
    }),
  );
  await first.close();
  const history = createSqliteHistory({ file });
  onTestFinished(() => history.close());
  const restored = await history.open();
  await rebuild(history, restored);
  return { history, sessions: restored.sessions };
}

it('a presence of no time brings no figure: kept sums, summary, participants, minutes and stays agree', async () => {
  const { history, sessions } = await written();
  for (const [kind, key, keys, attendees, engagedMinutes] of [
    ['event', EVENT, [ROOM, STREAM], ['ann', 'cid'], 3],
    ['session', ROOM, [ROOM], ['ann'], 2],
    ['session', STREAM, [STREAM], ['cid'], 1],
  ] as const) {
    const rows = sessions.filter((session) => (keys as readonly number[]).includes(session.key));
    const kept = await totalsNow(history, { kind, key, sessions: rows }, THROUGH);
    const expected = { attendees: attendees.length, engagedMinutes };
    expect({ attendees: kept.attendees, engagedMinutes: kept.live.engagedMinutes }).toEqual(expected);
    const asked = rows.map(({ key, event, details, windows }) => {
      const { kind, videoDurationSeconds } = details;
      return { key, event, kind, windows, videoDurationSeconds };
    });
    const question = { sessions: asked, mode: undefined, from: T0, to: THROUGH, through: THROUGH };
    expect(await summarizeSpan(history, question, key)).toMatchObject(expected);
    const { totals, items } = await topParticipants(history, question, { order: 'engagedMinutes', limit: 9 });
    expect(totals).toMatchObject(expected);
    expect(items.map(({ attendee }) => attendee).toSorted()).toEqual(attendees);
    const minutes = await activeMinutes(history, question);
    expect(minutes.reduce((sum, minute) => sum + minute.attendees, 0)).toBe(engagedMinutes);
    const active = await activeAttendees(history, question, { afterAttendee: 0, limit: 9 });
    expect(active.map(({ attendee }) => attendee)).toEqual(attendees);
    const stays = await retentionOf(history, question, { stepMs: MINUTE, origin: T0 });
    expect(stays.attendees).toBe(attendees.length);
  }
});
