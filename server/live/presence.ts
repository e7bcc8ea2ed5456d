import type { Mode, VisibilityState } from '../protocol/client-messages.ts';
import type { ScopeKey } from './catalogue.ts';
import type { Member } from './member.ts';
import type { SessionState } from './registry.ts';

/** A person with at least one open slice, or one who had one before the present instant. */
export interface Attendee {
  readonly tenant: ScopeKey;
  /** Changes only when they are erased. */
  id: string;
  /** Open slices, in the order they began. */
  presences: readonly Presence[];
  /** Where they were counted before the present instant; null when it has not touched them. */
  before: readonly Member[] | null;
}

/** A connection that is joined to at least one session. */
export interface LiveConnection {
  readonly number: number;
  readonly attendee: Attendee;
  links: readonly Link[];
}

/** A connection being in a slice. */
export interface Link {
  readonly connection: LiveConnection;
  readonly presence: Presence;
  visibility: VisibilityState;
}

/** An open slice. */
export interface Presence {
  readonly slice: number;
  readonly attendee: Attendee;
  readonly session: SessionState;
  readonly mode: Mode;
  readonly start: number;
  readonly country: string;
  /** The open connections in it. */
  links: readonly Link[];
  /** Latest proof of presence by connections that are gone, ms. */
  proof: number;
  /** Covered time until which a resume is awaited; 0 when none is. */
  windowUntil: number;
  /** The best over its connections; the last one while none is open. */
  visibility: VisibilityState;
  /** Advance of the playback position, ms; -1 while none was reported. */
  played: number;
  /** The part of it that belongs to the present UTC day. */
  playedToday: number;
  /** Log time from which it is being watched; -1 while it is not (the session is not live, or positions are reported). */
  watchedFrom: number;
  /** What of it is already in the sums of the scopes: since it began, and of the present UTC day. */
  banked: number;
  bankedToday: number;
}

/** What a slice is from its beginning on. */
export type SliceBeginning = Pick<Presence, 'slice' | 'attendee' | 'session' | 'mode' | 'start' | 'country'>;

/** A slice that nobody is connected to yet. */
export function newPresence({ slice, attendee, session, mode, start, country }: SliceBeginning): Presence {
  return {
    slice,
    attendee,
    session,
    mode,
    start,
    country,
    links: [],
    proof: start,
    windowUntil: 0,
    visibility: 'active',
    played: -1,
    playedToday: 0,
    watchedFrom: -1,
    banked: 0,
    bankedToday: 0,
  };
}

const ORDER: readonly VisibilityState[] = ['active', 'idle', 'hidden'];

export function betterOf(a: VisibilityState, b: VisibilityState): VisibilityState {
  return ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b;
}

/** Takes the state of its connections; gives whether that changed it. */
export function refreshVisibility(presence: Presence): boolean {
  const [first, ...rest] = presence.links;
  if (first === undefined) return false;
  const state = rest.reduce((best, link) => betterOf(best, link.visibility), first.visibility);
  const changed = state !== presence.visibility;
  presence.visibility = state;
  return changed;
}

/** A new list, because one that grows in place reserves room for sixteen more: too much for three of them an attendee. */
export function withItem<T>(list: readonly T[], item: T): readonly T[] {
  return list.length === 0 ? [item] : list.concat([item]);
}

export function without<T>(list: readonly T[], item: T): readonly T[] {
  return list.length === 1 && list[0] === item ? NOTHING : list.filter((other) => other !== item);
}

const NOTHING: readonly never[] = [];
