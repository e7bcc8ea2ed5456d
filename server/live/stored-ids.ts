import type { PastLine } from './import-lines.ts';
import type { Live } from './live.ts';

type Ids = Pick<Live, 'storedId'>;

/** Data of an engagement, naming people by the ids that they are stored as. */
export function withStoredIds(
  live: Ids,
  org: string,
  { action, data }: { readonly action: string; readonly data: unknown },
): unknown {
  if (action !== 'teleport' || typeof data !== 'object' || data === null || !('to' in data)) return data;
  return typeof data.to === 'string' ? { ...data, to: live.storedId(org, data.to) } : data;
}

/** The same for a line of an import. */
export function lineWithStoredIds(live: Ids, org: string, line: PastLine): PastLine {
  if (line.kind === 'attendee') return { ...line, id: live.storedId(org, line.id) };
  const attendee = live.storedId(org, line.attendee);
  if (line.kind === 'slice') return { ...line, attendee };
  if (line.kind === 'engagement') return { ...line, attendee, data: withStoredIds(live, org, line) };
  return { ...line, id: `${line.scope.kind}:${line.scope.id} ${attendee}`, attendee };
}
