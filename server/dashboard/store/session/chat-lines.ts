import type { EngagementMessage } from '../../../protocol/server-messages.ts';
import type { ChatAnswer } from '../../rest/session-rest.ts';

/** A message of the chat as the desk shows it. */
export interface ChatLine {
  readonly id: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly attendee: string;
  /** Undefined while nobody has said: the feed names people by their ids only. */
  readonly name: string | null | undefined;
  /** Null once it was deleted. */
  readonly text: string | null;
}

/** So many of the newest are kept and drawn. */
export const MAX_LINES = 500;

export function answeredLine({ id, at, attendee, name, text }: ChatAnswer): ChatLine {
  return { id, at: Date.parse(at), attendee, name, text };
}

function textOf(data: unknown, field: string): string | null {
  const value = (data as Readonly<Record<string, unknown>> | null)?.[field];
  return typeof value === 'string' ? value : null;
}

/** The line of a `chat.message` of the feed. */
export function heardLine({ id, at, attendee, data }: EngagementMessage): ChatLine {
  return { id, at: Date.parse(at), attendee: attendee ?? '', name: undefined, text: textOf(data, 'text') };
}

/** The message that a `chat.delete` is about. */
export function deletedBy({ data }: EngagementMessage): string | null {
  return textOf(data, 'message');
}

function inOrder(a: ChatLine, b: ChatLine): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}

function merged(known: ChatLine | undefined, line: ChatLine): ChatLine {
  if (!known) return line;
  const name = line.name === undefined ? known.name : line.name;
  // An answer may have been on its way while the message was deleted; nothing is ever undeleted.
  const text = known.text === null ? null : line.text;
  return name === known.name && text === known.text ? known : { ...known, name, text };
}

/** Takes lines in, whichever order they come in and however often: by time, the newest ones. */
export function withLines(known: readonly ChatLine[], more: readonly ChatLine[]): readonly ChatLine[] {
  const lines = new Map(known.map((line) => [line.id, line]));
  for (const line of more) lines.set(line.id, merged(lines.get(line.id), line));
  return [...lines.values()].sort(inOrder).slice(-MAX_LINES);
}

export function withoutText(lines: readonly ChatLine[], ids: ReadonlySet<string>): readonly ChatLine[] {
  return lines.map((line) => (ids.has(line.id) && line.text !== null ? { ...line, text: null } : line));
}
