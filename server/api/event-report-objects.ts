import { z } from '@hono/zod-openapi';
import type { TalkTopRow } from '../../storage/types.ts';
import { Breath } from '../breath.ts';
import type { Peak } from '../figures/span-peak.ts';
import { textOf } from '../figures/talk/engagement-texts.ts';
import type { SessionState } from '../live/registry.ts';
import { iso, isoOrNull } from '../protocol/iso-time.ts';
import type { ConcurrencyCurve } from '../reports/event-report/concurrency.ts';
import type { Dated, EventReport } from '../reports/event-report/event-report.ts';
import type { SessionInReport } from '../reports/event-report/side-by-side.ts';
import { Count, IsoTime } from './answers.ts';
import { RETENTION, retentionObject } from './retention-objects.ts';
import { PointSchema, pointObject } from './series-route.ts';
import { PeopleSummarySchema } from './summary-routes.ts';
import { MOMENTS, momentsObject } from './talk/moment-objects.ts';
import { PollSchema, pollObject } from './talk/polls-routes.ts';
import { SAID } from './talk/said.ts';
import { type SessionIds, sessionIds } from './talk/talk-scope.ts';

const dated = { dataThrough: IsoTime };

const SUMMARY = PeopleSummarySchema.omit({ scope: true, from: true, to: true });

const SessionSchema = z
  .object({
    session: z.string(),
    title: z.string(),
    kind: z.string(),
    startsAt: IsoTime.nullable(),
    endsAt: IsoTime.nullable(),
    ...SUMMARY.omit({ countries: true, dataThrough: true }).shape,
  })
  .openapi('ReportedSession');

const ConcurrencySchema = z.object({
  ...dated,
  step: z.enum(['minute', 'hour', 'day']),
  from: IsoTime,
  to: IsoTime,
  points: z.array(PointSchema.omit({ uniques: true, engagement: true }).openapi('ConcurrencyPoint')),
});

const GONE = { description: 'Null when some of what it is made of has gone with the retention' };

export const EventReportSchema = z
  .object({
    scope: z.string(),
    ...dated,
    final: z.boolean().openapi({
      description: 'The event was ended, or its end was planned for more than a quarter of an hour ago',
    }),
    event: z.object({
      id: z.string(),
      organization: z.string(),
      title: z.string(),
      shortCode: z.string().nullable(),
      startsAt: IsoTime.nullable(),
      endsAt: IsoTime.nullable(),
      endedAt: IsoTime.nullable(),
      timeZone: z.string(),
    }),
    span: z
      .object({ from: IsoTime, to: IsoTime })
      .nullable()
      .openapi({ description: 'When somebody was there; null while nobody was' }),
    summary: SUMMARY,
    concurrency: ConcurrencySchema.nullable().openapi(GONE),
    retention: z
      .object({ ...dated, ...RETENTION })
      .nullable()
      .openapi(GONE),
    sessions: z.object({
      ...dated,
      items: z.array(SessionSchema),
      more: Count.openapi({ description: 'How many there are besides' }),
    }),
    moments: z
      .object({ ...dated, ...MOMENTS })
      .nullable()
      .openapi(GONE),
    messages: z
      .object({ ...dated, items: z.array(z.object({ ...SAID, reactions: Count })) })
      .nullable()
      .openapi(GONE),
    questions: z
      .object({ ...dated, items: z.array(z.object({ ...SAID, upvotes: Count, answered: z.boolean() })) })
      .nullable()
      .openapi(GONE),
    polls: z
      .object({ ...dated, items: z.array(PollSchema), more: Count })
      .nullable()
      .openapi(GONE),
  })
  .openapi('EventReport');

const peakOf = ({ value, at }: Peak) => ({ value, at: isoOrNull(at) });

function sessionObject({ session, peak, engagement, ...figures }: SessionInReport) {
  const { id, details } = session;
  return {
    session: id,
    title: details.title,
    kind: details.kind,
    startsAt: isoOrNull(details.startsAt),
    endsAt: isoOrNull(details.endsAt),
    ...figures,
    peak: peakOf(peak),
    engagement: { ...engagement },
  };
}

function saidObject(row: TalkTopRow, sessionId: SessionIds) {
  const { id, at, session, attendee, name } = row;
  return { id, at: iso(at), session: sessionId(session), attendee, name, text: textOf(row) };
}

function concurrencyPoint(point: ConcurrencyCurve['points'][number]) {
  const unasked = { uniques: null, engagement: null, connections: null };
  const { uniques: _, engagement: __, ...figures } = pointObject({ ...point, ...unasked });
  return figures;
}

async function concurrencyObject(curve: Dated<ConcurrencyCurve> | null, breath: Breath) {
  if (curve === null) return null;
  const { dataThrough, step, from, to } = curve;
  const points = await breath.map(curve.points, concurrencyPoint);
  return { dataThrough: iso(dataThrough), step, from: iso(from), to: iso(to), points };
}

/** A part with its time; null stays null. */
function withTime<Part, Fields extends object>(part: Dated<Part> | null, fields: (part: Part) => Fields) {
  return part === null ? null : { dataThrough: iso(part.dataThrough), ...fields(part) };
}

/** `sessions`: those of the event. With turns for all else between, since there may be very many of them. */
export async function eventReportObject(report: EventReport, sessions: readonly SessionState[]) {
  const breath = new Breath();
  const { event, organization, timeZone, span, summary } = report;
  const { title, shortCode, startsAt, endsAt } = event.details;
  const sessionId = sessionIds({ sessions });
  return {
    scope: `event:${event.id}`,
    dataThrough: iso(report.dataThrough),
    final: report.isFinal,
    event: {
      ...{ id: event.id, organization, title, shortCode },
      ...{ startsAt: isoOrNull(startsAt), endsAt: isoOrNull(endsAt), endedAt: isoOrNull(event.endedAt) },
      timeZone,
    },
    span: span && { from: iso(span.from), to: iso(span.to) },
    summary: {
      ...summary,
      dataThrough: iso(summary.dataThrough),
      peak: peakOf(summary.peak),
      countries: [...summary.countries],
    },
    concurrency: await concurrencyObject(report.concurrency, breath),
    retention: withTime(report.retention, (part) => retentionObject(part, part)),
    sessions: {
      dataThrough: iso(report.sessions.dataThrough),
      items: await breath.map(report.sessions.rows, sessionObject),
      more: report.sessions.more,
    },
    moments: withTime(report.moments, (part) => momentsObject({ sessions }, part, part.size)),
    messages: withTime(report.messages, ({ messages }) => ({
      items: messages.map((row) => ({ ...saidObject(row, sessionId), reactions: row.references })),
    })),
    questions: withTime(report.questions, ({ questions }) => ({
      items: questions.map((row) => {
        return { ...saidObject(row, sessionId), upvotes: row.references, answered: row.isAnswered };
      }),
    })),
    polls: withTime(report.polls, ({ polls, more }) => ({
      items: polls.map((poll) => pollObject(poll, sessionId)),
      more,
    })),
  };
}
