import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askedSlices, attendeeInSpan } from '../../server/figures/attendee-in-span.ts';
import { attendeesOfSpan } from '../../server/figures/span-attendees.ts';
import type { SpanQuestion } from '../../server/figures/span-question.ts';
import type { History } from '../../storage/types.ts';
import { attendeeFigures } from './attendee-of-slices.ts';
import { SpanOracle } from './span-oracle.ts';
import { choice, historyOf, span, THROUGH, type World, world } from './span-world.ts';

async function figuresOf(history: History, question: SpanQuestion) {
  const asked = askedSlices(question);
  const all = [];
  for await (const slices of attendeesOfSpan(history, question)) all.push(attendeeInSpan(slices, asked));
  return all.filter((figures) => figures !== undefined);
}

function expected(oracle: SpanOracle, { sessions }: SpanQuestion, attendee: string) {
  const mode = (name: 'live' | 'onDemand') => ({
    attended: oracle.isCounted(attendee, name),
    watchMs: expect.closeTo(oracle.watched(attendee, name), 3),
    engagedMinutes: oracle.engagedMinutes(attendee, name),
  });
  return {
    attendee,
    attended: oracle.isCounted(attendee),
    byMode: { live: mode('live'), onDemand: mode('onDemand') },
    sessions: sessions.filter(({ key }) => oracle.isCounted(attendee, undefined, key)).map(({ key }) => key),
  };
}

/** Attendees of whom the span has nothing need not be there. */
function hasNothing({
  attended,
  byMode,
}: {
  attended: boolean;
  byMode: Record<string, { engagedMinutes: number }>;
}) {
  return !attended && Object.values(byMode).every(({ engagedMinutes }) => engagedMinutes === 0);
}

it('has the figures of the words’ definitions, of any sessions, mode and span', async () => {
  await fc.assert(
    fc.asyncProperty(
      world,
      fc.array(fc.tuple(choice, span), { minLength: 4, maxLength: 4 }),
      async (made, asked) => {
        const history = await historyOf(made);
        for (const [{ mode, sessions }, { from, to }] of asked) {
          const question = {
            sessions: made.sessions.filter(({ key }) => sessions.includes(key)),
            mode,
            ...{ from, to, through: THROUGH },
          };
          const oracle = new SpanOracle(made, question);
          const found = await figuresOf(history, question);
          const plain = found.map((figures) => ({
            ...figures,
            sessions: figures.sessions.map(({ key }) => key).sort(),
          }));
          const all = oracle.attendees.map((attendee) => expected(oracle, question, attendee));
          const byName = plain.sort((a, b) => (a.attendee < b.attendee ? -1 : 1));
          expect(byName.filter((one) => !hasNothing(one))).toMatchObject(
            all.filter((one) => !hasNothing(one)),
          );
        }
        await history.close();
      },
    ),
    { numRuns: 5 },
  );
});

/** By attendee and session, as the lists of a session have them. */
async function ofSession(history: History, made: World, index: number) {
  const [session] = made.sessions.slice(index);
  if (session === undefined) return { inSpan: [], whole: [] };
  const question = { sessions: [session], from: 0, to: THROUGH + 1, through: THROUGH };
  const facts = { ...session, now: THROUGH };
  // The list leaves out who was never counted at all.
  const counted = (await figuresOf(history, question)).filter(({ attended }) => attended);
  const inSpan = counted.map(({ attendee, byMode }) => ({ attendee, byMode }));
  const rows = [];
  for await (const slices of attendeesOfSpan(history, question)) rows.push(attendeeFigures(slices, facts));
  const whole = rows.flatMap((figures) => {
    if (figures === undefined) return [];
    const { attendee, byMode } = figures;
    const mode = ({ isView, ...more }: (typeof byMode)['live']) => ({ ...more, views: Number(isView) });
    return [{ attendee, byMode: { live: mode(byMode.live), onDemand: mode(byMode.onDemand) } }];
  });
  return { inSpan, whole };
}

it('is of a session’s whole life what its list of attendees says', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (made) => {
      const history = await historyOf(made);
      for (const index of made.sessions.keys()) {
        const { inSpan, whole } = await ofSession(history, made, index);
        expect(inSpan).toEqual(whole);
      }
      await history.close();
    }),
    { numRuns: 4 },
  );
});
