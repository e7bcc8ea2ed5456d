import type { DayToKeep, History } from '../../storage/types.ts';
import { DAY_MS } from '../durations.ts';
import { packDay } from '../figures/days/pack-day.ts';
import { type AskedSession, askedSession } from '../figures/span-question.ts';
import type { Live } from '../live/live.ts';
import { dayOf } from '../live/watch.ts';
import { Hourly } from './hourly.ts';

export interface KeepDaysOptions {
  readonly history: History;
  readonly live: Live;
  /** They could not be kept; it is tried again with a commit in the next hour. */
  readonly onError: (error: unknown) => void;
}

/**
 * Whoever is still there then was there to the end of the day: the last proof of a presence is never that old when it ends. Should
 * it be after all, that end changes the day.
 */
const CLOSES_AFTER_MS = 600_000;

/** Keeps days of events once they have closed, and again where their past has changed, beside the commits. */
export class KeepDays extends Hourly {
  constructor({ history, live, onError }: KeepDaysOptions) {
    const sessions = () => live.registry.sessions().map(askedSession);
    super({
      run: (through, isStopped) => keepDaysThrough(history, { sessions, through }, isStopped),
      afterMs: CLOSES_AFTER_MS,
      onError,
    });
  }
}

interface Kept {
  /** All that there are by now. */
  readonly sessions: () => readonly AskedSession[];
  /** Log time up to which everything is on disk, ms. */
  readonly through: number;
  /** So many days are packed at a time, one while others are read. @default 1 */
  readonly atOnce?: number;
}

/** Keeps all days that have closed. */
export async function keepDaysThrough(
  history: History,
  { sessions, through, atOnce = 1 }: Kept,
  isStopped: () => boolean = () => false,
): Promise<void> {
  const keys = sessions().map(({ key }) => key);
  const open = dayOf(through - CLOSES_AFTER_MS);
  const before = await history.daysKeptBefore();
  const first = before ?? Math.min((await history.firstDay(keys)) ?? open, open - 1);
  for (let day = first; day < open && !isStopped(); )
    day = await history.closeDays({ first: day, last: open - 1 }, keys);
  const days = (await history.daysToKeep()).values();
  const keepNext = async () => {
    for (const day of days) {
      if (isStopped()) return;
      await keepDay(history, sessions(), day);
    }
  };
  // Nothing is written any more when it has failed.
  const all = await Promise.allSettled(Array.from({ length: atOnce }, keepNext));
  const failed = all.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function keepDay(
  history: History,
  sessions: readonly AskedSession[],
  { event, day, changes }: DayToKeep,
): Promise<void> {
  const ofEvent = sessions.filter((session) => session.event === event);
  const packed = await packDay(history, ofEvent, { from: day * DAY_MS, to: (day + 1) * DAY_MS });
  if (packed !== undefined) await history.keepDay({ event, day, changes, ...packed });
}
