import type { HistoryBatch } from '../../../storage/types.ts';
import type { Live } from '../../live/live.ts';
import type { EventState } from '../../live/registry.ts';
import type { Pipeline } from '../../pipeline.ts';

export interface ReportAnnouncerOptions {
  readonly live: Pick<Live, 'registry' | 'isTold'>;
  /** This node writes what one alone must write, while it leads. */
  readonly pipeline: Pick<Pipeline, 'write' | 'isLeader'>;
  /** Sends the report to those who want it by e-mail. */
  readonly mail: (event: EventState) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** How often it looks for what another node, or this one before a restart, has left. @default 60 s */
  readonly everyMs?: number;
}

const EVERY_MS = 60_000;
/** Who speaks for the server itself. */
const ITSELF = 'headcount';

/**
 * Has it known that the report of an event is there, once the event has ended and all before that is in the file. One node does
 * so; what it has mailed it mails again only when it stops before the log has taken the announcement.
 */
export class ReportAnnouncer {
  readonly #options: ReportAnnouncerOptions;
  /** Keys of events whose mail is out, but whose announcement is not in the log yet. */
  readonly #mailed = new Set<number>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isAsked = false;
  #isClosed = false;

  constructor(options: ReportAnnouncerOptions) {
    this.#options = options;
  }

  /** `ready`: resolves when this node takes part in the log. */
  start(ready: Promise<void>): void {
    const { everyMs = EVERY_MS } = this.#options;
    void ready.then(() => this.look());
    this.#timer = setInterval(() => void this.look(), everyMs);
  }

  /** To be told of every commit. */
  committed({ webhooks }: Pick<HistoryBatch, 'webhooks'>): void {
    const hasEnded = webhooks.some((one) => one.kind === 'told' && one.once === 'event.ended' && one.isTold);
    if (hasEnded) void this.look();
  }

  /** Announces what there is to announce. Resolves when that is done. */
  look(): Promise<void> {
    this.#isAsked = true;
    this.#running ??= this.#run()
      .catch(this.#options.onError)
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  /** Nothing more is written; resolves when what is being announced is. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isAsked) {
      this.#isAsked = false;
      for (const event of this.#untold()) {
        if (this.#isClosed || !this.#options.pipeline.isLeader) return;
        await this.#announce(event);
      }
    }
  }

  #untold(): EventState[] {
    const { live, pipeline } = this.#options;
    if (!pipeline.isLeader) return [];
    return [...live.registry.events()].filter(
      ({ row }) => live.isTold(row.key, 'event.ended') && !live.isTold(row.key, 'event.report'),
    );
  }

  async #announce(event: EventState): Promise<void> {
    const { key, id } = event.row;
    const { pipeline, mail } = this.#options;
    if (!this.#mailed.has(key)) await mail(event);
    this.#mailed.add(key);
    const refused = await pipeline.write({
      ...{ kind: 'announce', type: 'event.report', id: `event-report-${key}`, event: id },
      actor: { org: event.organization.row.id, attendee: ITSELF, role: 'admin' },
      ...{ subject: null, value: null },
    });
    // It may have been deleted meanwhile.
    if (refused !== null && refused !== 'not_found')
      throw new Error(`a report was not announced: ${refused}`);
    this.#mailed.delete(key);
  }
}
