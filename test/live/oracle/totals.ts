import type { Track } from '../../../server/live/effects.ts';
import type { MinuteFigures, Presences } from './counts.ts';
import { countsBetween, highest, minuteFigures } from './counts.ts';
import { connectionsAtEnd, slicesOf } from './figures.ts';
import type { ScopeName } from './model.ts';
import { DAY, MINUTE } from './model.ts';
import type { Oracle } from './oracle.ts';
import { countedSpans } from './spans.ts';
import { watchMs } from './watch.ts';

export function nameOf({ org, kind, id }: ScopeName): string {
  return `${org}/${kind}:${id}`;
}

function floors(times: readonly number[], step: number): number[] {
  return [...new Set(times.map((time) => Math.floor(time / step) * step))];
}

const TRACKS = [undefined, 'live', 'onDemand'] as const;

function hasRow({ peak, joins, leaves }: MinuteFigures): boolean {
  return peak > 0 || joins > 0 || leaves > 0;
}

export interface ClosedMinute extends MinuteFigures {
  /** Joined when it ended; null for a single mode. */
  readonly connections: number | null;
}

/** Every minute that must have a row once the last entry has been applied, by scope, track and minute. */
export function closedMinutes(oracle: Oracle): Map<string, ClosedMinute> {
  const rows = new Map<string, ClosedMinute>();
  const now = oracle.times.at(-1) ?? 0;
  const minutes = floors(oracle.times, MINUTE).filter((minute) => minute + MINUTE <= now);
  for (const scope of oracle.catalogue.scopes) {
    for (const [track, mode] of TRACKS.entries()) {
      const slices = slicesOf(oracle, scope).filter((slice) => mode === undefined || slice.mode === mode);
      const presences = countedSpans(slices);
      for (const minute of minutes) {
        const row = minuteFigures(presences, { minute, now, runs: oracle.runs });
        if (!hasRow(row)) continue;
        const connections = track === 0 ? connectionsAtEnd(oracle, scope, minute + MINUTE) : null;
        rows.set(minuteKey(nameOf(scope), track as Track, minute), { ...row, connections });
      }
    }
  }
  return rows;
}

export function minuteKey(scope: string, track: Track, minute: number): string {
  return `${scope} track ${track} ${new Date(minute).toISOString()}`;
}

/** Start of each UTC day that an organization's figures are kept for (only days of which the log knows), 0 for other scopes. */
function days(oracle: Oracle, scope: ScopeName): number[] {
  return scope.kind === 'organization' ? floors(oracle.times, DAY) : [0];
}

function* scopeDays(
  oracle: Oracle,
): Generator<{ key: string; presences: Presences; start: number; end: number }> {
  const now = oracle.times.at(-1) ?? 0;
  for (const scope of oracle.catalogue.scopes) {
    const presences = countedSpans(slicesOf(oracle, scope));
    for (const start of days(oracle, scope)) {
      const end = scope.kind === 'organization' ? Math.min(now, start + DAY - 1) : now;
      yield { key: `${nameOf(scope)} day ${start / DAY}`, presences, start, end };
    }
  }
}

/** Who was counted where: scope, day and attendee. */
export function seen(oracle: Oracle): Set<string> {
  const all = new Set<string>();
  for (const { key, presences, start, end } of scopeDays(oracle)) {
    for (const [attendee, spans] of presences) {
      if (spans.some((span) => span.start <= end && span.end > start)) all.add(`${key} ${attendee}`);
    }
  }
  return all;
}

/** The highest concurrency of each scope and day, where there was any. */
export function peaks(oracle: Oracle): Map<string, { value: number; at: number }> {
  const all = new Map<string, { value: number; at: number }>();
  for (const { key, presences, start, end } of scopeDays(oracle)) {
    const peak = highest(countsBetween(presences, start, end));
    if (peak.value > 0) all.set(key, peak);
  }
  return all;
}

/** Watch time of the ended slices of each scope, of organizations today, where there is any. */
export function watched(oracle: Oracle): Map<string, { ms: number; liveMs: number }> {
  const now = oracle.times.at(-1) ?? 0;
  const all = new Map<string, { ms: number; liveMs: number }>();
  for (const scope of oracle.catalogue.scopes) {
    const daily = scope.kind === 'organization';
    const slices = slicesOf(oracle, scope).filter((slice) => slice.ended);
    const live = slices.filter((slice) => slice.mode === 'live');
    const sum = { ms: watchMs(slices, now, daily), liveMs: watchMs(live, now, daily) };
    if (sum.ms > 0) all.set(`${nameOf(scope)} day ${daily ? Math.floor(now / DAY) : 0}`, sum);
  }
  return all;
}
