import type { ScopeKey } from '../../server/live/catalogue.ts';

/** What a report is about. */
export interface ReportQuestion {
  /** Key of the event. */
  readonly event: ScopeKey;
  /** `[from, to)`, ms. */
  readonly from: number;
  readonly to: number;
  /** When the days of the span begin, ms, in order; the first is `from`. */
  readonly dayStarts: readonly number[];
}

/** A networking session. */
export interface Room {
  readonly key: ScopeKey;
  readonly title: string;
  readonly capacity: number | null;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
}

export interface Person {
  /** Ascending in lists that are ordered by person. */
  readonly attendeeKey: number;
  readonly attendee: string;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** What is known of the person, not of an entry. */
  readonly home: string | null;
}

/** A slice that began in the span. */
export interface Entry extends Person {
  readonly slice: number;
  readonly start: number;
  readonly country: string;
}

export interface EntryMinute {
  /** Start of the UTC minute, ms. */
  readonly minute: number;
  readonly entries: number;
  readonly people: number;
}

export interface EntryCount extends Person {
  readonly entries: number;
}

/** What somebody did on one day; `day` is a place in `dayStarts`. */
export interface ActivityDay extends Person {
  readonly day: number;
  /** Different bubbles joined. */
  readonly bubbles: number;
  readonly teleports: number;
  /** Messages and reactions. */
  readonly chats: number;
  /** Of the earliest, ms. */
  readonly firstAt: number;
}

/** A bubble that somebody joined; the bubble as it was over all its life, not only in the span. */
export interface BubbleJoin extends Person {
  readonly day: number;
  readonly at: number;
  readonly key: number;
  readonly bubble: string;
  readonly isLocked: boolean;
  /** How many different people ever joined it. */
  readonly people: number;
}

export interface Teleport extends Person {
  readonly day: number;
  readonly at: number;
  readonly key: number;
  readonly to: string;
  /** Names of that person, as far as any are known. */
  readonly toName: string | null;
  readonly toFirstName: string | null;
  readonly toLastName: string | null;
}

export interface RoomPage<After> {
  readonly room: ScopeKey;
  /** The last row of the page before. */
  readonly after?: After | undefined;
  readonly limit: number;
}

/** Everything of one event in a span of time, as it was on disk at one moment. */
export interface ReportSource {
  /** Log time up to which it has everything, ms. */
  readonly through: number;
  /** In the order in which they were made. */
  rooms(): Promise<Room[]>;
  /** Of all rooms. */
  countEntries(): Promise<number>;
  /** Distinct people by the country of their entries, most first; ISO 3166-1 alpha-2 or `unknown`. */
  countries(room: ScopeKey): Promise<{ readonly country: string; readonly people: number }[]>;
  /** Minutes in which somebody entered, in order; `[from, to)` must not be long: all come at once. */
  entryMinutes(span: {
    readonly room: ScopeKey;
    readonly from: number;
    readonly to: number;
  }): Promise<EntryMinute[]>;
  /** By person. */
  entryCounts(page: RoomPage<EntryCount>): Promise<EntryCount[]>;
  /** By person, then start. */
  entries(page: RoomPage<Entry>): Promise<Entry[]>;
  /** By person, then day. */
  activityDays(page: RoomPage<ActivityDay>): Promise<ActivityDay[]>;
  /** By person, day, bubble, then time. */
  bubbleJoins(page: RoomPage<BubbleJoin>): Promise<BubbleJoin[]>;
  /** By person, day, target, then time. */
  teleports(page: RoomPage<Teleport>): Promise<Teleport[]>;
  /** Of somebody's last entry at or before an instant; null where there is none. */
  countryAt(at: {
    readonly room: ScopeKey;
    readonly attendeeKey: number;
    readonly at: number;
  }): Promise<string | null>;
  close(): Promise<void>;
}
