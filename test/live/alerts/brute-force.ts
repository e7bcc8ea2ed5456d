import type { AlertCondition, AlertDetails } from '../../../server/live/alerts/rule.ts';
import type { Told } from './watching.ts';

/** How many people there are from a time on. */
export interface Point {
  readonly time: number;
  readonly count: number;
}

const CAPACITY = 10;

interface Looked {
  readonly isOut: boolean;
  readonly isBack: boolean;
}

/** Looks at the whole curve up to its last point. `told`: time of the last peak that was told. */
function look(curve: readonly Point[], condition: AlertCondition, told: number): Looked {
  const { time, count } = curve.at(-1) as Point;
  switch (condition.kind) {
    case 'above':
      return { isOut: count > condition.threshold, isBack: count <= condition.clearAt };
    case 'below': {
      const wasThere = curve.some((point) => point.count >= condition.clearAt);
      return { isOut: wasThere && count < condition.threshold, isBack: count >= condition.clearAt };
    }
    case 'capacity': {
      const share = (count / CAPACITY) * 100;
      return { isOut: share >= condition.percent, isBack: share < condition.clearAt };
    }
    case 'drop': {
      const from = Math.floor(time / 60_000) * 60_000 - condition.minutes * 60_000;
      const seen = curve.filter((_, index) => (curve[index + 1]?.time ?? time) >= from);
      const most = Math.max(...seen.map((point) => point.count));
      const isOut = most >= condition.least && count <= (most * (100 - condition.percent)) / 100;
      return { isOut, isBack: !isOut };
    }
    case 'silence': {
      const last = curve.findLastIndex((point) => point.count > 0);
      const since = curve[last + 1]?.time ?? time;
      const isOut = last >= 0 && count === 0 && time - since >= condition.seconds * 1000;
      return { isOut, isBack: count > 0 };
    }
    default: {
      const peak = peakOf(curve);
      return { isOut: peak.count >= condition.least && peak.time > told, isBack: true };
    }
  }
}

function peakOf(curve: readonly Point[]): Point {
  const most = Math.max(...curve.map(({ count }) => count));
  return curve.find(({ count }) => count === most) as Point;
}

/** The alerts of a curve, each looked for anew with all that was before. */
export function alertsOf(curve: readonly Point[], { condition, coolDownMs }: AlertDetails): Told[] {
  const alerts: Told[] = [];
  const isPeak = condition.kind === 'peak';
  const pause = isPeak ? Math.max(60_000, coolDownMs) : coolDownMs;
  let told = curve[0]?.time ?? 0;
  for (const [index, { time, count }] of curve.entries()) {
    const past = curve.slice(0, index + 1);
    const { isOut, isBack } = look(past, condition, told);
    const last = alerts.at(-1);
    if (last !== undefined && last.clearedAt === null) {
      if (isBack)
        alerts[alerts.length - 1] = { ...last, clearedAt: time, worst: worst(past, last, condition) };
    } else if (isOut && time >= (last?.clearedAt ?? 0) + pause) {
      const value = isPeak ? peakOf(past).count : count;
      alerts.push({ raisedAt: time, value, ...(isPeak ? { clearedAt: time, worst: value } : OPEN) });
      told = peakOf(past).time;
    }
  }
  return alerts;
}

const OPEN = { clearedAt: null, worst: null };

function worst(past: readonly Point[], { raisedAt }: Told, { kind }: AlertCondition): number {
  const counts = past.filter(({ time }) => time >= raisedAt).map(({ count }) => count);
  return kind === 'above' || kind === 'capacity' ? Math.max(...counts) : Math.min(...counts);
}
