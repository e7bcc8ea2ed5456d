import { expect, it } from 'vitest';
import { attendeesOfSpan } from '../../server/figures/span-attendees.ts';
import type { SliceRow, SpanSlicesFilter } from '../../storage/types.ts';

/** Slices of the attendees in order of key, so many each. */
function slicesOf(counts: ReadonlyMap<number, number>): SliceRow[] {
  let slice = 0;
  return [...counts].flatMap(([attendeeKey, count]) =>
    Array.from({ length: count }, (_, index): SliceRow => {
      const common = { slice: ++slice, session: 10, attendee: `a${attendeeKey}`, attendeeKey } as const;
      const times = { start: index, end: index + 1, countedUntil: index + 1 };
      return { ...common, ...times, mode: 'live', endedBy: 'leave', country: 'DE', playedMs: null };
    }),
  );
}

/** A history of them, and how many slices its questions have sorted. */
class Plain {
  readonly #slices: readonly SliceRow[];
  sorted = 0;

  constructor(slices: readonly SliceRow[]) {
    this.#slices = slices;
  }

  sessionsOfSpan = async () => [10];
  slices = async () => [];

  nextAttendee = async (_: readonly number[], after: number) =>
    this.#slices.find(({ attendeeKey }) => attendeeKey > after)?.attendeeKey ?? null;

  slicesOfSpan = async ({ after, throughAttendee, limit }: SpanSlicesFilter) => {
    const range = this.#slices.filter(
      ({ attendeeKey }) => attendeeKey >= after.attendeeKey && attendeeKey <= throughAttendee,
    );
    this.sorted += range.length;
    const isAfter = (row: SliceRow) =>
      row.attendeeKey > after.attendeeKey ||
      row.start > after.start ||
      (row.start === after.start && row.slice > after.slice);
    return range.filter(isAfter).slice(0, limit);
  };
}

it.each([
  ['of hundreds of slices each', new Map(Array.from({ length: 60 }, (_, key) => [key + 1, 700] as const))],
  [
    'of few slices, with gaps',
    new Map(Array.from({ length: 900 }, (_, key) => [key * 37 + 5, 1 + (key % 3)])),
  ],
  [
    'some of more than a page',
    new Map([
      [3, 2500],
      [4, 1],
      [5, 1000],
      [6, 999],
      [9000, 3],
    ] as const),
  ],
])(
  'gives all slices of each attendee, %s, and sorts few of them more than a few times',
  async (_, counts) => {
    const plain = new Plain(slicesOf(counts));
    const question = { sessions: [{ key: 10 }], from: 0, to: 9999 };
    const found: [number, number][] = [];
    for await (const slices of attendeesOfSpan(plain, question)) {
      expect(new Set(slices.map(({ attendeeKey }) => attendeeKey)).size).toBe(1);
      expect(slices.map(({ start }) => start)).toEqual(slices.map((_, index) => index));
      found.push([slices[0]?.attendeeKey ?? 0, slices.length]);
    }
    expect(found).toEqual([...counts]);
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    expect(plain.sorted).toBeLessThan(3 * all + 20_000);
  },
);
