import type { ScopeKey } from '../../live/catalogue.ts';
import { viewMsOf } from '../slice-figures.ts';
import { type AskedSession, groupOf, type KindGroup } from '../span-question.ts';

/** A session of a question, with what the sums over many people need to know of it at hand. */
export interface Slot {
  readonly session: AskedSession;
  /** Its place among those of the question. */
  readonly place: number;
  readonly group: KindGroup | undefined;
  /** Number of the part of its event over which minutes are distinct. */
  readonly part: number;
  /** So much watch time makes a view. */
  readonly viewMs: number;
  /** Length of its video, ms; null: not known. */
  readonly videoMs: number | null;
  /** It lies in several parts of the span, so that what somebody watched of it is to be added up first. */
  readonly isDivided: boolean;
}

export type Slots = ReadonlyMap<ScopeKey, Slot>;

/** @param divided See `dividedSessions`. */
export function slotsOf(sessions: readonly AskedSession[], divided: ReadonlySet<ScopeKey>): Slots {
  const parts = [...new Set(sessions.map(({ part }) => part))];
  return new Map(
    sessions.map((session, place) => {
      const { key, kind, videoDurationSeconds } = session;
      const slot: Slot = {
        ...{ session, place, group: groupOf(kind), part: parts.indexOf(session.part) },
        viewMs: viewMsOf(videoDurationSeconds),
        videoMs: videoDurationSeconds === null ? null : videoDurationSeconds * 1000,
        isDivided: divided.has(key),
      };
      return [key, slot];
    }),
  );
}
