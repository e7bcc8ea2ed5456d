import type { z } from 'zod';
import type { ACTIONS } from '../protocol/actions.ts';

type DataOf<Action extends keyof typeof ACTIONS> = z.infer<(typeof ACTIONS)[Action]['data']>;

/** The data of the actions that refer to something, as the schemas let it through. */
export type Reference =
  | { readonly action: 'chat.delete'; readonly data: DataOf<'chat.delete'> }
  | { readonly action: 'chat.reaction'; readonly data: DataOf<'chat.reaction'> }
  | { readonly action: 'question.upvote'; readonly data: DataOf<'question.upvote'> }
  | { readonly action: 'question.answer'; readonly data: DataOf<'question.answer'> }
  | { readonly action: 'poll.open'; readonly data: DataOf<'poll.open'> }
  | { readonly action: 'poll.close'; readonly data: DataOf<'poll.close'> }
  | { readonly action: 'poll.answer'; readonly data: DataOf<'poll.answer'> }
  | {
      readonly action: 'bubble.join' | 'bubble.leave' | 'bubble.lock' | 'bubble.unlock';
      readonly data: DataOf<'bubble.join'>;
    };

const REFERRING: ReadonlySet<string> = new Set<Reference['action']>([
  'chat.delete',
  'chat.reaction',
  'question.upvote',
  'question.answer',
  'poll.open',
  'poll.close',
  'poll.answer',
  'bubble.join',
  'bubble.leave',
  'bubble.lock',
  'bubble.unlock',
]);

/** An engagement as a reference to something else; undefined when it stands alone. Its data was checked when it came in. */
export function referenceOf(engaged: {
  readonly action: string;
  readonly data: unknown;
}): Reference | undefined {
  return REFERRING.has(engaged.action) ? (engaged as Reference) : undefined;
}
