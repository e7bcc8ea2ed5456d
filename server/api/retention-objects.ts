import { z } from '@hono/zod-openapi';
import type { Percentiles } from '../figures/percentiles.ts';
import type { Retention } from '../figures/retention.ts';
import { seconds } from '../figures/span-totals.ts';
import { iso, isoOrNull } from '../protocol/iso-time.ts';
import { Count, IsoTime } from './answers.ts';

const Seconds = z.number().nullable();

/** The fields of a retention. */
export const RETENTION = {
  attendees: Count,
  stepSeconds: z.number().int(),
  staySeconds: z.object({
    p10: Seconds,
    p25: Seconds,
    p50: Seconds,
    p75: Seconds,
    p90: Seconds,
    p95: Seconds,
    mean: Seconds,
    computedFrom: z.string(),
  }),
  sinceJoin: z.object({
    computedFrom: z.string(),
    points: z.array(
      z
        .object({ seconds: z.number(), present: Count, known: Count, share: z.number() })
        .openapi('SinceJoinPoint'),
    ),
  }),
  sinceStart: z.object({
    computedFrom: z.string(),
    minuteZero: IsoTime.nullable(),
    points: z.array(
      z
        .object({
          start: IsoTime,
          seconds: z.number().nullable(),
          attendees: Count,
          share: z.number(),
          arrivals: Count,
          departures: Count,
        })
        .openapi('SinceStartPoint'),
    ),
  }),
} as const;

const STAY_FROM =
  'Of each attendee, the length of the union of all [start, end] of slices in the sessions asked for, within the span; whoever is still there until dataThrough. Percentiles by the nearest rank.';

const SINCE_JOIN_FROM =
  'Attendees who were there so long after their own first join in the span (present), of those who joined at least so long before the end of what is known (known); share is the one by the other. Who came back counts again.';

const SINCE_START_FROM =
  'Attendees whose [start, end] touches the step; share of all attendees of the span; arrivals are first joins, departures last leaves. Seconds since minute zero, the minute of the first goLive; null where none is known.';

/** With 4 decimals. */
function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
}

function stayObject({ mean, ...ranks }: Percentiles) {
  const inSeconds = (ms: number | null) => (ms === null ? null : seconds(ms));
  return {
    p10: inSeconds(ranks.p10),
    p25: inSeconds(ranks.p25),
    p50: inSeconds(ranks.p50),
    p75: inSeconds(ranks.p75),
    p90: inSeconds(ranks.p90),
    p95: inSeconds(ranks.p95),
    mean: inSeconds(mean),
    computedFrom: STAY_FROM,
  };
}

interface Drawn {
  readonly stepMs: number;
  /** See `RetentionSpan`. */
  readonly zero: number | null;
}

/** The fields of `RETENTION`. */
export function retentionObject(
  { attendees, stayMs, sinceJoin, sinceStart }: Retention,
  { stepMs, zero }: Drawn,
) {
  return {
    attendees,
    stepSeconds: stepMs / 1000,
    staySeconds: stayObject(stayMs),
    sinceJoin: {
      computedFrom: SINCE_JOIN_FROM,
      points: sinceJoin.map(({ after, present, known }) => {
        return { seconds: seconds(after), present, known, share: share(present, known) };
      }),
    },
    sinceStart: {
      computedFrom: SINCE_START_FROM,
      minuteZero: isoOrNull(zero),
      points: sinceStart.map(({ start, ...point }) => ({
        start: iso(start),
        seconds: zero === null ? null : seconds(start - zero),
        share: share(point.attendees, attendees),
        ...point,
      })),
    },
  };
}
