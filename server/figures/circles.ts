import type { History } from '../../storage/types.ts';
import type { SpanQuestion } from './span-question.ts';

/** The circles (bubbles) that somebody was in. */
export interface Circles {
  readonly circles: number;
  /** Others who were in one of them, whenever that was. */
  readonly peopleMet: number;
}

const PAGE = 1000;

/** Who joined which circle of the sessions in the span. */
async function membersOf(history: History, { sessions, from, to }: SpanQuestion) {
  const members = new Map<string, Set<number>>();
  const filter = {
    sessions: sessions.map(({ key }) => key),
    actions: ['bubble.join'],
    from,
    to,
    limit: PAGE,
  };
  for (let after: { at: number; key: number } | undefined; ; ) {
    const rows = await history.talk({ ...filter, after });
    for (const { session, attendeeKey, data } of rows) {
      const name = `${session} ${(data as { readonly bubble?: string }).bubble}`;
      members.set(name, (members.get(name) ?? new Set()).add(attendeeKey));
    }
    after = rows.at(-1);
    if (after === undefined || rows.length < PAGE) return members;
  }
}

/** Those of some attendees (keys). Memory holds a number for everybody who joined a circle in the span. */
export async function circlesOf(
  history: History,
  question: SpanQuestion,
  attendees: readonly number[],
): Promise<(attendeeKey: number) => Circles> {
  const members = await membersOf(history, question);
  const asked = new Map(attendees.map((key) => [key, { circles: 0, met: new Set<number>() }]));
  for (const circle of members.values()) {
    for (const key of circle) {
      const one = asked.get(key);
      if (one === undefined) continue;
      one.circles++;
      for (const other of circle) if (other !== key) one.met.add(other);
    }
  }
  return (key) => {
    const { circles, met } = asked.get(key) ?? { circles: 0, met: new Set() };
    return { circles, peopleMet: met.size };
  };
}
