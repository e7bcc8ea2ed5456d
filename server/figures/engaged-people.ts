import type { History } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { SessionState } from '../live/registry.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { attendeesNow } from './attendance-now.ts';
import { askedSlices, attendeeInSpan } from './attendee-in-span.ts';
import { keptScope } from './kept-scope.ts';
import { attendeesOfSpan } from './span-attendees.ts';
import { askedSession } from './span-question.ts';

export interface EngagedQuestion {
  readonly event: ScopeKey;
  /** Some of the event's. */
  readonly sessions: readonly SessionState[];
  /** Only who was there in this mode; undefined: all people of the event. */
  readonly mode: Mode | undefined;
  /** Log time up to which slices are known, ms. */
  readonly through: number;
}

interface Engaged {
  readonly attendeeKey: number;
  readonly minutes: number;
}

const PAGE = 1000;
const MODES = ['live', 'onDemand'] as const;

type Figures = { readonly engagedMinutes: number };

function minutesIn(figures: Readonly<Record<Mode, Figures>>, modes: readonly Mode[]): number {
  return modes.reduce((sum, mode) => sum + figures[mode].engagedMinutes, 0);
}

/** Who was counted in the sessions, from what is kept of them or else from slices. */
async function* engagedIn(
  history: History,
  { sessions, mode, through }: EngagedQuestion,
): AsyncGenerator<Engaged> {
  const modes = mode === undefined ? MODES : [mode];
  const scope = keptScope(sessions);
  if (scope === undefined) {
    const used = sessions.filter(({ row }) => row.hasSlices).map(askedSession);
    const question = { sessions: used, mode, from: 0, to: through + 1, through };
    const asked = askedSlices(question);
    for await (const slices of attendeesOfSpan(history, question)) {
      const figures = attendeeInSpan(slices, asked);
      if (figures?.attended)
        yield { attendeeKey: figures.attendeeKey, minutes: minutesIn(figures.byMode, modes) };
    }
    return;
  }
  for (let after: number | null = 0; after !== null; ) {
    const page = await attendeesNow(history, scope, { afterAttendee: after, limit: PAGE, now: through });
    for (const row of page.items) {
      if (modes.some((one) => row[one].isCounted))
        yield { attendeeKey: row.attendeeKey, minutes: minutesIn(row, modes) };
    }
    after = page.next;
  }
}

/** Keys of the people, by engaged minutes and then by key; those without any come last. */
export async function peopleByMinutes(history: History, question: EngagedQuestion): Promise<number[]> {
  const engaged: Engaged[] = [];
  for await (const one of engagedIn(history, question)) engaged.push(one);
  engaged.sort((a, b) => b.minutes - a.minutes || a.attendeeKey - b.attendeeKey);
  const keys = engaged.map(({ attendeeKey }) => attendeeKey);
  if (question.mode !== undefined) return keys;
  const listed = new Set(keys);
  const of = { kind: 'event', key: question.event } as const;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const people = await history.people({ of, after, limit: PAGE });
    for (const { attendeeKey } of people) if (!listed.has(attendeeKey)) keys.push(attendeeKey);
    after = people.length < PAGE ? undefined : people.at(-1)?.attendeeKey;
  }
  return keys;
}
