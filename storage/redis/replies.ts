import type { RawEntry } from './entry-codec.ts';

/** Replies of Redis as the log needs them. Each throws on what it does not expect. */

function listOf(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw new Error(`Redis answered ${JSON.stringify(reply)} in place of a list`);
  return reply;
}

export function textOrNull(reply: unknown): string | null {
  if (reply === null || reply === undefined) return null;
  return String(reply);
}

/** Of XRANGE. */
export function entriesOf(reply: unknown): RawEntry[] {
  return listOf(reply).map((item) => {
    const [id, fields] = listOf(item);
    return { id: String(id), fields: listOf(fields).map(String) };
  });
}

/** Of XREAD from one stream; null when nothing came in time. */
export function readEntriesOf(reply: unknown): RawEntry[] {
  if (reply === null) return [];
  const [stream] = listOf(reply);
  return entriesOf(listOf(stream)[1]);
}

/** Of HGETALL. */
export function fieldsOf(reply: unknown): Map<string, string> {
  const list = listOf(reply);
  const fields = new Map<string, string>();
  for (let index = 0; index < list.length; index += 2)
    fields.set(String(list[index]), String(list[index + 1]));
  return fields;
}

/** Of TIME, in ms. */
export function timeOf(reply: unknown): number {
  const [seconds, microseconds] = listOf(reply);
  return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
}

/** A line `name:value` of INFO. */
export function infoOf(reply: unknown, name: string): string {
  const value = new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(String(reply))?.[1];
  if (value === undefined) throw new Error(`INFO of this Redis has no ${name}`);
  return value;
}
