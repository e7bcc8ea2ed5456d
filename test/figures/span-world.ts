import fc from 'fast-check';
import type { AskedSession } from '../../server/figures/span-question.ts';
import type { LiveWindow, SessionKind } from '../../server/live/catalogue.ts';
import type { Mode } from '../../server/protocol/client-messages.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import type { History } from '../../storage/types.ts';
import {
  batchAt,
  ended,
  engagement,
  event,
  ORG,
  organization,
  session as sessionRow,
  started,
} from '../storage/history/batches.ts';
import { temporaryFile } from '../storage/sqlite/temporary-file.ts';

/** Two hours before midnight in Berlin, four before its clocks are put forward. */
export const BEGIN = Date.UTC(2026, 2, 28, 21);
/** The whole of a world, in seconds; every time in it is a whole second. */
export const LENGTH = 5 * 3600;
/** The log time up to which it is known. */
export const THROUGH = BEGIN + LENGTH * 1000;

/** A slice as the tests know it; times in ms. */
export interface WorldSlice {
  readonly slice: number;
  readonly session: number;
  readonly attendee: string;
  readonly mode: Mode;
  readonly start: number;
  /** Null: open. */
  readonly end: number | null;
  readonly countedUntil: number | null;
  readonly playedMs: number | null;
  readonly country: string;
}

export interface World {
  readonly sessions: readonly AskedSession[];
  readonly slices: readonly WorldSlice[];
  readonly engagements: readonly {
    readonly attendee: string;
    readonly session: number;
    readonly at: number;
  }[];
}

const EVENTS = [2, 3] as const;
const KINDS: readonly SessionKind[] = ['mainStage', 'networking', 'lobby', 'workshop', 'mainStage'];
const second = fc.integer({ min: 0, max: LENGTH - 1 });
const at = (seconds: number) => BEGIN + seconds * 1000;

const windows: fc.Arbitrary<readonly LiveWindow[]> = fc.oneof<fc.Arbitrary<readonly LiveWindow[]>[]>(
  fc.constant([]),
  fc.tuple(second, fc.integer({ min: 0, max: 7200 }), fc.boolean()).map(([from, length, isOpen]) => {
    return [[at(from), isOpen ? null : at(from + length)] as const];
  }),
  fc.constant([[null, at(1800)] as const, [at(3600), at(7261)] as const]),
);

const sessions: fc.Arbitrary<AskedSession[]> = fc.tuple(
  ...KINDS.map((kind, index) =>
    fc.record({
      key: fc.constant(10 + index),
      event: fc.constant(EVENTS[index < 3 ? 0 : 1]),
      kind: fc.constant(kind),
      windows,
      videoDurationSeconds: fc.constantFrom(null, 12, 600),
    }),
  ),
);

/** Visits of one attendee to one session in one mode, one after the other. */
const visits = fc.array(
  fc.record({
    gap: fc.integer({ min: 1, max: 5000 }),
    length: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 6000 })),
    // How much longer than the latest proof of presence it was counted; null: not at all, since all of it was one instant.
    window: fc.constantFrom(0, 0, 10, 45, null),
    played: fc.constantFrom(null, null, 20, 4000),
  }),
  { maxLength: 4 },
);

interface Visits {
  readonly attendee: string;
  readonly session: AskedSession;
  readonly mode: Mode;
  readonly visits: readonly {
    readonly gap: number;
    readonly length: number;
    readonly window: number | null;
    readonly played: number | null;
  }[];
}

function slicesOf({ attendee, session, mode, visits }: Visits): Omit<WorldSlice, 'slice'>[] {
  let free = 0;
  return visits.flatMap(({ gap, length, window, played }): Omit<WorldSlice, 'slice'>[] => {
    const start = free + gap;
    const end = start + (window === null ? 0 : length);
    free = end + (window ?? 0);
    if (start >= LENGTH) return [];
    const isOpen = free >= LENGTH;
    const common = {
      session: session.key,
      attendee,
      mode,
      start: at(start),
      playedMs: mode === 'live' || played === null ? null : played * 1000,
      country: (start + length) % 3 === 0 ? 'DE' : 'unknown',
    };
    if (isOpen) return [{ ...common, end: null, countedUntil: null }];
    return [{ ...common, end: at(end), countedUntil: at(free) }];
  });
}

const ATTENDEES = ['ann', 'bob', 'cid', 'dot', 'eve', 'fay'];

/** A few attendees in five sessions of two events. */
export const world: fc.Arbitrary<World> = sessions.chain((all) => {
  const everyVisits = ATTENDEES.flatMap((attendee) =>
    all.flatMap((session) =>
      (['live', 'onDemand'] as const)
        .filter((mode) => mode === 'live' || session.kind !== 'networking')
        .map((mode) => visits.map((some) => slicesOf({ attendee, session, mode, visits: some }))),
    ),
  );
  return fc.record({
    sessions: fc.constant(all),
    slices: fc
      .tuple(fc.shuffledSubarray(everyVisits).chain((some) => fc.tuple(...some)))
      .map(([lists]) => lists.flat().map((slice, index) => ({ ...slice, slice: index + 1 }))),
    engagements: fc.array(
      fc.record({
        attendee: fc.constantFrom(...ATTENDEES),
        session: fc.constantFrom(...all.map(({ key }) => key)),
        at: second.map(at),
      }),
      { maxLength: 8 },
    ),
  });
});

/** A span of a world: whole seconds, minutes sometimes, or all of it. */
export const span = fc.oneof(
  fc.constant({ from: 0, to: THROUGH + 1 }),
  fc
    .tuple(second, second, fc.constantFrom(1, 60, 3600))
    .map(([a, b, unit]) => [
      Math.floor(Math.min(a, b) / unit) * unit,
      Math.ceil((Math.max(a, b) + 1) / unit) * unit,
    ])
    .map(([from = 0, to = 0]) => ({ from: at(from), to: at(Math.min(to, LENGTH)) })),
);

/** Whom and what a question is about. */
export const choice = fc.record({
  mode: fc.constantFrom(undefined, undefined, 'live' as const, 'onDemand' as const),
  sessions: fc.oneof(
    fc.constant(KINDS.map((_, index) => 10 + index)),
    fc.subarray(
      KINDS.map((_, index) => 10 + index),
      { minLength: 1 },
    ),
  ),
});

/** A file with the world in it. Close it. */
export async function historyOf({ sessions, slices, engagements }: World): Promise<History> {
  const history = createSqliteHistory({ file: await temporaryFile() });
  await history.open();
  const done = slices.filter(({ end }) => end !== null);
  await history.commit(
    batchAt(THROUGH, {
      organizations: [organization()],
      events: EVENTS.map((key) => event({ key, id: `e${key}` })),
      sessions: sessions.map(({ key, event }) => sessionRow({ key, event, id: `s${key}` })),
      slicesStarted: slices.map(({ end: _, countedUntil: __, playedMs: ___, ...slice }) => started(slice)),
      slicesPlayed: slices.flatMap(({ slice, playedMs }) =>
        playedMs === null ? [] : [{ kind: 'slicePlayed' as const, slice, advanceMs: playedMs, spans: [] }],
      ),
      slicesEnded: done.map(({ slice, attendee, session, end, countedUntil }) =>
        ended({ slice, attendee, session, end: end ?? 0, countedUntil: countedUntil ?? 0 }),
      ),
      engagements: engagements.map((one, index) => engagement({ ...one, tenant: ORG, id: `e${index}` })),
    }),
  );
  return history;
}
