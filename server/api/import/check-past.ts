import { NOTHING_ASKED } from '../../../storage/nothing.ts';
import type { History, ImportSpool, KnownSlice, SliceRow } from '../../../storage/types.ts';
import { MINUTE_MS } from '../../durations.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { Actor } from '../../live/changes.ts';
import type { AttendeeLine, EngagementLine, ImportLine, SliceLine } from '../../live/import-lines.ts';
import type { Live } from '../../live/live.ts';
import { ERRORS } from '../../protocol/error-codes.ts';
import { isSameUse } from '../../recorder/import/past-rows.ts';
import { merged } from '../../recorder/import/spans.ts';
import { ApiError } from '../problem.ts';
import type { KnownSessions } from './check-catalogue.ts';
import type { ImportErrors } from './import-errors.ts';
import { erasedIn } from './stored-line.ts';

interface Options {
  readonly live: Live;
  readonly actor: Actor;
  readonly history: History;
  readonly spool: ImportSpool;
  readonly errors: ImportErrors;
  readonly tenant: ScopeKey;
  readonly sessions: KnownSessions;
  /** The actor's own. */
  readonly organization: ScopeKey;
  /** Log time, ms. */
  readonly now: number;
  /** Start of the present minute, ms: before it everything must be over. */
  readonly minute: number;
}

const PAGE = 500;
/** Minutes of all sessions together in which slices of one import may lie: so many are counted again at its last entry. */
const MAX_SESSION_MINUTES = 250_000;

/** Gives how many slices there are. */
export async function checkPast(options: Options): Promise<number> {
  const { spool, errors } = options;
  errors.addTo(
    await spool.overlapping(),
    'start',
    'overlaps another slice of the same attendee, session and mode',
  );
  const busy = new BusyMinutes();
  let slices = 0;
  for (let after = 0; ; ) {
    const lines = await spool.page({ after, limit: PAGE });
    const sliceLines = lines.filter((line) => line.kind === 'slice');
    for (const line of sliceLines) busy.add(line);
    checkTimes(lines, options);
    checkErased(lines, options);
    await checkSlices(sliceLines, options);
    await checkEngagements(
      lines.filter((line) => line.kind === 'engagement'),
      options,
    );
    await checkAttendees(
      lines.filter((line) => line.kind === 'attendee'),
      options,
    );
    slices += sliceLines.length;
    const last = lines.at(-1);
    if (last === undefined || lines.length < PAGE) break;
    after = last.line;
  }
  if (busy.count > MAX_SESSION_MINUTES) {
    const most = `the slices of an import may lie in ${MAX_SESSION_MINUTES} minutes of sessions at most`;
    throw new ApiError('too_large', `${most}, not in ${busy.count}`);
  }
  return slices;
}

function checkTimes(lines: readonly ImportLine[], { minute, now, errors }: Options): void {
  const late = 'must lie before the present minute';
  for (const line of lines) {
    if (line.kind === 'slice' && line.end >= minute) errors.add(line.line, [{ path: 'end', message: late }]);
    if (line.kind === 'engagement' && line.at >= minute)
      errors.add(line.line, [{ path: 'at', message: late }]);
    const isRegistration = line.kind === 'registration' || line.kind === 'bookmark';
    if (isRegistration && (line.details.at ?? 0) > now)
      errors.add(line.line, [{ path: 'at', message: 'must not lie in the future' }]);
  }
}

function checkErased(lines: readonly ImportLine[], { live, actor: { org }, errors }: Options): void {
  for (const line of lines) {
    const found = erasedIn(live, org, line);
    if (found.length > 0) errors.add(line.line, found);
  }
}

/** Who belongs to another organization may be named, but not changed. */
async function checkAttendees(
  lines: readonly AttendeeLine[],
  { history, errors, tenant, organization }: Options,
): Promise<void> {
  if (lines.length === 0) return;
  const { attendees } = await history.known({
    ...NOTHING_ASKED,
    attendees: lines.map(({ id }) => ({ tenant, id })),
  });
  const others = attendees.filter(({ owners }) => !owners.includes(organization));
  const ids = new Set(others.map(({ id }) => id));
  const taken = lines.filter(({ id }) => ids.has(id));
  for (const { line } of taken) errors.add(line, [{ path: 'id', message: ERRORS.id_taken.message }]);
}

async function checkSlices(
  lines: readonly SliceLine[],
  { history, errors, tenant, sessions }: Options,
): Promise<void> {
  if (lines.length === 0) return;
  const { slices } = await history.known({
    ...NOTHING_ASKED,
    slices: lines.map(({ id }) => ({ tenant, id })),
  });
  const known = new Map(slices.map((slice) => [slice.id, slice]));
  const fresh: { line: SliceLine; session: ScopeKey }[] = [];
  for (const line of lines) {
    const slice = known.get(line.id);
    const session = sessions.get(line.session);
    if (slice === undefined && session !== undefined) fresh.push({ line, session });
    if (slice !== undefined && !isAsBefore(line, session, slice))
      errors.add(line.line, [{ path: 'id', message: 'has been imported with other content' }]);
  }
  const overlapped = await history.overlapping(
    fresh.map(({ line, session }) => {
      const { attendee, mode, start, end } = line;
      return { tenant, session, attendee, mode, start, end };
    }),
  );
  for (const place of new Set(overlapped.map((row) => row.place))) {
    const line = fresh[place]?.line.line ?? 0;
    errors.add(line, [
      { path: 'start', message: 'overlaps a slice of the same attendee that is there already' },
    ]);
  }
}

/** What is no longer kept is taken for the same. */
function isAsBefore(line: SliceLine, session: ScopeKey | undefined, { row }: KnownSlice): boolean {
  if (row === null) return true;
  const now = [session, line.attendee, line.mode, line.start, line.end, line.country, line.watchedMs];
  return now.every((value, index) => value === contentOf(row)[index]);
}

function contentOf({ session, attendee, mode, start, end, country, playedMs }: SliceRow) {
  return [session, attendee, mode, start, end, country, playedMs];
}

async function checkEngagements(
  lines: readonly EngagementLine[],
  { history, errors, tenant, sessions }: Options,
): Promise<void> {
  if (lines.length === 0) return;
  const { ids } = await history.known({
    ...NOTHING_ASKED,
    ids: lines.map(({ id }) => ({ tenant, id })),
  });
  const used = new Map(ids.map((one) => [one.id, one]));
  for (const { line, id, session, attendee, action } of lines) {
    const before = used.get(id);
    const isOther = before && !isSameUse(before, { session: sessions.get(session) ?? -1, attendee, action });
    if (isOther) errors.add(line, [{ path: 'id', message: ERRORS.id_conflict.message }]);
  }
}

/** In how many minutes of sessions slices lie, gaps of an hour and less among them. */
class BusyMinutes {
  readonly #sessions = new Map<string, { from: number; to: number }[]>();

  add({ session, start, end }: SliceLine): void {
    const spans = this.#sessions.get(session) ?? [];
    spans.push({ from: start, to: end });
    this.#sessions.set(session, spans.length > 1000 ? merged(spans, 60 * MINUTE_MS) : spans);
  }

  get count(): number {
    const spans = [...this.#sessions.values()].flatMap((list) => merged(list, 60 * MINUTE_MS));
    return spans.reduce((sum, { from, to }) => sum + Math.ceil((to - from) / MINUTE_MS) + 1, 0);
  }
}
