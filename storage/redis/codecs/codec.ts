import type { Change } from '../../../server/live/changes.ts';

type Kind = Change['kind'];

/** How the fields of a change stand in a row, and come back. What is in the log was checked before it got there. */
interface Codec<C extends Change, F extends readonly unknown[]> {
  readonly code: number;
  encode(change: C): F;
  /** A field that was undefined may be null, or not there. */
  decode(fields: F): Omit<C, 'kind'>;
}

interface CodecOf<K extends Kind> extends Codec<Change, readonly unknown[]> {
  readonly kind: K;
}

export type Codecs = { readonly [K in Kind]: CodecOf<K> };

/** Checks that a codec takes what it makes. */
export function codec<K extends Kind, const F extends readonly unknown[]>(
  kind: K,
  checked: Codec<Extract<Change, { kind: K }>, F>,
): CodecOf<K> {
  return { kind, ...(checked as unknown as Codec<Change, readonly unknown[]>) };
}
