import type { Change } from '../../server/live/changes.ts';
import type { TimeSource } from '../memory/log-clock.ts';
import type { Log, LogReader } from '../types.ts';
import { AwayWatch } from './away-watch.ts';
import { Connections, StageError } from './connections.ts';
import { Delivery, LostError, ReaderError } from './delivery.ts';
import { Follower } from './follower.ts';
import { type Keys, keysOf } from './keys.ts';
import type { Link } from './link.ts';
import { ErrorTold, type LogStage } from './log-errors.ts';
import type { Read } from './log-state.ts';
import { type LogStats, newCounters } from './log-stats.ts';
import { LogWriter } from './log-writer.ts';
import { DEFAULT_KEEP, DEFAULT_RING, DEFAULT_TIMINGS, type RedisLogOptions } from './options.ts';
import { Outbox } from './outbox.ts';
import { type Place, parsePosition } from './position.ts';
import { RedisClock } from './redis-clock.ts';
import { parseRedisUrl } from './redis-target.ts';
import { Restoration } from './restoration.ts';
import { trimLog } from './trim-log.ts';

const SYSTEM_TIME: TimeSource = { wall: () => Date.now(), monotonic: () => performance.now() };

const causeOf = (error: unknown) => (error instanceof StageError ? error.cause : error);

/** The log as one Redis stream, which any number of nodes write and read. */
export class RedisLog implements Log {
  readonly #options: RedisLogOptions;
  readonly #timings: typeof DEFAULT_TIMINGS;
  readonly #keys: Keys;
  readonly #clock: RedisClock;
  readonly #outbox = new Outbox();
  readonly #counters = newCounters();
  readonly #errors: ErrorTold;
  readonly #connections: Connections;
  readonly #writer: LogWriter;
  readonly #watch: AwayWatch;
  #reader: LogReader | undefined;
  #delivery: Delivery | undefined;
  #follower: Follower | undefined;
  #link: Link | undefined;
  #hasConnected = false;
  #running: Promise<void> = Promise.resolve();
  #closed: Promise<void> | undefined;
  #onRest: () => void = () => {};

  /** Throws on a URL that it does not understand. */
  constructor(options: RedisLogOptions) {
    const { onError, prefix = 'headcount:', time = SYSTEM_TIME } = options;
    this.#options = options;
    this.#timings = { ...DEFAULT_TIMINGS, ...options.timings };
    this.#keys = keysOf(prefix);
    this.#clock = new RedisClock(time);
    this.#errors = new ErrorTold(
      (error, stage) => onError?.(error, { stage }),
      () => time.monotonic(),
    );
    this.#connections = this.#newConnections();
    this.#writer = this.#newWriter();
    this.#watch = this.#newWatch();
  }

  get stats(): LogStats {
    const { queued, underway } = this.#outbox;
    const ringBytes = this.#delivery?.ring.bytes ?? 0;
    return { ...this.#counters, queued, underway, ringBytes, isConnected: this.#link !== undefined };
  }

  now(): number {
    return this.#clock.now();
  }

  begin(incarnation: string): void {
    this.#outbox.begin(incarnation);
    this.#writer.begin();
  }

  append(change: Change): void {
    if (this.#closed !== undefined) throw new Error('the log is closed');
    this.#outbox.append(change);
    this.#writer.ring();
  }

  read(reader: LogReader, after: string | null): void {
    if (this.#reader !== undefined) throw new Error('the log has a reader already');
    this.#reader = reader;
    const place = parsePosition(after);
    if (place === null) {
      this.#connections.stop();
      reader.lost(`${after} is no position of a log on Redis`);
      return;
    }
    this.#delivery = this.#newDelivery(reader, place);
    this.#follower = this.#newFollower(this.#delivery);
    this.#watch.start();
    this.#running = this.#connections.run();
  }

  /** Forgets what is older, or more, than is to be kept. For the one node that does it. Never rejects. */
  async trim(): Promise<void> {
    const link = this.#link;
    if (link === undefined) return;
    try {
      await trimLog(link, this.#keys.log, { ...DEFAULT_KEEP, ...this.#options.keep, now: this.now() });
    } catch (error) {
      this.#failed(error instanceof Error ? error : new Error(String(error)), 'trim');
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#writer.close();
    if (this.#delivery !== undefined && !this.#connections.isStopped) await this.#rest();
    this.#watch.stop();
    this.#connections.stop();
    await this.#running;
  }

  /** Until all has been delivered, or it takes too long. */
  async #rest(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#onRest = resolve;
      timer = setTimeout(resolve, this.#timings.closeMs);
      this.#settle();
    });
    clearTimeout(timer);
  }

  #settle(): void {
    if (this.#outbox.isEmpty || this.#connections.isStopped) this.#onRest();
  }

  #newConnections(): Connections {
    return new Connections({
      target: parseRedisUrl(this.#options.url),
      timeoutMs: this.#timings.awayMs,
      serve: (link) => this.#serve(link),
      onError: (error, stage) => this.#failed(error, stage),
      isFinal: (error) => causeOf(error) instanceof LostError || causeOf(error) instanceof ReaderError,
    });
  }

  #newWriter(): LogWriter {
    return new LogWriter({
      ...{ key: this.#keys.log, outbox: this.#outbox, clock: this.#clock },
      ...this.#timings,
      view: () => this.#delivery?.state.view ?? null,
      onWritten: (jumpMs) => this.#written(jumpMs),
      onRefused: (error) => this.#failed(error, 'write'),
    });
  }

  #newWatch(): AwayWatch {
    return new AwayWatch({
      awayMs: this.#timings.awayMs,
      isMissing: () => !this.#delivery?.isAtEnd || this.#outbox.isUnderway,
      unanswered: () => this.#outbox.unanswered,
      onAway: (isNew) => this.#away(isNew),
    });
  }

  #newDelivery(reader: LogReader, after: Place): Delivery {
    return new Delivery({
      ...{ reader, after, ring: this.#options.ring ?? DEFAULT_RING },
      isUnderway: () => this.#outbox.isUnderway,
      onRead: (read, bytes) => this.#read(read, bytes),
      onDelivered: () => this.#settle(),
      onCaughtUp: () => {
        this.#watch.back();
        this.#writer.allowNew(true);
      },
    });
  }

  #newFollower(delivery: Delivery): Follower {
    const restoration = new Restoration({
      ...{ keys: this.#keys, node: this.#options.node, announceMs: this.#timings.announceMs },
      pause: (ms) => this.#connections.pause(ms),
      onRestored: () => {
        this.#counters.restorations += 1;
      },
    });
    return new Follower({
      ...{ keys: this.#keys, delivery, writer: this.#writer, restoration },
      batchMs: this.#timings.batchMs,
      onChecked: (link) => this.#connected(link),
      onEnd: () => this.#outbox.doubt(),
    });
  }

  async #serve(link: Link): Promise<void> {
    try {
      await this.#follower?.serve(link);
    } catch (error) {
      this.#end(causeOf(error));
      throw error;
    } finally {
      this.#link = undefined;
    }
  }

  #connected(link: Link): void {
    this.#link = link;
    this.#errors.reset();
    if (this.#hasConnected) this.#counters.reconnects += 1;
    this.#hasConnected = true;
  }

  #written(jumpMs: number): void {
    this.#counters.entriesWritten += 1;
    if (jumpMs === 0) return;
    this.#counters.clockJumps += 1;
    this.#options.onAlarm?.({ kind: 'clockJump', jumpMs });
  }

  #read(read: Read | null, bytes: number): void {
    this.#counters.entries += 1;
    this.#counters.bytes += bytes;
    if (read === null) return;
    const { entry, isAgreed } = read;
    this.#watch.delivered();
    this.#clock.read(entry.time);
    this.#counters.lagMs = this.#clock.since(entry.time);
    this.#outbox.returned(entry.incarnation, entry.number);
    if (isAgreed) return;
    this.#counters.hashMismatches += 1;
    const { position, incarnation } = entry;
    this.#options.onAlarm?.({ kind: 'hashMismatch', position, incarnation });
  }

  /** What Redis holds is looked at again before anything else comes from there. */
  #away(isNew: boolean): void {
    this.#writer.allowNew(false);
    if (isNew) this.#connections.drop(new Error('nothing comes from Redis'));
    this.#delivery?.away();
  }

  /** Over for good, if it is. A failure of the reader is one of the process, as if a timer had called it. */
  #end(cause: unknown): void {
    if (cause instanceof LostError) {
      this.#watch.stop();
      this.#reader?.lost(cause.message);
    } else if (cause instanceof ReaderError) {
      this.#watch.stop();
      setImmediate(() => {
        throw cause.cause;
      });
    } else return;
    this.#connections.stop();
    this.#onRest();
  }

  #failed(error: Error, stage: LogStage): void {
    this.#counters.errors += 1;
    this.#errors.tell(error, stage);
  }
}
