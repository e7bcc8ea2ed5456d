import type { PollRow } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Engaged } from '../live/effects.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import { type Reference, referenceOf } from './engagement-data.ts';
import type { Past } from './past.ts';

/** What becomes of an engagement. A repetition is acknowledged, but counted only once. */
export type Decision =
  | {
      readonly kind: 'accepted';
      readonly session: ScopeKey;
      readonly anonymous: boolean;
      readonly poll?: PollRow;
    }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

const refuse = (code: ErrorCode): Decision => ({ kind: 'refused', code });

/** Moderators need not be in the session for these. */
const FROM_THE_DESK: ReadonlySet<string> = new Set([
  'poll.open',
  'poll.close',
  'question.answer',
  'chat.delete',
]);

/** Decides an engagement in log order and remembers it when it is accepted. */
export function decide(engaged: Engaged, past: Past): Decision {
  const { tenant, session, id, actor, action, present } = engaged;
  const used = past.engagements.usedId(tenant, id);
  if (used !== undefined)
    return used.attendee === actor.attendee ? { kind: 'repeated' } : refuse('id_conflict');
  if (session === null) return refuse('session_not_found');
  const fromTheDesk = actor.role !== 'attendee' && FROM_THE_DESK.has(action);
  if (!present && !fromTheDesk) return refuse('not_joined');
  const reference = referenceOf(engaged);
  const decision: Decision =
    reference === undefined
      ? { kind: 'accepted', session, anonymous: false }
      : decideReference({ engaged, session, reference }, past);
  if (decision.kind === 'accepted')
    past.engagements.useId(tenant, id, { attendee: actor.attendee, session, action });
  return decision;
}

interface Referring {
  readonly engaged: Engaged;
  readonly session: ScopeKey;
  readonly reference: Reference;
}

function decideReference(referring: Referring, past: Past): Decision {
  const { engaged, session, reference } = referring;
  const accepted: Decision = { kind: 'accepted', session, anonymous: false };
  const mover = { tenant: engaged.tenant, session, attendee: engaged.actor.attendee };
  switch (reference.action) {
    case 'chat.delete':
    case 'chat.reaction':
      return decideMessage(referring, reference, past);
    case 'question.answer':
      return isA('question.ask', reference.data.question, referring, past) ? accepted : refuse('not_found');
    case 'question.upvote':
      return decideUpvote(referring, reference.data.question, past);
    case 'poll.open':
    case 'poll.close':
    case 'poll.answer':
      return decidePoll(referring, reference, past);
    case 'bubble.join':
      past.bubbles.join(mover, reference.data.bubble);
      return accepted;
    case 'bubble.leave':
      past.bubbles.leave(mover, reference.data.bubble);
      return accepted;
    case 'bubble.lock':
    case 'bubble.unlock':
      return past.bubbles.isIn(mover, reference.data.bubble) ? accepted : refuse('not_allowed');
    default:
      return reference satisfies never;
  }
}

function isA(
  action: string,
  id: string,
  { engaged, session }: Referring,
  { engagements: memory }: Past,
): boolean {
  const used = memory.usedId(engaged.tenant, id);
  return used !== undefined && used.action === action && used.session === session;
}

function decideMessage(
  referring: Referring,
  { action, data }: Extract<Reference, { action: 'chat.delete' | 'chat.reaction' }>,
  past: Past,
): Decision {
  const { engaged, session } = referring;
  if (!isA('chat.message', data.message, referring, past)) return refuse('not_found');
  const author = past.engagements.usedId(engaged.tenant, data.message)?.attendee;
  const isOwn = author === engaged.actor.attendee;
  if (action === 'chat.delete' && !isOwn && engaged.actor.role === 'attendee') return refuse('not_allowed');
  return { kind: 'accepted', session, anonymous: false };
}

function decideUpvote(referring: Referring, question: string, past: Past): Decision {
  const { tenant, actor } = referring.engaged;
  if (!isA('question.ask', question, referring, past)) return refuse('not_found');
  if (past.engagements.hasUpvoted(tenant, question, actor.attendee)) return refuse('already_upvoted');
  past.engagements.upvote(tenant, question, actor.attendee);
  return { kind: 'accepted', session: referring.session, anonymous: false };
}

function decidePoll(
  { session }: Referring,
  reference: Extract<Reference, { action: 'poll.open' | 'poll.close' | 'poll.answer' }>,
  { engagements: memory }: Past,
): Decision {
  if (reference.action === 'poll.open') {
    const poll = { session, open: true, ...reference.data };
    memory.setPoll(poll);
    return { kind: 'accepted', session, anonymous: false, poll };
  }
  const known = memory.poll(session, reference.data.poll);
  if (known === undefined) return refuse('not_found');
  if (!known.open) return refuse('poll_not_open');
  if (reference.action === 'poll.close') {
    const poll = { ...known, open: false };
    memory.setPoll(poll);
    return { kind: 'accepted', session, anonymous: false, poll };
  }
  if (!fitsPoll(known, reference.data)) return refuse('invalid_data');
  return { kind: 'accepted', session, anonymous: known.anonymous };
}

function fitsPoll(poll: PollRow, answer: Extract<Reference, { action: 'poll.answer' }>['data']): boolean {
  if (poll.type === 'text') return answer.text !== undefined;
  const chosen = answer.options;
  if (chosen === undefined || (poll.type === 'single' && chosen.length !== 1)) return false;
  return (
    new Set(chosen).size === chosen.length &&
    chosen.every((id) => poll.options.some((option) => option.id === id))
  );
}
