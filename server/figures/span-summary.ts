import type { History, ScopeTotals } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { FirstCountries } from './days/first-countries.ts';
import { actionsIn, tellEngaged, tellPeople } from './days/people-in-span.ts';
import { PeopleSums } from './days/people-sums.ts';
import { type SpanParts, spanParts } from './days/span-parts.ts';
import { type Peak, peakInSpan } from './span-peak.ts';
import type { SpanQuestion } from './span-question.ts';
import { average, type SpanTotals } from './span-totals.ts';

export interface SpanSummary extends SpanTotals {
  readonly peak: Peak;
  /** By action. Null, as are the two below, when one mode is asked for: engagement has none. */
  readonly engagement: Readonly<Record<string, number>> | null;
  /** Attendees who were counted in the span and engaged in it. */
  readonly engagedAttendees: number | null;
  /** These in percent of the attendees (2 decimals); null without attendees. */
  readonly engagedPercent: number | null;
}

interface PeopleOfSpan {
  readonly parts: SpanParts;
  readonly sums: PeopleSums;
}

async function sumsOf(
  history: History,
  question: SpanQuestion,
  firsts?: FirstCountries,
): Promise<PeopleOfSpan> {
  const parts = await spanParts(history, question);
  const sums = new PeopleSums();
  await tellPeople(history, question, parts, (person) => {
    sums.add(person);
    firsts?.add(person);
  });
  return { parts, sums };
}

/** The sums over everybody in a span, without peak and engagement. */
export async function totalsOfSpan(history: History, question: SpanQuestion): Promise<SpanTotals> {
  const { sums } = await sumsOf(history, question);
  return sums.totals();
}

/** The figures of a span. `scope`: see `peakInSpan`. */
export async function summarizeSpan(
  history: History,
  question: SpanQuestion,
  scope: ScopeKey | null,
): Promise<SpanSummary> {
  return figuresOf(history, question, { scope, ...(await sumsOf(history, question)) });
}

/** The same with the attendees by country; see `countriesOf`. */
export async function summarizeWithCountries(
  history: History,
  question: SpanQuestion,
  scope: ScopeKey | null,
): Promise<SpanSummary & Pick<ScopeTotals, 'countries'>> {
  const firsts = new FirstCountries();
  const people = await sumsOf(history, question, firsts);
  await firsts.decide(history, question);
  const summary = await figuresOf(history, question, { scope, ...people });
  return { ...summary, countries: firsts.count(people.sums.attendees()) };
}

async function figuresOf(
  history: History,
  question: SpanQuestion,
  { scope, parts, sums }: PeopleOfSpan & { readonly scope: ScopeKey | null },
): Promise<SpanSummary> {
  const totals = sums.totals();
  const peak = await peakInSpan(history, question, scope);
  if (question.mode !== undefined)
    return { ...totals, peak, engagement: null, engagedAttendees: null, engagedPercent: null };
  await tellEngaged(history, question, parts, (attendeeKey) => sums.engaged(attendeeKey));
  const engagedAttendees = sums.engagedAttendees();
  return {
    ...totals,
    peak,
    engagement: await actionsIn(history, question, parts),
    engagedAttendees,
    engagedPercent: average(engagedAttendees * 100, totals.attendees),
  };
}
