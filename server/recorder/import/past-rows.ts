import type { HistoryBatch, HistoryTransaction, ImportedSlice, PastAnswer } from '../../../storage/types.ts';
import type { CountedSession, Engaged, ImportEnded, Seen } from '../../live/effects.ts';
import type { EngagementLine, PastLine, SliceLine } from '../../live/import-lines.ts';
import { dayOf } from '../../live/watch.ts';
import type { BatchBuilder } from '../batch.ts';
import { referenceOf } from '../engagement-data.ts';
import { MemoryOfEngagements, questionFor } from '../memory-of-engagements.ts';
import type { ImportConflict } from './import-result.ts';

/** What some past lines come to. */
export interface PastRows {
  readonly rows: Partial<Omit<HistoryBatch, 'position' | 'time'>>;
  readonly slices: readonly { readonly row: ImportedSlice; readonly session: CountedSession }[];
  readonly engagements: number;
  readonly repeated: number;
  readonly conflicts: readonly ImportConflict[];
}

interface Options {
  readonly ended: ImportEnded;
  readonly sessions: ReadonlyMap<string, CountedSession>;
  readonly builder: BatchBuilder;
  readonly nextSlice: () => number;
}

const FROM_THE_PAST = { org: '', role: 'attendee' } as const;

/** Decides past lines, in the order of the import: what is there already changes nothing. */
export async function pastRows(
  file: HistoryTransaction,
  lines: readonly PastLine[],
  options: Options,
): Promise<PastRows> {
  const { tenant } = options.ended;
  const sliceLines = lines.filter((line) => line.kind === 'slice');
  const engaged = lines.flatMap((line) =>
    line.kind === 'engagement' ? [{ line, engaged: engagedOf(line, options) }] : [],
  );
  const known = await file.known({
    ...questionFor(engaged.map((one) => one.engaged)),
    attendees: [],
    slices: sliceLines.map(({ id }) => ({ tenant, id })),
  });
  const slices = newSlices(sliceLines, known, options);
  const decided = decideEngagements(engaged, known, options.builder);
  const { engagements, engagementCounts, engagementMinutes, polls } = options.builder.build([]);
  return {
    rows: {
      ...{ engagements, engagementCounts, engagementMinutes, polls },
      slicesImported: slices.map(({ row }) => row),
      seen: slices.flatMap(({ row, session }) => seenOf(row, session)),
    },
    slices,
    engagements: engagements.length,
    repeated: sliceLines.length - slices.length + decided.repeated,
    conflicts: decided.conflicts,
  };
}

function newSlices(
  lines: readonly SliceLine[],
  known: PastAnswer,
  { ended: { tenant }, sessions, nextSlice }: Options,
): PastRows['slices'] {
  const used = new Set(known.slices.map(({ id }) => id));
  return lines.flatMap(({ kind: _kind, line: _line, session: id, ...rest }) => {
    // Every line has a number of its own, whether it is needed or not.
    const slice = nextSlice();
    const session = sessions.get(id);
    if (session === undefined || used.has(rest.id)) return [];
    return [{ row: { ...rest, slice, tenant, session: session.key }, session }];
  });
}

/** In which scopes the slice is counted, for organizations on each UTC day. */
function seenOf({ tenant, attendee, start, end }: ImportedSlice, session: CountedSession): Seen[] {
  if (end <= start) return [];
  const who = { kind: 'seen', tenant, attendee } as const;
  const seen: Seen[] = [session.key, session.event].map((scope) => ({ ...who, scope, day: 0 }));
  for (let day = dayOf(start); day <= dayOf(end - 1); day++) {
    for (const scope of session.organizations) seen.push({ ...who, scope, day });
  }
  return seen;
}

function engagedOf(line: EngagementLine, { ended: { tenant }, sessions }: Options): Engaged {
  const { id, attendee, action, data, at } = line;
  const session = sessions.get(line.session);
  return {
    kind: 'engaged',
    ...{ tenant, id, action, data, at },
    session: session?.key ?? null,
    scopes: session === undefined ? [] : [session.key, session.event, ...session.organizations],
    actor: { ...FROM_THE_PAST, attendee },
    present: true,
  };
}

/** Of the past nothing is asked but that the id is free: whether what it refers to was ever here is not known. */
function decideEngagements(
  list: readonly { readonly line: EngagementLine; readonly engaged: Engaged }[],
  known: PastAnswer,
  builder: BatchBuilder,
): Pick<PastRows, 'repeated' | 'conflicts'> {
  const memory = new MemoryOfEngagements(known);
  const conflicts: ImportConflict[] = [];
  let repeated = 0;
  for (const { line, engaged } of list) {
    const { tenant, id, action, session, actor } = engaged;
    if (session === null) continue;
    const use = { attendee: actor.attendee, session, action };
    const used = memory.usedId(tenant, id);
    if (used !== undefined) {
      if (isSame(used, use)) repeated++;
      else conflicts.push({ line: line.line, id, code: 'id_conflict' });
      continue;
    }
    memory.useId(tenant, id, use);
    accept(builder, memory, { ...engaged, session });
  }
  return { repeated, conflicts };
}

/** Polls of the past are closed; one that is there stays as it is. */
function accept(
  builder: BatchBuilder,
  memory: MemoryOfEngagements,
  engaged: Engaged & { readonly session: number },
): void {
  const { session } = engaged;
  const reference = referenceOf(engaged);
  const isOpening = reference?.action === 'poll.open';
  const of = reference !== undefined && 'poll' in reference.data ? reference.data.poll : undefined;
  const known = of === undefined ? undefined : memory.poll(session, of);
  const poll = isOpening && known === undefined ? { session, open: false, ...reference.data } : undefined;
  if (poll !== undefined) memory.setPoll(poll);
  const anonymous = reference?.action === 'poll.answer' && known?.anonymous === true;
  builder.engagement(engaged, {
    kind: 'accepted',
    session,
    anonymous,
    ...(poll === undefined ? {} : { poll }),
  });
}

/** What is kept of an id for ever: by whom it was used, where and for what. */
export function isSame(
  one: { attendee: string; session: number; action: string },
  other: { attendee: string; session: number; action: string },
): boolean {
  return one.attendee === other.attendee && one.session === other.session && one.action === other.action;
}
