import { expect, it } from 'vitest';
import { countriesOf } from '../../../server/figures/country-figures.ts';
import { summarizeWithCountries } from '../../../server/figures/span-summary.ts';
import { keepDaysThrough } from '../../../server/recorder/keep-days.ts';
import { ASKED, roomsIn, visit } from '../../recorder/kept-rooms.ts';
import { DAY, MINUTE, T0 } from '../../storage/history/batches.ts';
import { temporaryFile } from '../../storage/sqlite/temporary-file.ts';

const DAY_MS = 86_400_000;
const THROUGH = T0 + 3 * DAY_MS;
const SLICES = [
  // Both began at once: the lower number is the first.
  visit(1, ['ann', 'FR'], [12, T0 + MINUTE, T0 + 5 * MINUTE]),
  visit(2, ['ann', 'DE'], [10, T0 + MINUTE, T0 + 9 * MINUTE]),
  // On the second day she is still where she came first, and in between somewhere else.
  visit(3, ['bea', 'SE'], [11, T0 + DAY_MS - MINUTE, T0 + DAY_MS + 20 * MINUTE]),
  visit(4, ['bea', 'NO'], [10, T0 + DAY_MS + MINUTE, T0 + DAY_MS + 9 * MINUTE]),
  visit(5, ['cid', 'unknown'], [12, T0 + DAY_MS + 3 * MINUTE, T0 + DAY_MS + 4 * MINUTE]),
  visit(6, ['cid', 'ZZ'], [10, T0 + 2 * MINUTE, T0 + 4 * MINUTE]),
];

const WHOLE = { from: T0, to: THROUGH };
const SECOND_DAY = { from: T0 + DAY_MS, to: T0 + 2 * DAY_MS };
const CASES = [
  ['all', ASKED, WHOLE, { FR: 1, SE: 1, ZZ: 1 }],
  ['one event, in which what was first elsewhere is not', ASKED.slice(0, 2), WHOLE, { DE: 1, SE: 1, ZZ: 1 }],
  ['a day into which a presence reaches', ASKED, SECOND_DAY, { SE: 1, unknown: 1 }],
  ['one room on that day', ASKED.slice(0, 1), SECOND_DAY, { NO: 1 }],
  ['only before that day', ASKED, { from: T0, to: T0 + DAY_MS }, { FR: 1, SE: 1, ZZ: 1 }],
  ['a part of a day', ASKED, { from: T0 + DAY_MS + 2 * MINUTE, to: THROUGH }, { SE: 1, unknown: 1 }],
] as const;

it.each(CASES)(
  'of %s is that of the first slice, from slices and from days that are kept',
  async (...row) => {
    const [, sessions, span, expected] = row;
    const history = await roomsIn({ file: await temporaryFile(), through: THROUGH, visits: SLICES });
    const question = { sessions, ...span, through: THROUGH };
    for (const isKept of [false, true]) {
      if (isKept) await keepDaysThrough(history, { sessions: () => ASKED, through: THROUGH });
      const { days } = await history.keptDays({ events: [2, 3], first: DAY, last: DAY + 2 });
      expect(days.length > 0).toBe(isKept);
      const { countries } = await summarizeWithCountries(history, question, null);
      expect(Object.fromEntries(countries.map(({ country, attendees }) => [country, attendees]))).toEqual(
        expected,
      );
      const figures = await countriesOf(history, question);
      expect(figures.map(({ country, attendees }) => ({ country, attendees }))).toEqual(countries);
    }
    await history.close();
  },
);
