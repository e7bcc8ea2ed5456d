import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { minuteZero } from '../../figures/minute-by-minute.ts';
import { MINUTE_MS } from '../../figures/minute-ranges.ts';
import { type Highlight, highlightsOf } from '../../figures/talk/highlights.ts';
import { liveMinutes } from '../../figures/talk/live-minutes.ts';
import { MOMENTS_BASIS, type Moment, SIGNALS, topMoments } from '../../figures/talk/moments.ts';
import { replayPosition } from '../../figures/talk/replay-position.ts';
import { iso } from '../../protocol/iso-time.ts';
import { IsoTime, jsonAnswer, REFUSALS } from '../answers.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { IdParam, SpanQuery } from '../parameters.ts';
import { Count } from '../span-objects.ts';
import { type FigureScope, FRAME } from '../span-question.ts';
import { minuteNumber, reachTalk, seriesParts, sessionIds, spanOf, whole } from './talk-scope.ts';

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
        id: z.string(),
        at: IsoTime,
        session: z.string(),
        attendee: z.string(),
        name: z.string().nullable(),
        text: z.string(),
        reactions: Count,
      }),
    ),
  })
  .openapi('Moment');

const MomentsSchema = z
  .object({
    ...FRAME,
    computedFrom: z.object({
      windows: z.string(),
      usual: z.string(),
      score: z.string(),
      weights: z.record(z.string(), z.number()),
      windowSeconds: Count,
      minutes: Count,
    }),
    moments: z.array(MomentSchema),
  })
  .openapi('Moments');

const Window = z
  .enum(['60', '120', '180', '240', '300', '600', '900', '1800', '3600'])
  .default('60')
  .transform(Number)
  .openapi({ type: 'integer', enum: [60, 120, 180, 240, 300, 600, 900, 1800, 3600], default: 60 });

const DESCRIPTION = [
  'Windows in which chat, reactions, questions, polls and joins stood out most against what is usual for the span and its',
  'audience; they do not overlap. `computedFrom` has the formula, `signals` what came of it. `startMinute` and `endMinute` (the',
  'last one) count from the first goLive. `positionSeconds` is the place in the replay, seconds since goLive. Highlights are the',
  'messages and questions of the window that most people reacted to.',
].join(' ');

const HIGHLIGHTS = 3;

export function serveMoments(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, history, dataThrough } = parts;

  const momentObject = async (found: FigureScope, moment: Moment, rank: number) => {
    const { start, end, signals, reasons, score, concurrent } = moment;
    const sessions = found.sessions.map(({ row }) => row);
    const zero = minuteZero(sessions);
    const [only, ...others] = sessions;
    const span = { sessions: sessions.map(({ key }) => key), from: start, to: end };
    const sessionId = sessionIds(found);
    const highlight = ({ key: _, at, session, ...rest }: Highlight) => {
      return { ...rest, at: iso(at), session: sessionId(session) };
    };
    return {
      rank,
      start: iso(start),
      end: iso(end),
      startMinute: minuteNumber(start, zero),
      endMinute: minuteNumber(end - MINUTE_MS, zero),
      positionSeconds: only === undefined || others.length > 0 ? null : replayPosition(moment, only.windows),
      ...{ score, reasons: [...reasons], signals, concurrent },
      highlights: (await highlightsOf(history, span, HIGHLIGHTS)).map(highlight),
    };
  };

  for (const resource of ['sessions', 'events'] as const) {
    const route = createRoute({
      method: 'get',
      path: `/v1/${resource}/{id}/moments`,
      summary: 'The top moments, best first',
      description: DESCRIPTION,
      request: { params: IdParam, query: SpanQuery.extend({ limit: whole(1, 20, 5), window: Window }) },
      responses: { 200: jsonAnswer(MomentsSchema, 'Moments'), ...REFUSALS },
    });
    app.openapi(route, async (c) => {
      const found = reachTalk(live, c.get('claims'), resource, c.req.valid('param').id);
      const { limit, window, ...filter } = c.req.valid('query');
      const { frame, span } = spanOf(found, filter, dataThrough());
      const minutes = await liveMinutes(seriesParts(parts), found.key, {
        from: span.from ?? 0,
        to: span.to,
      });
      const top = await topMoments(minutes, { size: window / 60, limit });
      const moments = [];
      for (const [index, moment] of top.entries()) moments.push(await momentObject(found, moment, index + 1));
      const computedFrom = { ...MOMENTS_BASIS, windowSeconds: window, minutes: minutes.length };
      return c.json({ ...frame, computedFrom, moments }, 200);
    });
  }
}
