import { z } from '@hono/zod-openapi';
import { MINUTE_MS } from '../../durations.ts';
import { minuteZero } from '../../figures/minute-by-minute.ts';
import { MOMENTS_BASIS, SIGNALS } from '../../figures/talk/moments.ts';
import { replayPosition } from '../../figures/talk/replay-position.ts';
import type { ToldMoment, ToldMoments } from '../../figures/talk/told-moments.ts';
import { iso } from '../../protocol/iso-time.ts';
import { Count, IsoTime } from '../answers.ts';
import type { FigureScope } from '../span-question.ts';
import { SAID } from './said.ts';
import { minuteNumber, sessionIds } from './talk-scope.ts';

const SignalSchema = z.object({ count: Count, usual: z.number(), points: z.number() });

const MomentSchema = z
  .object({
    rank: z.number().int(),
    start: IsoTime,
    end: IsoTime,
    startMinute: z.number().int().nullable(),
    endMinute: z.number().int().nullable(),
    positionSeconds: z.number().nullable(),
    score: z.number(),
    reasons: z.array(z.enum(SIGNALS)),
    signals: z.object({
      chat: SignalSchema,
      reactions: SignalSchema,
      questions: SignalSchema,
      polls: SignalSchema,
      joins: SignalSchema,
    }),
    concurrent: Count,
    highlights: z.array(
      z.object({
        kind: z.enum(['chat', 'question']),
        ...SAID,
        reactions: Count,
      }),
    ),
  })
  .openapi('Moment');

/** The fields of the top moments of a scope. */
export const MOMENTS = {
  computedFrom: z.object({
    windows: z.string(),
    usual: z.string(),
    score: z.string(),
    weights: z.record(z.string(), z.number()),
    windowSeconds: Count,
    minutes: Count,
  }),
  moments: z.array(MomentSchema),
} as const;

/** Where a scope is one session, its windows say the place in the replay. */
type Told = Pick<FigureScope, 'sessions'>;

function momentObject({ sessions: states }: Told, moment: ToldMoment, rank: number) {
  const { start, end, signals, reasons, score, concurrent } = moment;
  const sessions = states.map(({ row }) => row);
  const zero = minuteZero(sessions);
  const [only, ...others] = sessions;
  const sessionId = sessionIds({ sessions: states });
  return {
    rank,
    start: iso(start),
    end: iso(end),
    startMinute: minuteNumber(start, zero),
    endMinute: minuteNumber(end - MINUTE_MS, zero),
    positionSeconds: only === undefined || others.length > 0 ? null : replayPosition(moment, only.windows),
    ...{ score, reasons: [...reasons], signals, concurrent },
    highlights: moment.highlights.map(({ key: _, at, session, ...rest }) => {
      return { ...rest, at: iso(at), session: sessionId(session) };
    }),
  };
}

/** The fields of `MOMENTS`. `size`: minutes that a moment lasts. */
export function momentsObject(found: Told, { minutes, moments }: ToldMoments, size: number) {
  return {
    computedFrom: { ...MOMENTS_BASIS, windowSeconds: size * 60, minutes },
    moments: moments.map((moment, index) => momentObject(found, moment, index + 1)),
  };
}
