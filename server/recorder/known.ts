import type { Restored, Run } from '../../storage/types.ts';
import type { ScopeKey, Session } from '../live/catalogue.ts';
import { Bubbles } from './bubbles.ts';
import type { Tallies } from './tallies.ts';

/** Where the file ends: entries up to its time are in it, and what it was in the midst of goes on after them. */
export type FileEnd = Pick<Restored, 'time' | 'run' | 'bubbles'>;

export interface KnownAtStart {
  readonly tallies: Tallies;
  /** Keys of the organizations that the file knows. */
  readonly organizations: readonly ScopeKey[];
  /** Those that the file knows. */
  readonly sessions: readonly Session[];
  /** For a log that is read from before the end of the file. Without it, every entry that comes is a new one. */
  readonly fileEnd?: FileEnd | null;
}

/** What the recorder knows of the file from commit to commit, to decide with. */
export class Known {
  readonly tallies: Tallies;
  readonly organizations: Set<ScopeKey>;
  readonly sessions: Map<ScopeKey, Session>;
  readonly bubbles: Bubbles;
  /** The span since the last standstill, as committed. */
  run: Run | undefined;

  constructor({ tallies, organizations, sessions, fileEnd }: KnownAtStart) {
    this.tallies = tallies;
    this.organizations = new Set(organizations);
    this.sessions = new Map(sessions.map((session) => [session.key, session]));
    this.bubbles = new Bubbles(fileEnd?.bubbles ?? []);
    this.run = fileEnd?.run ?? undefined;
  }
}
