import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SpanQuestion } from '../../server/figures/span-question.ts';
import { summarizeSpan, totalsOfSpan } from '../../server/figures/span-summary.ts';
import { keepDaysThrough } from '../../server/recorder/keep-days.ts';
import { SpanOracle } from './span-oracle.ts';
import { choice, historyOf, span, THROUGH, type World, world } from './span-world.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 1));
const over = (total: number, count: number) => near(count === 0 ? null : total / count);

/** The words of design and contracts, over an oracle. */
function expected(oracle: SpanOracle, { sessions, mode }: SpanQuestion, made: World) {
  const { attendees } = oracle;
  const seconds = (attendee: string, name: 'live' | 'onDemand') => oracle.watched(attendee, name) / 1000;
  const all = (attendee: string) => seconds(attendee, 'live') + seconds(attendee, 'onDemand');
  const counted = attendees.filter((attendee) => oracle.isCounted(attendee));
  const visited = sessions.filter(({ key }) =>
    attendees.some((attendee) => oracle.isCounted(attendee, undefined, key)),
  );
  const ofMode = (name: 'live' | 'onDemand') => {
    const watch = attendees.map((attendee) => seconds(attendee, name));
    const here = attendees.filter((attendee) => oracle.isCounted(attendee, name)).length;
    const engagedMinutes = sum(attendees.map((attendee) => oracle.engagedMinutes(attendee, name)));
    const ofVideos = sessions.flatMap(({ key, videoDurationSeconds }) =>
      attendees.flatMap((attendee) => {
        const watched = oracle.watched(attendee, name, key) / 1000;
        return videoDurationSeconds === null || watched === 0
          ? []
          : [[watched, videoDurationSeconds] as const];
      }),
    );
    return {
      attendees: here,
      views: oracle.views(name),
      watchSeconds: near(sum(watch)),
      averageWatchSeconds: over(sum(watch), watch.filter((one) => one > 0).length),
      engagedMinutes,
      averageEngagedMinutes: over(engagedMinutes, here),
      watchedPercent: over(
        sum(ofVideos.map(([watched]) => watched * 100)),
        sum(ofVideos.map(([, video]) => video)),
      ),
    };
  };
  const engaged = counted.filter((attendee) => oracle.engagements(attendee) > 0).length;
  const engagements = sum(
    [...new Set(made.engagements.map(({ attendee }) => attendee))].map((one) => oracle.engagements(one)),
  );
  return {
    attendees: counted.length,
    sessions: visited.length,
    events: new Set(visited.map(({ event }) => event)).size,
    watchSeconds: near(sum(attendees.map(all))),
    averageWatchSeconds: over(
      sum(attendees.map(all)),
      attendees.filter((attendee) => all(attendee) > 0).length,
    ),
    byMode: { live: ofMode('live'), onDemand: ofMode('onDemand') },
    peak: oracle.peak(),
    engagement: mode === undefined ? (engagements === 0 ? {} : { 'chat.message': engagements }) : null,
    engagedAttendees: mode === undefined ? engaged : null,
    engagedPercent: mode === undefined ? over(engaged * 100, counted.length) : null,
  };
}

it('adds up what the words say, of any sessions, mode and span', async () => {
  await fc.assert(
    fc.asyncProperty(
      world,
      fc.array(fc.tuple(choice, span), { minLength: 4, maxLength: 4 }),
      async (made, asked) => {
        const history = await historyOf(made);
        // The one that is over, unless somebody watches on demand beyond it.
        await keepDaysThrough(history, { sessions: () => made.sessions, through: THROUGH });
        for (const [{ mode, sessions }, { from, to }] of asked) {
          const question = {
            sessions: made.sessions.filter(({ key }) => sessions.includes(key)),
            mode,
            ...{ from, to, through: THROUGH },
          };
          const summary = await summarizeSpan(history, question, null);
          expect(summary).toMatchObject(expected(new SpanOracle(made, question), question, made));
          expect(summary).toMatchObject(await totalsOfSpan(history, question));
        }
        await history.close();
      },
    ),
    { numRuns: 5 },
  );
});
