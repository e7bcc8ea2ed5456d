import fc from 'fast-check';
import { expect, it } from 'vitest';
import { periodsIn } from '../../server/figures/calendar.ts';
import type { SpanQuestion } from '../../server/figures/span-question.ts';
import { summarizeSpan } from '../../server/figures/span-summary.ts';
import { stepsOf } from '../../server/figures/steps.ts';
import { usageBySteps, usageOfSpan } from '../../server/figures/usage.ts';
import { BEGIN, historyOf, THROUGH, type World, world } from './span-world.ts';

const KINDS = {
  stage: ['mainStage', 'breakout', 'workshop', 'expo'],
  networking: ['networking'],
};

function ofKinds(question: SpanQuestion, group: keyof typeof KINDS): SpanQuestion {
  return { ...question, sessions: question.sessions.filter(({ kind }) => KINDS[group].includes(kind)) };
}

const steps = fc.constantFrom('hour' as const, 'day' as const);
const cut = fc.constantFrom(0, 1000, 1_800_000);

function questionOf(made: World, first: number): SpanQuestion {
  return { sessions: made.sessions, from: BEGIN + first, to: THROUGH + 1, through: THROUGH };
}

it('is in each step what a summary of the step says, all kinds and apart', async () => {
  await fc.assert(
    fc.asyncProperty(world, steps, cut, async (made, step, first) => {
      const history = await historyOf(made);
      const question = questionOf(made, first);
      const { from, to } = question;
      const spans =
        step === 'hour' ? stepsOf(from, to, step, 'UTC') : periodsIn(from, to, step, 'Europe/Berlin');
      const usage = await usageBySteps(history, question, { steps: spans, scope: null });
      expect(usage.map(({ start, end }) => ({ start, end }))).toEqual(spans);
      for (const { start, end, byKind, isTouched, ...figures } of usage) {
        const ofStep = { ...question, from: Math.max(start, from), to: Math.min(end, to) };
        expect(await summarizeSpan(history, ofStep, null)).toMatchObject(figures);
        expect(isTouched || figures.engagedMinutes === 0).toBe(true);
        for (const group of ['stage', 'networking'] as const) {
          expect(await summarizeSpan(history, ofKinds(ofStep, group), null)).toMatchObject(byKind[group]);
        }
      }
      await history.close();
    }),
    { numRuns: 6 },
  );
});

it('adds up over steps: watch time and engaged minutes do, attendees do not', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (made) => {
      const history = await historyOf(made);
      const question = questionOf(made, 0);
      const spans = periodsIn(question.from, question.to, 'day', 'Europe/Berlin');
      const usage = await usageBySteps(history, question, { steps: spans, scope: null });
      const whole = await usageOfSpan(history, question);
      const sum = (figure: 'engagedMinutes' | 'watchSeconds' | 'attendees') =>
        usage.reduce((total, one) => total + one[figure], 0);
      expect(sum('engagedMinutes')).toBe(whole.engagedMinutes);
      expect(sum('watchSeconds')).toBeCloseTo(whole.watchSeconds, 1);
      expect(sum('attendees')).toBeGreaterThanOrEqual(whole.attendees);
      expect(whole.byMode).toEqual((await summarizeSpan(history, question, null)).byMode);
      await history.close();
    }),
    { numRuns: 6 },
  );
});

it('has the minute that a slice ends with in the step that the minute begins', async () => {
  const end = BEGIN + 3_600_000;
  const session = { key: 10, event: 2, kind: 'mainStage', windows: [], videoDurationSeconds: null } as const;
  const slice = {
    slice: 1,
    session: 10,
    attendee: 'ann',
    mode: 'live',
    start: end - 60_000,
    playedMs: null,
  } as const;
  const made = {
    sessions: [session],
    slices: [{ ...slice, end, countedUntil: end, country: 'DE' }],
    engagements: [],
  };
  const history = await historyOf(made);
  const question = { ...questionOf(made, 0), to: BEGIN + 7_200_000 };
  const steps = stepsOf(question.from, question.to, 'hour', 'UTC');
  const usage = await usageBySteps(history, question, { steps, scope: null });
  expect(usage.map(({ attendees, engagedMinutes }) => [attendees, engagedMinutes])).toEqual([
    [1, 1],
    [0, 1],
  ]);
  await history.close();
});
