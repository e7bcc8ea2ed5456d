import type { TalkRow } from '../../../storage/types.ts';

export type Channel = 'event' | 'stage' | 'bubble';

function field(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[name] : undefined;
}

/** A text of an engagement's data, empty where there is none (any more). */
export function textOf({ data }: Pick<TalkRow, 'data'>, name = 'text'): string {
  const value = field(data, name);
  return typeof value === 'string' ? value : '';
}

/** The same, null where there is none. */
export function textOrNull({ data }: Pick<TalkRow, 'data'>, name: string): string | null {
  const value = field(data, name);
  return typeof value === 'string' ? value : null;
}

export function listOf({ data }: Pick<TalkRow, 'data'>, name: string): readonly unknown[] {
  const value = field(data, name);
  return Array.isArray(value) ? value : [];
}

export function channelOf(row: Pick<TalkRow, 'data'>): Channel {
  const channel = textOf(row, 'channel');
  return channel === 'stage' || channel === 'bubble' ? channel : 'event';
}
