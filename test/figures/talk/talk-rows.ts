import fc from 'fast-check';
import type {
  AttendeeRow,
  PollAnswersFilter,
  TalkCount,
  TalkFilter,
  TalkReferenceFilter,
  TalkRow,
  TalkTopFilter,
  TalkTopRow,
} from '../../../storage/types.ts';

/** 2026-05-04T00:00:00Z. */
export const T0 = 1_777_852_800_000;
export const MINUTE = 60_000;

let lastKey = 0;

/** A row; of `ann` in session 1 at `T0`, unless it says otherwise. */
export function did(action: string, data: unknown, more: Partial<TalkRow> = {}): TalkRow {
  const key = more.key ?? ++lastKey;
  const attendee = more.attendee ?? 'ann';
  return {
    key,
    id: `id-${key}`,
    tenant: 1,
    session: 1,
    attendee,
    attendeeKey: [...attendee].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 0),
    name: null,
    action,
    data,
    at: T0,
    anonymous: false,
    ...more,
  };
}

export const wrote = (text: string, more: Partial<TalkRow> = {}) =>
  did('chat.message', { text, channel: 'event' }, more);

const byTime = (a: TalkRow, b: TalkRow) => a.at - b.at || a.key - b.key;

const isAfter = ({ at, key }: TalkRow, after: TalkFilter['after']) =>
  after === undefined || at > after.at || (at === after.at && key > after.key);

function field(row: TalkRow, name: string): string | undefined {
  return (row.data as Record<string, string | undefined>)[name];
}

const referenceOf = (row: TalkRow) => field(row, 'message') ?? field(row, 'question');

/** The questions of the port over engagements, answered from a plain array. */
export class PlainTalk {
  readonly #rows: readonly TalkRow[];
  readonly #names: readonly string[];

  /** `names`: of who was in session 1 without saying anything. */
  constructor(rows: readonly TalkRow[], names: readonly string[] = []) {
    this.#rows = rows.toSorted(byTime);
    this.#names = names;
  }

  async talk({ sessions, actions, from, to, after, limit }: TalkFilter): Promise<TalkRow[]> {
    return this.#rows
      .filter(({ session, action }) => sessions.includes(session) && actions.includes(action))
      .filter(({ at }) => at >= (from ?? 0) && at < (to ?? Number.POSITIVE_INFINITY))
      .filter((row) => isAfter(row, after))
      .slice(0, limit);
  }

  async talkAbout({ each, ...filter }: TalkReferenceFilter & { readonly each: number }): Promise<TalkRow[]> {
    const seen = new Map<string, number>();
    return this.#referring(filter).filter((row) => {
      const place = (seen.get(`${row.action} ${referenceOf(row)}`) ?? 0) + 1;
      seen.set(`${row.action} ${referenceOf(row)}`, place);
      return place <= each;
    });
  }

  async countTalkAbout(filter: TalkReferenceFilter): Promise<TalkCount[]> {
    const groups = new Map<string, TalkRow[]>();
    for (const row of this.#referring(filter)) {
      const group = JSON.stringify([row.action, referenceOf(row), field(row, 'reaction') ?? null]);
      groups.set(group, [...(groups.get(group) ?? []), row]);
    }
    return [...groups.values()].flatMap((rows) => {
      const [first] = rows;
      if (first === undefined) return [];
      const attendees = new Set(rows.map(({ attendeeKey }) => attendeeKey)).size;
      const reaction = field(first, 'reaction') ?? null;
      return [
        {
          action: first.action,
          reference: referenceOf(first) ?? '',
          reaction,
          count: rows.length,
          attendees,
        },
      ];
    });
  }

  async pollAnswers({ session, poll, ...filter }: PollAnswersFilter): Promise<TalkRow[]> {
    const { after, limit, ...span } = filter;
    const all = { ...span, sessions: [session], actions: ['poll.answer'], limit: Number.POSITIVE_INFINITY };
    const answers = (await this.talk(all)).filter((row) => field(row, 'poll') === poll);
    const last = new Map(answers.map((row) => [row.attendeeKey, row]));
    return answers.filter((row) => last.get(row.attendeeKey) === row && isAfter(row, after)).slice(0, limit);
  }

  async talkTop({ sessions, action, by, from, to, limit }: TalkTopFilter): Promise<TalkTopRow[]> {
    const of = (wanted: string) =>
      this.#rows.filter((row) => sessions.includes(row.session) && row.action === wanted);
    const deleted = new Set(of('chat.delete').map(referenceOf));
    return of(action)
      .filter(({ at, id }) => at >= from && at < to && !deleted.has(id))
      .filter((row) => (field(row, 'text') ?? '') !== '')
      .map((row) => ({ ...row, references: of(by).filter((one) => referenceOf(one) === row.id).length }))
      .sort((a, b) => b.references - a.references || byTime(a, b))
      .slice(0, limit);
  }

  async attendeesIn({ afterAttendee }: { afterAttendee: number }): Promise<number[]> {
    return this.#names.map((_, index) => index + 1).filter((key) => key > afterAttendee);
  }

  async attendees(keys: readonly number[]): Promise<AttendeeRow[]> {
    return keys.map((key) => {
      return {
        attendeeKey: key,
        attendee: `p${key}`,
        name: this.#names[key - 1] ?? null,
        ...{ firstName: null, lastName: null, email: null, phone: null, country: null },
      };
    });
  }

  #referring({ sessions, actions, ids }: TalkReferenceFilter): TalkRow[] {
    return this.#rows.filter(
      (row) =>
        sessions.includes(row.session) &&
        actions.includes(row.action) &&
        ids.includes(referenceOf(row) ?? ''),
    );
  }
}

/** Something of one of these kinds, by one of a few people, in one of two sessions, at one of a few instants. */
export function rowsOf(
  kinds: readonly (readonly [action: string, data: fc.Arbitrary<unknown>])[],
  maxLength = 60,
): fc.Arbitrary<TalkRow[]> {
  const one = fc.record({
    what: fc.oneof(...kinds.map(([action, data]) => data.map((value) => [action, value] as const))),
    attendee: fc.constantFrom('ann', 'bob', 'cid', 'dan'),
    session: fc.constantFrom(1, 2),
    at: fc.nat(6).map((step) => T0 + step * 40_000),
  });
  return fc
    .array(one, { maxLength })
    .map((all) =>
      all.map(({ what: [action, data], ...rest }, index) => did(action, data, { key: index + 1, ...rest })),
    );
}

/** Whatever refers to something is in the session of that, as the recorder sees to. */
export function inOneSession(rows: readonly TalkRow[]): TalkRow[] {
  const sessions = new Map(rows.map(({ id, session }) => [id, session]));
  return rows.map((row) => ({ ...row, session: sessions.get(referenceOf(row) ?? '') ?? row.session }));
}
