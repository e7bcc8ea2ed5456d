import type { SessionState } from '../live/registry.ts';
import type { AttendedScope } from './attendance-now.ts';

/**
 * What attendance and its sums are kept of that is just these sessions of one event: a session, or the event if nobody was ever in
 * others of it. Undefined where nothing is, so that slices must say it.
 */
export function keptScope(sessions: readonly SessionState[]): AttendedScope | undefined {
  const used = sessions.filter(({ row }) => row.hasSlices);
  const [first] = used;
  if (first === undefined) return undefined;
  const rows = used.map(({ row }) => row);
  if (rows.length === 1) return { kind: 'session', key: first.row.key, sessions: rows };
  const ofEvent = [...first.event.sessions].filter(({ row }) => row.hasSlices);
  if (ofEvent.length !== rows.length) return undefined;
  return { kind: 'event', key: first.event.row.key, sessions: rows };
}
