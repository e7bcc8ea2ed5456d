import type { ScopeKind, VisibilityState } from '../protocol/client-messages.ts';
import type { AlertWatch } from './alerts/alert-watch.ts';
import type { ScopeKey } from './catalogue.ts';
import type { Member } from './member.ts';
import { Track } from './track.ts';
import { WatchSum } from './watch-sum.ts';

const NOBODY: readonly AlertWatch[] = [];

/** Everything that is counted of one session, event or organization. */
export class ScopeState {
  readonly key: ScopeKey;
  readonly kind: ScopeKind;
  /** All modes together, live, onDemand. */
  readonly tracks: readonly [Track, Track, Track] = [new Track(), new Track(), new Track()];
  readonly countries = new Map<string, number>();
  readonly visibility: Record<VisibilityState, number> = { active: 0, idle: 0, hidden: 0 };
  readonly watch = new WatchSum();
  connections = 0;
  /** Highest concurrency since the scope exists; of an organization since the start of the UTC day. */
  peak = 0;
  peakAt: number | null = null;
  /** What was last told of the watch time of ended slices. */
  watchTold = 0;
  liveWatchTold = 0;
  /** Nobody was counted here after the last instant that touched it. */
  wasEmpty = true;
  /** Grows whenever a figure other than time-dependent ones may have changed. */
  version = 0;
  /** The rules of alerts about it, in the order in which they were made. */
  watches: readonly AlertWatch[] = NOBODY;
  /** Nothing is said of it any more. */
  isDeleted = false;

  constructor(key: ScopeKey, kind: ScopeKind) {
    this.key = key;
    this.kind = kind;
  }

  get concurrent(): number {
    return this.tracks[0].count;
  }

  get isIdle(): boolean {
    return this.concurrent === 0 && this.tracks.every((track) => track.isIdle);
  }

  enter(member: Member, covered: number): void {
    this.tracks[0].join(member.attendee, covered);
    if (member.live) this.tracks[1].join(member.attendee, covered);
    if (member.onDemand) this.tracks[2].join(member.attendee, covered);
    this.#count(member, 1);
  }

  exit(member: Member, covered: number): void {
    this.tracks[0].leave(member.attendee, covered);
    if (member.live) this.tracks[1].leave(member.attendee, covered);
    if (member.onDemand) this.tracks[2].leave(member.attendee, covered);
    this.#count(member, -1);
  }

  /** The attendee stays, perhaps in other modes, with another country or state. */
  change(before: Member, after: Member, covered: number): void {
    if (after.live && !before.live) this.tracks[1].join(after.attendee, covered);
    if (!after.live && before.live) this.tracks[1].leave(after.attendee, covered);
    if (after.onDemand && !before.onDemand) this.tracks[2].join(after.attendee, covered);
    if (!after.onDemand && before.onDemand) this.tracks[2].leave(after.attendee, covered);
    this.#count(before, -1);
    this.#count(after, 1);
  }

  #count(member: Member, by: 1 | -1): void {
    const count = (this.countries.get(member.country) ?? 0) + by;
    if (count === 0) this.countries.delete(member.country);
    else this.countries.set(member.country, count);
    this.visibility[member.visibility] += by;
    this.version++;
  }
}
