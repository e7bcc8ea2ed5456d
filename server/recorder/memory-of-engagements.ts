import type { PastAnswer, PastQuestion, PollRow } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Engaged } from '../live/effects.ts';
import { referenceOf } from './engagement-data.ts';

export interface UsedId {
  readonly attendee: string;
  readonly session: ScopeKey;
  readonly action: string;
}

const keyOf = (...parts: (string | number)[]) => parts.join(' ');

export type EngagementQuestion = Pick<PastQuestion, 'ids' | 'upvotes' | 'polls'>;

/** What a batch of engagements needs to know of the past. */
export function questionFor(batch: readonly Engaged[]): EngagementQuestion {
  const ids: { tenant: ScopeKey; id: string }[] = [];
  const upvotes: { tenant: ScopeKey; question: string; attendee: string }[] = [];
  const polls: { session: ScopeKey; poll: string }[] = [];
  for (const engaged of batch) {
    const { tenant, session, id, actor } = engaged;
    ids.push({ tenant, id });
    const reference = referenceOf(engaged);
    if (reference === undefined || session === null) continue;
    if ('message' in reference.data) ids.push({ tenant, id: reference.data.message });
    if ('question' in reference.data && reference.action !== 'poll.open')
      ids.push({ tenant, id: reference.data.question });
    if ('poll' in reference.data) polls.push({ session, poll: reference.data.poll });
    if (reference.action === 'question.upvote') {
      upvotes.push({ tenant, question: reference.data.question, attendee: actor.attendee });
    }
  }
  return { ids, upvotes, polls };
}

/** The past as far as a batch needs it, and what the batch itself adds. */
export class MemoryOfEngagements {
  readonly #ids = new Map<string, UsedId>();
  readonly #upvotes = new Set<string>();
  readonly #polls = new Map<string, PollRow>();

  constructor({ ids, upvotes, polls }: Pick<PastAnswer, keyof EngagementQuestion>) {
    for (const { tenant, id, ...used } of ids) this.#ids.set(keyOf(tenant, id), used);
    for (const { tenant, question, attendee } of upvotes)
      this.#upvotes.add(keyOf(tenant, question, attendee));
    for (const poll of polls) this.#polls.set(keyOf(poll.session, poll.poll), poll);
  }

  usedId(tenant: ScopeKey, id: string): UsedId | undefined {
    return this.#ids.get(keyOf(tenant, id));
  }

  useId(tenant: ScopeKey, id: string, used: UsedId): void {
    this.#ids.set(keyOf(tenant, id), used);
  }

  hasUpvoted(tenant: ScopeKey, question: string, attendee: string): boolean {
    return this.#upvotes.has(keyOf(tenant, question, attendee));
  }

  upvote(tenant: ScopeKey, question: string, attendee: string): void {
    this.#upvotes.add(keyOf(tenant, question, attendee));
  }

  poll(session: ScopeKey, poll: string): PollRow | undefined {
    return this.#polls.get(keyOf(session, poll));
  }

  setPoll(poll: PollRow): void {
    this.#polls.set(keyOf(poll.session, poll.poll), poll);
  }

  /** What an attendee did so far was done by another one. */
  rename(tenant: ScopeKey, attendee: string, to: string): void {
    for (const [key, used] of this.#ids) {
      if (key.startsWith(`${tenant} `) && used.attendee === attendee)
        this.#ids.set(key, { ...used, attendee: to });
    }
    for (const key of this.#upvotes) {
      const [ofTenant, question = '', who] = key.split(' ');
      if (ofTenant === String(tenant) && who === attendee) {
        this.#upvotes.delete(key);
        this.#upvotes.add(keyOf(tenant, question, to));
      }
    }
  }
}
