import type { PurgeProgress } from '../../storage/types.ts';
import { DAY_MS } from '../durations.ts';
import type { PurgeChange } from '../live/changes.ts';
import { retentionOf } from '../live/inheritance.ts';
import type { Live } from '../live/live.ts';
import type { OrganizationState } from '../live/registry.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';

/** UTC: night where most events are. */
const PURGE_HOUR_MS = 3 * 3_600_000;
/** Who speaks for the server itself. */
const ITSELF = 'headcount';

export interface DailyPurgeOptions {
  readonly live: Live;
  readonly history: { purges(): Promise<readonly PurgeProgress[]> };
  readonly write: (change: PurgeChange) => Promise<ErrorCode | null>;
  readonly newSalt: () => string;
  /** This node writes what one alone must write. */
  readonly isLeader: () => boolean;
  /** Log time, ms. */
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** The last purge hour that has struck. */
export function lastPurgeHour(now: number): number {
  return Math.floor((now - PURGE_HOUR_MS) / DAY_MS) * DAY_MS + PURGE_HOUR_MS;
}

/** What is older than the retention at a purge hour, by whole UTC days; null: nothing is to go. */
export function horizonOf(organization: OrganizationState, hour: number): number | null {
  const { days } = retentionOf(organization);
  return days === null ? null : hour - PURGE_HOUR_MS - days * DAY_MS;
}

/**
 * Purges every organization once a day, part by part through the log, so that all nodes do the same and nobody waits long.
 * What was not done when the last leader went is done by the next one.
 */
export class DailyPurge {
  readonly #options: DailyPurgeOptions;
  /** The purge hour that is done with; null before the first look. */
  #done: number | null = null;
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(options: DailyPurgeOptions) {
    this.#options = options;
  }

  /** To be called every now and then. Resolves when there is nothing more to do. */
  tick(): Promise<void> {
    this.#running ??= this.#run()
      .catch(this.#options.onError)
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  /** Stops after the part that is being done. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    const { live, isLeader, now } = this.#options;
    const hour = lastPurgeHour(now());
    if (!isLeader() || this.#done === hour) return;
    for (const organization of live.registry.organizations()) {
      const isOver = await this.#purge(organization, hour);
      if (!isOver) return;
    }
    this.#done = hour;
  }

  /** False when this node is not to go on. */
  async #purge(organization: OrganizationState, hour: number): Promise<boolean> {
    const { history, write, newSalt, isLeader } = this.#options;
    const before = horizonOf(organization, hour);
    if (before === null) return true;
    const { scope, keepAggregates } = retentionOf(organization);
    const { key, id } = organization.row;
    for (;;) {
      const progress = (await history.purges()).find((one) => one.organization === key);
      const isDone = progress?.doneAt != null && progress.scope === scope && progress.before === before;
      if (isDone || (progress !== undefined && progress.before > before)) return true;
      if (this.#closed || !isLeader()) return false;
      const refused = await write({
        ...{ kind: 'purge', actor: { org: id, attendee: ITSELF, role: 'admin' }, organization: id },
        ...{ before, scope, keepAggregates, salt: newSalt() },
        begins: progress?.scope !== scope || progress.before !== before,
      });
      if (refused === 'not_found') return true;
      if (refused !== null) throw new Error(`a purge was refused: ${refused}`);
    }
  }
}
