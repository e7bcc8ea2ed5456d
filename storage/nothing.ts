import type { HistoryBatch, PastAnswer, PastQuestion } from './history-rows.ts';

/** A batch that moves the position on and writes nothing else. */
export const NOTHING_TO_WRITE: Omit<HistoryBatch, 'position' | 'time'> = {
  runs: [],
  organizations: [],
  events: [],
  sessions: [],
  deleted: [],
  slicesStarted: [],
  slicesPlayed: [],
  slicesEnded: [],
  attendance: [],
  stale: [],
  visibility: [],
  seen: [],
  peaks: [],
  watched: [],
  minutes: [],
  engagements: [],
  polls: [],
  attendees: [],
  registrations: [],
  audit: [],
  importParts: [],
  importsGone: [],
  slicesImported: [],
  minutesRecounted: [],
  backfilled: [],
  backfilledWatch: [],
  importAnswers: [],
  erasures: [],
  keysMade: [],
  keysUsed: [],
  keysDeleted: [],
  blocks: [],
  engagementCounts: [],
  engagementMinutes: [],
  bubbles: [],
  snapshot: null,
};

export const NOTHING_ASKED: PastQuestion = {
  ids: [],
  upvotes: [],
  polls: [],
  attendees: [],
  registrations: [],
  slices: [],
};

export const NOTHING_KNOWN: PastAnswer = {
  ids: [],
  upvotes: [],
  polls: [],
  attendees: [],
  registrations: [],
  slices: [],
};
