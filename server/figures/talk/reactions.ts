import type { History, TalkRow } from '../../../storage/types.ts';
import { MINUTE_MS } from '../../durations.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { SeriesParts } from '../series-point.ts';
import { textOf } from './engagement-texts.ts';
import { minuteRows } from './minute-rows.ts';
import { percentage } from './polls.ts';
import { type TalkSpan, talkPages } from './talk-pages.ts';

export interface KindOfReaction {
  readonly reaction: string;
  /** Both together. */
  readonly count: number;
  /** Given to the session, and to messages. */
  readonly toSession: number;
  readonly toMessages: number;
  /** Of all reactions, to two decimals. */
  readonly percentage: number | null;
  readonly users: number;
}

export interface ReactionFigures {
  readonly total: number;
  readonly toSession: number;
  readonly toMessages: number;
  /** Distinct attendees who reacted. */
  readonly users: number;
  /** Most frequent first. */
  readonly byKind: readonly KindOfReaction[];
  /** Reactions of kinds beyond the first two hundred that came, which are not told apart. */
  readonly otherKinds: number;
  /** Minutes (start, ms) in which somebody reacted, in order. */
  readonly byMinute: readonly {
    readonly minute: number;
    readonly total: number;
    readonly byKind: Readonly<Record<string, number>>;
  }[];
  readonly topUsers: readonly {
    readonly attendee: string;
    readonly name: string | null;
    readonly count: number;
  }[];
}

/** Kinds are names that clients give; nobody needs more of them than this. */
const MAX_KINDS = 200;

class Kind {
  toSession = 0;
  toMessages = 0;
  readonly users = new Set<number>();
}

/** From rows of `reaction` and `chat.reaction` in any order; memory grows with the people, not with what they do. */
class ReactionTally {
  readonly #kinds = new Map<string, Kind>();
  readonly #users = new Map<number, { attendee: string; name: string | null; count: number }>();
  readonly #minutes = new Map<number, Map<string, number>>();
  #total = 0;
  #toMessages = 0;
  #others = 0;

  add(row: TalkRow): void {
    const isToMessage = row.action === 'chat.reaction';
    this.#total++;
    if (isToMessage) this.#toMessages++;
    this.#addUser(row);
    const name = textOf(row, 'reaction');
    const kind = this.#kindOf(name);
    if (kind === undefined) this.#others++;
    else {
      if (isToMessage) kind.toMessages++;
      else kind.toSession++;
      kind.users.add(row.attendeeKey);
    }
    this.#addMinute(row.at, kind === undefined ? undefined : name);
  }

  figures(topUsers: number): ReactionFigures {
    const byKind = [...this.#kinds].map(([reaction, { toSession, toMessages, users }]) => {
      const count = toSession + toMessages;
      const share = percentage(count, this.#total);
      return { reaction, count, toSession, toMessages, percentage: share, users: users.size };
    });
    const users = [...this.#users].sort(([a, { count: n }], [b, { count: m }]) => m - n || a - b);
    return {
      total: this.#total,
      toSession: this.#total - this.#toMessages,
      toMessages: this.#toMessages,
      users: this.#users.size,
      byKind: byKind.sort((a, b) => b.count - a.count || (a.reaction < b.reaction ? -1 : 1)),
      otherKinds: this.#others,
      byMinute: this.#byMinute(),
      topUsers: users.slice(0, topUsers).map(([, user]) => user),
    };
  }

  #byMinute(): ReactionFigures['byMinute'] {
    return [...this.#minutes]
      .sort(([a], [b]) => a - b)
      .map(([minute, kinds]) => {
        const total = [...kinds.values()].reduce((sum, count) => sum + count, 0);
        return { minute, total, byKind: Object.fromEntries([...kinds].filter(([name]) => name !== OTHER)) };
      });
  }

  #kindOf(name: string): Kind | undefined {
    const known = this.#kinds.get(name);
    if (known !== undefined || this.#kinds.size >= MAX_KINDS) return known;
    const kind = new Kind();
    this.#kinds.set(name, kind);
    return kind;
  }

  #addUser({ attendeeKey, attendee, name }: TalkRow): void {
    const user = this.#users.get(attendeeKey);
    if (user === undefined) this.#users.set(attendeeKey, { attendee, name, count: 1 });
    else user.count++;
  }

  #addMinute(at: number, kind: string = OTHER): void {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    const kinds = this.#minutes.get(minute) ?? new Map<string, number>();
    this.#minutes.set(minute, kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
  }
}

/** No reaction has an empty name. */
const OTHER = '';

export type ReactionAction = 'reaction' | 'chat.reaction';

export async function reactionsOf(
  history: Pick<History, 'talk'>,
  span: TalkSpan,
  { actions, topUsers }: { actions: readonly ReactionAction[]; topUsers: number },
): Promise<ReactionFigures> {
  const tally = new ReactionTally();
  for await (const page of talkPages(history, span, actions)) for (const row of page) tally.add(row);
  return tally.figures(topUsers);
}

export interface RatedMinute {
  /** Peak of the minute; null where nobody is known to have been there. */
  readonly concurrent: number | null;
  /** Reactions per 100 of these, to two decimals. */
  readonly per100: number | null;
}

/** Minutes in order, with how many were there to react. */
export async function withRates<Minute extends { readonly minute: number; readonly total: number }>(
  parts: SeriesParts,
  scope: ScopeKey,
  minutes: readonly Minute[],
): Promise<(Minute & RatedMinute)[]> {
  const from = minutes[0]?.minute ?? 0;
  const to = (minutes.at(-1)?.minute ?? 0) + MINUTE_MS;
  const rows = minutes.length === 0 ? [] : await minuteRows(parts, scope, { from, to });
  const peaks = new Map(rows.map(({ minute, peak }) => [minute, peak]));
  return minutes.map((one) => {
    const peak = peaks.get(one.minute) ?? 0;
    const per100 = peak === 0 ? null : Math.round((one.total / peak) * 10_000) / 100;
    return { ...one, concurrent: peak === 0 ? null : peak, per100 };
  });
}
