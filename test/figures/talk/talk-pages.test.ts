import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PAGE, talkPages } from '../../../server/figures/talk/talk-pages.ts';
import { did, PlainTalk, T0 } from './talk-rows.ts';

/** Rows of many sessions: of the first few as many as are said to be in each, of the others some here and there. */
const counts = fc.array(fc.constantFrom(0, 0, 0, 1, 3, PAGE - 1, PAGE, PAGE + 2), {
  minLength: 1,
  maxLength: 70,
});

it('gives all rows, session after session and each in order of time, however many there are', async () => {
  await fc.assert(
    fc.asyncProperty(counts, async (each) => {
      const sessions = each.map((_, index) => each.length - index);
      const rows = each.flatMap((count, index) =>
        Array.from({ length: count }, (_, place) =>
          did('chat.message', {}, { session: sessions[index] ?? 0, at: T0 + ((place * 7) % 11) }),
        ),
      );
      const found = [];
      const talk = new PlainTalk(rows);
      for await (const page of talkPages(talk, { sessions, from: T0 + 1, to: T0 + 10 }, ['chat.message']))
        found.push(...page);
      const asked = rows.filter(({ at }) => at > T0 && at < T0 + 10);
      const expected = sessions.flatMap((session) =>
        asked.filter((row) => row.session === session).sort((a, b) => a.at - b.at || a.key - b.key),
      );
      expect(found.map(({ key }) => key)).toEqual(expected.map(({ key }) => key));
    }),
    { numRuns: 10 },
  );
});
