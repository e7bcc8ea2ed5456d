import { z } from 'zod';
import type {
  AuthMessage,
  EngageMessage,
  HeartbeatMessage,
  JoinMessage,
  LeaveMessage,
  SubscribeMessage,
  UnsubscribeMessage,
} from './client-messages.ts';
import { Id } from './ids.ts';

export const ModeSchema = z.enum(['live', 'onDemand']);

/** Seconds into the video; a week is longer than any. */
const Position = z.number().min(0).max(604_800);

/** What a request may carry as its own id; it is only echoed, so any short text will do. */
const RequestId = z.string().min(1).max(128).optional();

const Auth = z.object({
  type: z.literal('auth'),
  token: z.string().min(1),
  client: Id.optional(),
  id: RequestId,
}) satisfies z.ZodType<AuthMessage>;

const Join = z.object({
  type: z.literal('join'),
  session: Id,
  mode: ModeSchema.optional(),
  position: Position.optional(),
  id: RequestId,
}) satisfies z.ZodType<JoinMessage>;

const Heartbeat = z.object({
  type: z.literal('heartbeat'),
  positions: z
    .record(Id, Position)
    .refine((positions) => Object.keys(positions).length <= 64, 'must have at most 64 sessions')
    .optional(),
}) satisfies z.ZodType<HeartbeatMessage>;

const Leave = z.object({
  type: z.literal('leave'),
  session: Id,
  id: RequestId,
}) satisfies z.ZodType<LeaveMessage>;

const Engage = z.object({
  type: z.literal('engage'),
  id: Id,
  session: Id,
  action: z.string(),
  data: z.unknown().optional(),
}) satisfies z.ZodType<EngageMessage>;

const Subscribe = z.object({
  type: z.literal('subscribe'),
  scope: z.string(),
  feed: z.boolean().optional(),
  id: RequestId,
}) satisfies z.ZodType<SubscribeMessage>;

const Unsubscribe = z.object({
  type: z.literal('unsubscribe'),
  scope: z.string(),
  id: RequestId,
}) satisfies z.ZodType<UnsubscribeMessage>;

/** The schema of every message that a client may send, by its `type`. */
export const CLIENT_MESSAGES = {
  auth: Auth,
  join: Join,
  heartbeat: Heartbeat,
  leave: Leave,
  engage: Engage,
  subscribe: Subscribe,
  unsubscribe: Unsubscribe,
} as const;

export type ClientMessageType = keyof typeof CLIENT_MESSAGES;
