import { NOTHING_ASKED } from '../../../storage/nothing.ts';
import type { HistoryBatch, HistoryTransaction, ImportedSlice } from '../../../storage/types.ts';
import type { CountedSession, Engaged, ImportEnded, Kept, Place, Seen } from '../../live/effects.ts';
import type {
  AttendeeLine,
  EngagementLine,
  ImportKind,
  PastLine,
  RegistrationLine,
  SliceLine,
} from '../../live/import-lines.ts';
import type { Keep } from '../../live/keeping.ts';
import { dayOf } from '../../live/watch.ts';
import type { BatchBuilder } from '../batch.ts';
import { Bubbles } from '../bubbles.ts';
import { referenceOf } from '../engagement-data.ts';
import { settleKept } from '../keep.ts';
import { Past } from '../past.ts';
import type { ImportConflict } from './import-result.ts';
import { scopesOf } from './touched.ts';

type RecordedKind = PastLine['kind'];

/** What some past lines come to. */
export interface PastRows {
  readonly rows: Partial<Omit<HistoryBatch, 'position' | 'time'>>;
  readonly slices: readonly { readonly row: ImportedSlice; readonly session: CountedSession }[];
  readonly applied: Readonly<Partial<Record<ImportKind, number>>>;
  readonly repeated: number;
  readonly conflicts: readonly ImportConflict[];
}

interface Options {
  readonly ended: ImportEnded;
  readonly sessions: ReadonlyMap<string, CountedSession>;
  readonly builder: BatchBuilder;
  readonly nextSlice: () => number;
}

type Told<Line> = { readonly line: Line };

/** Decides past lines, in the order of the import: what is there already changes nothing. */
export async function pastRows(
  file: HistoryTransaction,
  lines: readonly PastLine[],
  options: Options,
): Promise<PastRows> {
  const sliceLines = lines.filter((line) => line.kind === 'slice');
  const undecided = lines.flatMap((line) => undecidedOf(line, options));
  const past = await Past.of(
    file,
    undecided.map(({ effect }) => effect),
    new Bubbles([]),
  );
  const slices = await newSlices(file, sliceLines, options);
  const outcome = new Outcome();
  for (const one of undecided) decide(one, past, options, outcome);
  const { engagements, engagementCounts, engagementMinutes, polls, attendees, registrations, tickets } =
    options.builder.build([]);
  return {
    rows: {
      ...{ engagements, engagementCounts, engagementMinutes, polls, attendees, registrations, tickets },
      slicesImported: slices.map(({ row }) => row),
      seen: slices.flatMap(({ row, session }) => seenOf(row, session)),
    },
    slices,
    applied: { ...outcome.applied, slice: slices.length },
    repeated: sliceLines.length - slices.length + outcome.repeated,
    conflicts: outcome.conflicts,
  };
}

class Outcome {
  readonly applied: Partial<Record<RecordedKind, number>> = {};
  repeated = 0;
  readonly conflicts: ImportConflict[] = [];

  apply({ kind }: PastLine): void {
    this.applied[kind] = (this.applied[kind] ?? 0) + 1;
  }
}

async function newSlices(
  file: HistoryTransaction,
  lines: readonly SliceLine[],
  { ended, sessions, nextSlice }: Options,
): Promise<PastRows['slices']> {
  if (lines.length === 0) return [];
  const { tenant, owners } = ended;
  const organization = owners[0] ?? tenant;
  const asked = { ...NOTHING_ASKED, slices: lines.map(({ id }) => ({ tenant, id })) };
  const used = new Set((await file.known(asked)).slices.map(({ id }) => id));
  return lines.flatMap(({ kind: _kind, line: _line, session: id, ...rest }) => {
    // Every line has a number of its own, whether it is needed or not.
    const slice = nextSlice();
    const session = sessions.get(id);
    if (session === undefined || used.has(rest.id)) return [];
    return [{ row: { ...rest, slice, tenant, organization, session: session.row.key }, session }];
  });
}

/** In which scopes the slice is counted, for organizations on each UTC day. */
function seenOf({ tenant, attendee, start, end }: ImportedSlice, session: CountedSession): Seen[] {
  if (end <= start) return [];
  const who = { kind: 'seen', tenant, attendee } as const;
  const seen: Seen[] = [session.row.key, session.row.event].map((scope) => ({ ...who, scope, day: 0 }));
  for (let day = dayOf(start); day <= dayOf(end - 1); day++) {
    for (const scope of session.organizations) seen.push({ ...who, scope, day });
  }
  return seen;
}

type UndecidedLine =
  | (Told<EngagementLine> & { readonly effect: Engaged })
  | (Told<AttendeeLine | RegistrationLine> & { readonly effect: Kept });

/** As if it came from the log by itself. */
function undecidedOf(line: PastLine, options: Options): UndecidedLine[] {
  switch (line.kind) {
    case 'slice':
      return [];
    case 'engagement':
      return [{ line, effect: engagedOf(line, options) }];
    case 'attendee': {
      const { id, details } = line;
      return [{ line, effect: keptOf({ type: 'attendee', id, details }, null, options) }];
    }
    default: {
      const { kind, scope, attendee, details } = line;
      const keep = { type: 'registration', kind, scope, attendee, details } as const;
      return [{ line, effect: keptOf(keep, placeOf(line, options), options) }];
    }
  }
}

function keptOf(keep: Keep, place: Place | null, { ended }: Options): Kept {
  const { tenant, owners, actor, at } = ended;
  return { kind: 'kept', tenant, owners, place, actor, keep, announcement: null, at };
}

function placeOf({ scope: { kind, id } }: RegistrationLine, { ended, sessions }: Options): Place | null {
  if (kind === 'event') {
    const event = ended.events[id];
    return event === undefined ? null : { scope: event, event };
  }
  const session = sessions.get(id);
  return session === undefined ? null : { scope: session.row.key, event: session.row.event };
}

function engagedOf(line: EngagementLine, { ended, sessions }: Options): Engaged {
  const { id, attendee, action, data, at } = line;
  const { tenant, owners, actor } = ended;
  const session = sessions.get(line.session);
  return {
    kind: 'engaged',
    ...{ tenant, owners, id, action, data, at },
    session: session?.row.key ?? null,
    scopes: session === undefined ? [] : scopesOf(session),
    actor: { ...actor, attendee },
    present: true,
  };
}

function decide(one: UndecidedLine, past: Past, options: Options, outcome: Outcome): void {
  const { line, effect } = one;
  if (effect.kind === 'engaged') {
    decideEngagement({ line, effect }, past, options.builder, outcome);
    return;
  }
  const refused = settleKept(options.builder, past, effect);
  if (refused === null) outcome.apply(line);
  else outcome.conflicts.push({ line: line.line, id: line.id, code: refused });
}

/** Of the past nothing is asked but that the id is free: whether what it refers to was ever here is not known. */
function decideEngagement(
  { line, effect }: Told<PastLine> & { readonly effect: Engaged },
  past: Past,
  builder: BatchBuilder,
  outcome: Outcome,
): void {
  const { tenant, id, action, session, actor } = effect;
  if (session === null) return;
  const use = { attendee: actor.attendee, session, action };
  const used = past.engagements.usedId(tenant, id);
  if (used === undefined) {
    past.engagements.useId(tenant, id, use);
    accept(builder, past, { ...effect, session });
    outcome.apply(line);
  } else if (isSameUse(used, use)) outcome.repeated++;
  else outcome.conflicts.push({ line: line.line, id, code: 'id_conflict' });
}

/** Polls of the past are closed; one that is there stays as it is. */
function accept(
  builder: BatchBuilder,
  { engagements: memory, people }: Past,
  engaged: Engaged & { readonly session: number },
): void {
  const { tenant, owners, session, actor } = engaged;
  const reference = referenceOf(engaged);
  const named = reference !== undefined && 'poll' in reference.data ? reference.data.poll : undefined;
  const known = named === undefined ? undefined : memory.poll(session, named);
  const poll =
    reference?.action === 'poll.open' && known === undefined
      ? { session, open: false, ...reference.data }
      : undefined;
  if (poll !== undefined) memory.setPoll(poll);
  const anonymous = reference?.action === 'poll.answer' && known?.anonymous === true;
  const decision = { kind: 'accepted', session, anonymous, ...(poll === undefined ? {} : { poll }) } as const;
  builder.engagement(engaged, decision, people.name({ tenant, id: actor.attendee, owners }));
}

interface Use {
  readonly attendee: string;
  readonly session: number;
  readonly action: string;
}

/** What is kept of an id for ever: by whom it was used, where and for what. */
export function isSameUse(one: Use, other: Use): boolean {
  return one.attendee === other.attendee && one.session === other.session && one.action === other.action;
}
