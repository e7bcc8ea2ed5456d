import { MINUTE_MS } from '../../durations.ts';
import type { ScopeState } from '../scope-state.ts';
import type { AlertRule, LastAlert, OpenAlert } from './rule.ts';

/** Least time between two alerts of new peaks, ms. */
const PEAK_MS = 60_000;

/** The most people in a minute, by the minute's start. */
export type MinuteMost = readonly [minute: number, most: number];

/** What a rule remembers of its scope, as plain JSON. */
export interface Watched {
  open: OpenAlert | null;
  /** Log time, ms, before which nothing is raised. */
  quietUntil: number;
  /** There was once enough: fewer, or nobody, is a loss. */
  isArmed: boolean;
  /** Covered time since which nobody is there, ms; null while somebody is. */
  emptySince: number | null;
  count: number;
  /** Minutes in which the count changed, the oldest first; of `drop` only. */
  recent: readonly MinuteMost[];
  /** Of the last peak that is no news. */
  peakAt: number;
}

/** A rule with the scope that it is about, and what it remembers of it. */
export class AlertWatch {
  rule: AlertRule;
  readonly scope: ScopeState;
  watched: Watched;
  /** Log time, ms, at which it is to be looked at even though nothing changes. */
  due = Number.POSITIVE_INFINITY;

  constructor(rule: AlertRule, scope: ScopeState, watched: Watched) {
    this.rule = rule;
    this.scope = scope;
    this.watched = watched;
  }

  /** The count is another one, or stands. `covered`: covered time, ms. */
  see(minute: number, covered: number): void {
    const { watched, scope } = this;
    const { condition } = this.rule.details;
    const count = scope.concurrent;
    if (count > 0) watched.emptySince = null;
    else watched.emptySince ??= covered;
    if (condition.kind === 'below') watched.isArmed ||= count >= condition.clearAt;
    if (condition.kind === 'silence') watched.isArmed ||= count > 0;
    if (condition.kind === 'drop') this.#remember(Math.max(watched.count, count), minute, condition.minutes);
    watched.count = count;
  }

  #remember(most: number, minute: number, minutes: number): void {
    const { watched } = this;
    const last = watched.recent.at(-1);
    if (last?.[0] === minute && last[1] >= most) return;
    const from = minute - minutes * MINUTE_MS;
    const before = watched.recent.filter(([start]) => start >= from && start < minute);
    watched.recent = [...before, [minute, most]];
  }

  /** The most people of the minutes that count for a drop. */
  get most(): number {
    return this.watched.recent.reduce((most, [, one]) => Math.max(most, one), 0);
  }
}

/** What a rule knows that is new, or about something else than before. */
export function newWatched(scope: ScopeState): Watched {
  return {
    ...{ open: null, quietUntil: 0, isArmed: false, emptySince: null, recent: [] },
    ...{ count: scope.concurrent, peakAt: scope.peakAt ?? 0 },
  };
}

/** What a rule knows after a start from the file. */
export function watchedAfter(rule: AlertRule, scope: ScopeState, last: LastAlert | undefined): Watched {
  const watched = newWatched(scope);
  if (last === undefined) return watched;
  const { raisedAt, value, worst, isMuted, clearedAt } = last;
  if (clearedAt === null) return { ...watched, open: { raisedAt, value, worst, isMuted } };
  return { ...watched, quietUntil: clearedAt + pauseOf(rule) };
}

/** How long nothing is raised after an alert has ended, ms. */
export function pauseOf({ details: { condition, coolDownMs } }: AlertRule): number {
  return condition.kind === 'peak' ? Math.max(PEAK_MS, coolDownMs) : coolDownMs;
}
