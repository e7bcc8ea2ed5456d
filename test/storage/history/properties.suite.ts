import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mode } from '../../../server/protocol/client-messages.ts';
import type { SliceRow } from '../../../storage/types.ts';
import { batchAt, ended, MINUTE, minute, ROOM, STREAM, started, T0 } from './batches.ts';
import { type MakeStore, opened } from './opened.ts';

const RUNS = 25;
const SPAN = 40 * 86_400_000;
const FOREVER = Number.MAX_SAFE_INTEGER;

interface Drawn {
  readonly attendee: string;
  readonly session: number;
  readonly mode: Mode;
  readonly start: number;
  /** How long it lasts, null while it is open. */
  readonly length: number | null;
  readonly countedLess: number;
}

/** Lengths of every order, and those right at a power of two times a second, where classes of length may meet. */
const lengths = fc.oneof(
  fc.constant(null),
  fc.constant(0),
  fc
    .integer({ min: 0, max: 22 })
    .chain((power) => fc.constantFrom(-1, 0, 1).map((off) => 2 ** power * 1000 + off)),
  fc.integer({ min: 0, max: SPAN }),
);

const slice: fc.Arbitrary<Drawn> = fc.record({
  attendee: fc.constantFrom('ann', 'bob', 'cid', 'dan'),
  session: fc.constantFrom(ROOM, STREAM),
  mode: fc.constantFrom<Mode>('live', 'onDemand'),
  start: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: SPAN })).map((ms) => T0 + ms),
  length: lengths,
  countedLess: fc.integer({ min: -5, max: 5 }),
});

function endOf({ start, length, countedLess }: Drawn) {
  if (length === null) return null;
  return { end: start + length, countedUntil: Math.max(start, start + length - countedLess) };
}

/** An instant near one where something begins or ends, or any. */
function instants(drawn: readonly Drawn[]): fc.Arbitrary<number> {
  const marks = drawn.flatMap((one) => [one.start, endOf(one)?.end ?? T0, endOf(one)?.countedUntil ?? T0]);
  const near = fc
    .tuple(fc.constantFrom(T0, ...marks), fc.constantFrom(-1, 0, 1))
    .map(([at, off]) => at + off);
  return fc.oneof(near, fc.integer({ min: T0 - 10, max: T0 + SPAN }));
}

const scenario = fc
  .array(slice, { maxLength: 25 })
  .chain((drawn) =>
    fc.tuple(
      fc.constant(drawn),
      instants(drawn),
      instants(drawn),
      fc.constantFrom<Mode | undefined>('live', undefined),
    ),
  );

async function written<One extends Drawn>(makeStore: MakeStore, drawn: readonly One[]) {
  const history = await opened(makeStore);
  const numbered = drawn.map((one, index) => ({ ...one, slice: index + 1 }));
  await history.commit(
    batchAt(T0, {
      slicesStarted: numbered.map(({ length: _, countedLess: __, ...one }) => started(one)),
      slicesEnded: numbered.flatMap((one) => {
        const end = endOf(one);
        return end === null ? [] : [ended({ slice: one.slice, attendee: one.attendee, ...end })];
      }),
    }),
  );
  const inOrder = numbered.toSorted((a, b) => a.start - b.start || a.slice - b.slice);
  return { history, inOrder };
}

const numbers = (rows: readonly Pick<SliceRow, 'slice'>[]) => rows.map((row) => row.slice);

function countedIn(one: Drawn, from: number, to: number): boolean {
  const until = endOf(one)?.countedUntil ?? FOREVER;
  return Math.max(one.start, from) < Math.min(until, to);
}

function touches(one: Drawn, from: number, to: number): boolean {
  return from < to && one.start < to && (endOf(one)?.end ?? FOREVER) >= from;
}

export function propertyTests(makeStore: MakeStore): void {
  test('a slice of any length is found to its last instant and not after it', async () => {
    const everyLength = Array.from({ length: 23 }, (_, power) =>
      [-1, 0, 1].map((off) => 2 ** power * 1000 + off),
    );
    const drawn = everyLength.flat().map((length, index) => ({
      attendee: `a${index}`,
      session: ROOM,
      mode: 'live' as const,
      start: T0,
      length,
      countedLess: 0,
    }));
    const { history, inOrder } = await written(makeStore, drawn);
    for (const { length } of drawn) {
      const from = T0 + length;
      const lastInstant = { from: from - 1, to: from };
      const longer = inOrder.filter((one) => one.length >= length);
      expect(numbers(await history.slicesBetween(lastInstant.from, lastInstant.to))).toEqual(numbers(longer));
      expect(await history.uniques({ sessions: [ROOM], ...lastInstant })).toBe(longer.length);
      expect(numbers(await history.slices({ session: ROOM, from, limit: 100 }))).toEqual(numbers(longer));
    }
  });

  test('unique attendees and counted slices are those of a plain list', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ([drawn, from, to, mode]) => {
        const { history, inOrder } = await written(makeStore, drawn);
        const counted = inOrder.filter((one) => countedIn(one, from, to));
        const inMode = counted.filter((one) => mode === undefined || one.mode === mode);
        expect(numbers(await history.slicesBetween(from, to))).toEqual(numbers(counted));
        for (const sessions of [[ROOM], [ROOM, STREAM]]) {
          const people = inMode
            .filter(({ session }) => sessions.includes(session))
            .map(({ attendee }) => attendee);
          expect(await history.uniques({ sessions, from, to, mode })).toBe(new Set(people).size);
        }
        await history.close();
      }),
      { numRuns: RUNS },
    );
  });

  test('pages of slices of a span make up a plain list', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.integer({ min: 1, max: 7 }), async ([drawn, from, to, mode], limit) => {
        const { history, inOrder } = await written(makeStore, drawn);
        const expected = inOrder.filter(
          (one) =>
            one.session === ROOM && touches(one, from, to) && (mode === undefined || one.mode === mode),
        );
        const listed: SliceRow[] = [];
        let page: readonly SliceRow[];
        do {
          page = await history.slices({ session: ROOM, mode, from, to, after: listed.at(-1), limit });
          listed.push(...page);
        } while (page.length === limit);
        expect(numbers(listed)).toEqual(numbers(expected));
        await history.close();
      }),
      { numRuns: RUNS },
    );
  });

  test('minutes of a span are those of a plain list, written last', async () => {
    const rows = fc.array(
      fc.record({
        scope: fc.constantFrom(ROOM, STREAM),
        track: fc.constantFrom(0 as const, 1 as const, 2 as const),
        minute: fc.integer({ min: 0, max: 9 }).map((index) => T0 + index * MINUTE),
        peak: fc.nat(1000),
      }),
    );
    const offset = fc.integer({ min: -MINUTE, max: 11 * MINUTE });
    await fc.assert(
      fc.asyncProperty(rows, offset, offset, async (drawn, from, to) => {
        const history = await opened(makeStore);
        await history.commit(batchAt(T0, { minutes: drawn.map((row) => minute(row)) }));
        const span = { from: T0 + from, to: T0 + to };
        const last = new Map(
          drawn
            .filter((row) => row.scope === ROOM && row.track === 1)
            .filter((row) => row.minute >= span.from && row.minute < span.to)
            .map((row) => [row.minute, row.peak]),
        );
        const stored = await history.minutes({ scope: ROOM, track: 1, ...span });
        expect(stored.map((row) => [row.minute, row.peak])).toEqual([...last].toSorted(([a], [b]) => a - b));
        await history.close();
      }),
      { numRuns: RUNS },
    );
  });

  test('engagements of minutes are the sums of a plain list, by minute and name', async () => {
    const counts = fc.array(
      fc.record({
        scope: fc.constantFrom(ROOM, STREAM),
        minute: fc.integer({ min: 0, max: 4 }).map((index) => T0 + index * MINUTE),
        action: fc.constantFrom('x.wave', 'reaction', 'chat.message', 'click'),
        count: fc.integer({ min: 1, max: 9 }),
      }),
      { maxLength: 12 },
    );
    const end = fc.integer({ min: 0, max: 5 }).map((index) => T0 + index * MINUTE);
    await fc.assert(
      fc.asyncProperty(counts, counts, end, end, async (first, second, from, to) => {
        const history = await opened(makeStore);
        for (const [index, row] of [...first, ...second].entries())
          await history.commit(batchAt(T0 + index, { engagementMinutes: [row] }));
        const sums = new Map<string, number>();
        for (const { scope, minute: at, action, count } of [...first, ...second]) {
          const key = `${at} ${action}`;
          if (scope === ROOM && at >= from && at < to) sums.set(key, (sums.get(key) ?? 0) + count);
        }
        const stored = await history.engagementMinutes({ scope: ROOM, from, to });
        const texts = stored.map((row) => [`${row.minute} ${row.action}`, row.count]);
        expect(texts).toEqual([...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)));
        await history.close();
      }),
      { numRuns: RUNS },
    );
  });
}
