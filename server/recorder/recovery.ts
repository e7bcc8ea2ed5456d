import type { History, Restored, SliceRow } from '../../storage/types.ts';
import { DAY_MS } from '../durations.ts';
import { Live } from '../live/live.ts';
import { liveLength } from '../live/live-windows.ts';
import type { PastSlice } from '../live/recall.ts';
import { dayOf } from '../live/watch.ts';
import type { FileEnd } from './known.ts';
import { Tallies } from './tallies.ts';

const MINUTE_MS = 60_000;

export interface Recovered {
  readonly live: Live;
  readonly tallies: Tallies;
  readonly restored: Restored;
  /** Slices that a crash had left open. */
  readonly crashed: number;
  /** Position in the log to read after. */
  readonly readAfter: string | null;
  /** For the recorder, where the log is read from before it; null: the file ends with an end of its own. */
  readonly fileEnd: FileEnd | null;
  /** Why the snapshot in the file could not be used. */
  readonly refusedSnapshot: Error | null;
}

/**
 * Opens the file and builds the core that goes on where it ends: slices that a crash left open end at the last sign of life
 * in the file, and the minute of that moment is counted again from slices.
 */
export async function recover(history: History): Promise<Recovered> {
  return recoverFrom(history, await history.open());
}

/** The same for a file that is open already. */
export async function recoverFrom(history: History, restored: Restored): Promise<Recovered> {
  const { time } = restored;
  const common = {
    tallies: new Tallies(restored),
    restored,
    readAfter: restored.position,
    fileEnd: null,
    refusedSnapshot: null,
  };
  if (time === null) return { ...common, live: new Live({ ...restored }), crashed: 0 };
  let { watched } = restored;
  const crashed = await history.endOpenSlices(time, (ended) => {
    watched = watchedWith(restored, ended, time);
    return watched;
  });
  const live = new Live({ ...restored, watched });
  const minute = Math.floor(time / MINUTE_MS) * MINUTE_MS;
  const slices = await history.slicesBetween(minute - 1, time + 1);
  const runs = await history.runs(minute, time + 1);
  live.recall({ minute, slices: slices.flatMap(pastSlice), runs, end: runs.at(-1)?.end ?? time });
  return { ...common, live, crashed: crashed.length };
}

function pastSlice(row: SliceRow): PastSlice[] {
  return row.countedUntil === null ? [] : [{ ...row, countedUntil: row.countedUntil }];
}

/** The watch time of ended slices with that of the slices which the crash has ended. */
function watchedWith(restored: Restored, crashed: readonly SliceRow[], time: number): Restored['watched'] {
  const sums = new Map(restored.watched.map((row) => [row.scope, { ...row }]));
  const sessions = new Map(restored.sessions.map((session) => [session.key, session]));
  const events = new Map(restored.events.map((event) => [event.key, event]));
  const organizations = new Map(
    restored.organizations.map((organization) => [organization.key, organization]),
  );
  const dayStart = dayOf(time) * DAY_MS;
  const add = (scope: number, day: number, row: SliceRow, from: number) => {
    const windows = row.mode === 'live' ? (sessions.get(row.session)?.windows ?? []) : [];
    const length = liveLength({ start: Math.max(row.start, from), end: row.end ?? time }, windows);
    const ms = row.playedMs === null ? length : Math.min(length, row.playedMs);
    const sum = sums.get(scope) ?? { scope, day, ms: 0, liveMs: 0 };
    sums.set(scope, { ...sum, ms: sum.ms + ms, liveMs: sum.liveMs + (row.mode === 'live' ? ms : 0) });
  };
  for (const row of crashed) {
    const event = events.get(sessions.get(row.session)?.event ?? -1);
    add(row.session, 0, row, row.start);
    if (event === undefined) continue;
    add(event.key, 0, row, row.start);
    for (
      let key: number | null = event.organization;
      key !== null;
      key = organizations.get(key)?.parent ?? null
    ) {
      add(key, dayOf(time), row, dayStart);
    }
  }
  return [...sums.values()];
}
