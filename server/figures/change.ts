import type { Mode } from '../protocol/client-messages.ts';
import type { SpanSummary } from './span-summary.ts';

/** What became of a figure. */
export interface Change {
  /** Null where one of both is not known. */
  readonly difference: number | null;
  /** Of the figure before, 2 decimals; null as well where that is 0. */
  readonly percent: number | null;
}

const COMPARED = [
  'attendees',
  'sessions',
  'events',
  'views',
  'watchSeconds',
  'averageWatchSeconds',
  'engagedMinutes',
  'averageEngagedMinutes',
  'peak',
  'engagement',
  'engagedAttendees',
  'engagedPercent',
] as const;

const OF_MODE = [
  'attendees',
  'views',
  'watchSeconds',
  'averageWatchSeconds',
  'engagedMinutes',
  'averageEngagedMinutes',
  'watchedPercent',
] as const;

type ModeChanges = Readonly<Record<(typeof OF_MODE)[number], Change>>;

export type SummaryChanges = Readonly<Record<(typeof COMPARED)[number], Change>> & {
  readonly byMode: Readonly<Record<Mode, ModeChanges>>;
};

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

export function changeOf(now: number | null, before: number | null): Change {
  if (now === null || before === null) return { difference: null, percent: null };
  const percent = before === 0 ? null : rounded(((now - before) / before) * 100, 2);
  return { difference: rounded(now - before, 3), percent };
}

/** Peak and engagement as one number each; nothing of what is not known. */
function comparable(summary: SpanSummary | null) {
  if (summary === null) return undefined;
  const { peak, engagement } = summary;
  const actions = engagement === null ? null : Object.values(engagement).reduce((sum, n) => sum + n, 0);
  return { ...summary, peak: peak.value, engagement: actions };
}

function changesOf<Name extends string>(
  names: readonly Name[],
  now: Readonly<Record<Name, number | null>> | undefined,
  before: Readonly<Record<Name, number | null>> | undefined,
): Record<Name, Change> {
  const entries = names.map((name) => [name, changeOf(now?.[name] ?? null, before?.[name] ?? null)] as const);
  return Object.fromEntries(entries) as Record<Name, Change>;
}

/** Every figure of a summary against that of another one; null: not known. Of engagement the sum over all actions. */
export function summaryChanges(now: SpanSummary | null, before: SpanSummary | null): SummaryChanges {
  return {
    ...changesOf(COMPARED, comparable(now), comparable(before)),
    byMode: {
      live: changesOf(OF_MODE, now?.byMode.live, before?.byMode.live),
      onDemand: changesOf(OF_MODE, now?.byMode.onDemand, before?.byMode.onDemand),
    },
  };
}
