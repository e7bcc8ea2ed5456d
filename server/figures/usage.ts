import type { History } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { tellPeople } from './days/people-in-span.ts';
import { PeopleSums } from './days/people-sums.ts';
import type { Person } from './days/person.ts';
import { spanParts } from './days/span-parts.ts';
import { NO_PEAK, type Peak, peakInSpan } from './span-peak.ts';
import { type KindGroup, type Span, type SpanQuestion, within } from './span-question.ts';
import type { SpanTotals } from './span-totals.ts';
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

class UsageSums {
  readonly #all = new PeopleSums();
  readonly #stage = new PeopleSums('stage');
  readonly #networking = new PeopleSums('networking');
  isTouched = false;

  add(person: Person): void {
    this.isTouched = true;
    this.#all.add(person);
    this.#stage.add(person);
    this.#networking.add(person);
  }

  usage(): Usage {
    const byKind = { stage: this.#stage.totals(), networking: this.#networking.totals() };
    return { ...this.#all.totals(), byKind };
  }
}

async function sumsOf(history: History, question: SpanQuestion): Promise<UsageSums> {
  const parts = await spanParts(history, question);
  const sums = new UsageSums();
  await tellPeople(history, question, parts, (person) => sums.add(person));
  return sums;
}

/** Usage step by step; uniques are those of each step. The steps are in order and without gaps. */
export async function sumsBySteps(
  history: History,
  question: SpanQuestion,
  steps: readonly StepSpan[],
): Promise<(Span & Usage & Pick<UsageStep, 'isTouched'>)[]> {
  const usage = [];
  for (const { start, end } of steps) {
    const part = { from: Math.max(start, question.from), to: Math.min(end, question.to) };
    const sums = await sumsOf(history, within(question, part));
    usage.push({ ...part, ...sums.usage(), isTouched: sums.isTouched });
  }
  return usage;
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
  return (await sumsOf(history, question)).usage();
}
