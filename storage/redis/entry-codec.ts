import type { Change } from '../../server/live/changes.ts';
import { decodeChange, type Encoded } from './change-codec.ts';

/** What the writer had read when it wrote: the id of an entry, and its running hash there. */
export interface View {
  readonly id: string;
  readonly hash: string;
}

/** An entry as Redis has it: the fields and values in turn are part of the running hash. */
export interface RawEntry {
  readonly id: string;
  readonly fields: readonly string[];
}

/** An entry of a node. */
export interface Written {
  readonly kind: 'written';
  readonly incarnation: string;
  readonly number: number;
  readonly view: View | null;
  readonly changes: readonly Change[];
}

/** Where the log begins (`after` null), or goes on after a position although what lay before is lost. */
export interface Bridge {
  readonly kind: 'bridge';
  readonly after: string | null;
}

/** Another version is read by nobody who does not know it. */
const VERSION = 1;

/** The changes of an entry, each encoded already. */
export function encodePayload(changes: readonly string[]): string {
  return changes.length === 0 ? `[${VERSION}]` : `[${VERSION},${changes.join(',')}]`;
}

export interface EncodedBatch {
  readonly incarnation: string;
  readonly number: number;
  readonly view: View | null;
  readonly payload: string;
}

/** Always the same names in the same order: then Redis keeps them once for many entries. */
export function encodeWritten({ incarnation, number, view, payload }: EncodedBatch): string[] {
  return ['i', incarnation, 'n', String(number), 'v', view ? `${view.id}/${view.hash}` : '', 'c', payload];
}

export function encodeBridge(after: string | null): string[] {
  return ['after', after ?? ''];
}

function decodePayload(payload: string): Change[] {
  const [version, ...changes] = JSON.parse(payload) as [unknown, ...Encoded[]];
  if (version !== VERSION) throw new Error(`an entry of version ${version}, this node reads ${VERSION}`);
  return changes.map(decodeChange);
}

function decodeView(text: string): View | null {
  const [id, hash] = text.split('/');
  return id === undefined || hash === undefined ? null : { id, hash };
}

/** Throws on what no version of this program has written that this one understands. */
export function decodeEntry({ id, fields }: RawEntry): Written | Bridge {
  const [first, incarnation, , number, , view, , payload] = fields;
  if (first === 'after') return { kind: 'bridge', after: incarnation || null };
  if (first !== 'i' || incarnation === undefined || view === undefined || payload === undefined) {
    throw new Error(`entry ${id} is not of this log`);
  }
  return {
    kind: 'written',
    incarnation,
    number: Number(number),
    view: decodeView(view),
    changes: decodePayload(payload),
  };
}

/** What an entry weighs in memory and in Redis, about: its texts. */
export function bytesOf({ id, fields }: RawEntry): number {
  return fields.reduce((sum, field) => sum + field.length, id.length);
}
