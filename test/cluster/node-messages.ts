import type { Entry } from '../../server/live/changes.ts';

export type FromNode =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'hashes'; readonly hashes: readonly (readonly [position: string, hash: string])[] };

export type ToNode = 'hashes';
