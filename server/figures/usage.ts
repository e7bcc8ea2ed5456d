import type { History, SliceRow } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { type AskedSlices, askedSlices, attendeeInSpan, slicesAsked } from './attendee-in-span.ts';
import { attendeesOfSpan } from './span-attendees.ts';
import { NO_PEAK, type Peak, peakInSpan } from './span-peak.ts';
import { groupOf, type KindGroup, type Span, type SpanQuestion, within } from './span-question.ts';
import { SpanSums, type SpanTotals } from './span-totals.ts';
import type { StepSpan } from './steps.ts';

export interface Usage extends SpanTotals {
  /** The same of the networking sessions, and of all others but the lobby. Who was in both counts in both. */
  readonly byKind: Readonly<Record<KindGroup, SpanTotals>>;
}

/** Usage in the part of a step that was asked for. */
export interface UsageStep extends StepSpan, Usage {
  readonly peak: Peak;
  /** Somebody's slice touches it. */
  readonly isTouched: boolean;
}

const GROUPS = ['stage', 'networking'] as const;

class UsageSums {
  readonly #all = new SpanSums();
  readonly #groups = { stage: new SpanSums(), networking: new SpanSums() };
  isTouched = false;

  add(slices: readonly SliceRow[], asked: AskedSlices): void {
    const figures = attendeeInSpan(slices, asked);
    if (figures === undefined) return;
    this.isTouched = true;
    this.#all.add(figures);
    for (const group of GROUPS) {
      const own = slices.filter(({ session }) => {
        const kind = asked.sessions.get(session)?.kind;
        return kind !== undefined && groupOf(kind) === group;
      });
      // Most people are in one kind only, which need not be worked out twice.
      const ofGroup = own.length === slices.length ? figures : attendeeInSpan(own, asked);
      if (ofGroup !== undefined) this.#groups[group].add(ofGroup);
    }
  }

  usage(): Usage {
    const { stage, networking } = this.#groups;
    return { ...this.#all.totals(), byKind: { stage: stage.totals(), networking: networking.totals() } };
  }
}

/** The steps, in order and without gaps, that a slice touches or is counted in. */
function* stepsTouched({ start, end, countedUntil }: SliceRow, steps: readonly StepSpan[], through: number) {
  const until = Math.max(end ?? through, countedUntil ?? through);
  let low = 0;
  for (let high = steps.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.end ?? 0) > start) high = middle;
    else low = middle + 1;
  }
  for (let index = low; (steps[index]?.start ?? Number.POSITIVE_INFINITY) <= until; index++) yield index;
}

/** Usage step by step; uniques are those of each step. The steps are in order and without gaps. */
export async function sumsBySteps(
  history: History,
  question: SpanQuestion,
  steps: readonly StepSpan[],
): Promise<(Span & Usage & Pick<UsageStep, 'isTouched'>)[]> {
  const asked = askedSlices(question);
  const parts = steps.map(({ start, end }) => ({
    from: Math.max(start, question.from),
    to: Math.min(end, question.to),
  }));
  const sums = new Map<number, UsageSums>();
  const span = { from: parts[0]?.from ?? 0, to: parts.at(-1)?.to ?? 0 };
  for await (const slices of attendeesOfSpan(history, within(question, span))) {
    const touched = new Set<number>();
    for (const [slice] of slicesAsked(slices, asked)) {
      for (const index of stepsTouched(slice, steps, question.through)) touched.add(index);
    }
    for (const index of touched) {
      const ofStep = sums.get(index) ?? new UsageSums();
      sums.set(index, ofStep);
      ofStep.add(slices, { ...asked, ...parts[index] });
    }
  }
  return parts.map((part, index) => {
    const ofStep = sums.get(index) ?? new UsageSums();
    return { ...part, ...ofStep.usage(), isTouched: ofStep.isTouched };
  });
}

/** The same with the peak of each step; `scope`: see `peakInSpan`. */
export async function usageBySteps(
  history: History,
  question: SpanQuestion,
  { steps, scope }: { readonly steps: readonly StepSpan[]; readonly scope: ScopeKey | null },
): Promise<UsageStep[]> {
  const usage: UsageStep[] = [];
  for (const [index, { from, to, ...sums }] of (await sumsBySteps(history, question, steps)).entries()) {
    const { start, end } = steps[index] ?? { start: from, end: to };
    const peak = sums.isTouched ? await peakInSpan(history, within(question, { from, to }), scope) : NO_PEAK;
    usage.push({ start, end, ...sums, peak });
  }
  return usage;
}

/** Usage over the whole span: everybody counts once. */
export async function usageOfSpan(history: History, question: SpanQuestion): Promise<Usage> {
  const asked = askedSlices(question);
  const sums = new UsageSums();
  for await (const slices of attendeesOfSpan(history, question)) sums.add(slices, asked);
  return sums.usage();
}
