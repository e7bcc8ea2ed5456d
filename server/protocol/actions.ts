import { z } from 'zod';
import type { Role, VisibilityState } from './client-messages.ts';
import { Id } from './ids.ts';

/** Lone surrogates cannot be stored as UTF-8, so they become U+FFFD here, where the text enters. */
const Text = z
  .string()
  .min(1)
  .max(2000)
  .transform((text) => text.toWellFormed());

const ReactionName = z
  .string()
  .max(32)
  .regex(/^(?:[\p{Ll}\p{Lo}\p{Nd}\p{M}\p{Emoji}_-]|\u200d)+$/u, 'must be lower case, without spaces');

const Option = z.object({ id: Id, text: Text });

const PollOpen = z
  .object({
    poll: Id,
    question: Text,
    type: z.enum(['single', 'multiple', 'text']),
    options: z.array(Option).max(50).default([]),
    anonymous: z.boolean().default(false),
  })
  .refine(({ type, options }) => type === 'text' || options.length > 0, {
    path: ['options'],
    message: 'a poll to choose from needs some',
  })
  .refine(({ options }) => new Set(options.map(({ id }) => id)).size === options.length, {
    path: ['options'],
    message: 'must have ids of their own',
  });

const PollAnswer = z
  .object({ poll: Id, options: z.array(Id).min(1).max(50).optional(), text: Text.optional() })
  .refine(
    (answer) => (answer.options === undefined) !== (answer.text === undefined),
    'needs either options or text',
  );

const ChatMessage = z.object({
  text: Text,
  channel: z.enum(['event', 'stage', 'bubble']).default('event'),
  bubble: Id.optional(),
});

export const VisibilityData = z.object({
  state: z.enum(['active', 'idle', 'hidden'] satisfies VisibilityState[]),
});

const Bubble = z.object({ bubble: Id });

interface ActionRule {
  readonly data: z.ZodType;
  /** The least role that may do it. */
  readonly role: Extract<Role, 'attendee' | 'moderator'>;
}

/** The known engagement actions. Anything else must be `x.<name>`. */
export const ACTIONS = {
  'chat.message': { data: ChatMessage, role: 'attendee' },
  'chat.delete': { data: z.object({ message: Id }), role: 'attendee' },
  'chat.reaction': { data: z.object({ reaction: ReactionName, message: Id }), role: 'attendee' },
  reaction: { data: z.object({ reaction: ReactionName }), role: 'attendee' },
  'question.ask': { data: z.object({ text: Text }), role: 'attendee' },
  'question.upvote': { data: z.object({ question: Id }), role: 'attendee' },
  'question.answer': { data: z.object({ question: Id, text: Text }), role: 'attendee' },
  'poll.open': { data: PollOpen, role: 'moderator' },
  'poll.close': { data: z.object({ poll: Id }), role: 'moderator' },
  'poll.answer': { data: PollAnswer, role: 'attendee' },
  'bubble.join': { data: Bubble, role: 'attendee' },
  'bubble.leave': { data: Bubble, role: 'attendee' },
  'bubble.lock': { data: Bubble, role: 'attendee' },
  'bubble.unlock': { data: Bubble, role: 'attendee' },
  teleport: { data: z.object({ to: Id }), role: 'attendee' },
  click: {
    data: z.object({
      trackableType: z.string().min(1).max(64),
      trackable: z.string().min(1).max(256),
      url: z.string().max(2048).optional(),
    }),
    role: 'attendee',
  },
  visibility: { data: VisibilityData, role: 'attendee' },
} as const satisfies Record<string, ActionRule>;

export type KnownAction = keyof typeof ACTIONS;

const CUSTOM_ACTION = /^x\.[a-z0-9_.-]{1,64}$/;
const MAX_CUSTOM_BYTES = 4096;
/** Levels of JSON that we keep; more could not be written again by what recurses. */
const MAX_DEPTH = 32;

export type CheckedAction =
  | { readonly ok: true; readonly data: unknown; readonly role: ActionRule['role'] }
  | { readonly ok: false; readonly code: 'unknown_action' | 'invalid_data'; readonly message: string };

/** Whether a JSON value can be kept as it came: nested no deeper than we keep, and no number too large (1e309), which would be null. */
export function isKeepable(value: unknown, levels: number = MAX_DEPTH): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  return Object.values(value).every((child) => isKeepable(child, levels - 1));
}

function checkCustom(data: unknown): CheckedAction {
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  if (!isObject || !isKeepable(data) || Buffer.byteLength(JSON.stringify(data)) > MAX_CUSTOM_BYTES) {
    return {
      ok: false,
      code: 'invalid_data',
      message: `data must be a JSON object of at most 4 KB and ${MAX_DEPTH} levels, without numbers beyond 1.8e308`,
    };
  }
  return { ok: true, data, role: 'attendee' };
}

/** Checks an action's data against its schema; gives the data as it is stored. */
export function checkAction(action: string, data: unknown): CheckedAction {
  if (Object.hasOwn(ACTIONS, action)) {
    const rule: ActionRule = ACTIONS[action as KnownAction];
    const parsed = rule.data.safeParse(data ?? {});
    if (parsed.success) return { ok: true, data: parsed.data, role: rule.role };
    const issue = parsed.error.issues[0];
    return {
      ok: false,
      code: 'invalid_data',
      message: `data.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is wrong'}`,
    };
  }
  if (CUSTOM_ACTION.test(action)) return checkCustom(data ?? {});
  return {
    ok: false,
    code: 'unknown_action',
    message: `there is no action ${JSON.stringify(action.slice(0, 80))}`,
  };
}
