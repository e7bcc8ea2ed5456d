import type { History } from '../../../../storage/types.ts';
import { type NamedParticipant, topParticipantsByName } from '../../../figures/participants-by-name.ts';
import { SpanMemory } from '../../../figures/span-memory.ts';
import type { SpanTotals } from '../../../figures/span-totals.ts';
import type { AnalyticsQuery } from '../parameters.ts';
import { sequelQuestion } from '../question.ts';
import { datesOf } from '../span.ts';
import type { CompanyScope } from './asked-company.ts';

/** Without what says who they are: that is looked up each time, since people may be erased. */
type Nameless = Omit<NamedParticipant, 'attendee' | 'name' | 'email'>;

interface Listed {
  readonly totals: SpanTotals;
  readonly items: readonly Nameless[];
}

interface Asked {
  readonly found: CompanyScope;
  readonly query: AnalyticsQuery;
  /** Log time of the request, and up to which slices are known, ms. */
  readonly now: number;
  readonly through: number;
}

const MOST = 20;
const NAMES = 1000;

/** The participants of companies with the most engaged minutes. */
export class CompanyParticipants {
  readonly #history: History;
  readonly #lists: SpanMemory<Listed>;

  constructor(history: History) {
    this.#history = history;
    this.#lists = new SpanMemory(history, MOST);
  }

  async of({ found, query, now, through }: Asked) {
    const { from, to, ...dates } = datesOf(query, found.timeZone, now);
    const { limit } = query;
    const question = sequelQuestion(found.sessions, query, { from, to, through });
    const asked = { question, sessions: found.sessions, more: limit };
    const { totals, items } = await this.#lists.get(asked, async () => {
      const { totals, items } = await topParticipantsByName(this.#history, question, limit);
      return { totals, items: items.map(({ attendee: _, name: __, email: ___, ...item }) => item) };
    });
    return { dates, question, totals, items: await this.#named(items) };
  }

  async #named(items: readonly Nameless[]): Promise<NamedParticipant[]> {
    const named: NamedParticipant[] = [];
    for (let first = 0; first < items.length; first += NAMES) {
      const page = items.slice(first, first + NAMES);
      const rows = await this.#history.attendees(page.map(({ attendeeKey }) => attendeeKey));
      const byKey = new Map(rows.map((row) => [row.attendeeKey, row]));
      for (const item of page) {
        const { attendee = '', name = null, email = null } = byKey.get(item.attendeeKey) ?? {};
        named.push({ ...item, attendee, name, email });
      }
    }
    return named;
  }
}
