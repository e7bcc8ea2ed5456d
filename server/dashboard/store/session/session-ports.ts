import type { SessionRest } from '../../rest/session-rest.ts';

/** What the stores of a session's panels work with. */
export interface SessionPorts {
  readonly rest: SessionRest;
  /** Resolves when the engagement is stored. */
  readonly engage: (action: string, data: object) => Promise<unknown>;
  /** Server time, ms since the epoch. */
  readonly now: () => number;
  readonly random: () => number;
  /** Runs it a moment later, so that what comes in quick succession is drawn once. */
  readonly later: (run: () => void) => void;
}
