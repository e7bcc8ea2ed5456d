import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Actor, Change, EngageChange, JoinChange } from '../../server/live/changes.ts';
import type { Live } from '../../server/live/live.ts';
import { Pipeline } from '../../server/pipeline.ts';
import type { ErrorCode } from '../../server/protocol/error-codes.ts';
import { Recorder } from '../../server/recorder/recorder.ts';
import { recover } from '../../server/recorder/recovery.ts';
import type { Tallies } from '../../server/recorder/tallies.ts';
import { LogClock } from '../../storage/memory/log-clock.ts';
import { MemoryLog } from '../../storage/memory/memory-log.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import type { EngagementRow, History } from '../../storage/types.ts';
import { FakeTime } from '../storage/memory/fake-time.ts';

export function tempFile(): string {
  const dir = mkdtempSync(joinPath(tmpdir(), 'headcount-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return joinPath(dir, 'headcount.db');
}

/** Log, live and recorder over a real file, with time that goes on only when told. */
export interface Core {
  readonly time: FakeTime;
  readonly live: Live;
  readonly tallies: Tallies;
  readonly history: History;
  readonly recorder: Recorder;
  readonly fed: EngagementRow[];
  readonly crashed: number;
  /** Of the last entry. */
  readonly number: number;
  submit(change: Exclude<Change, EngageChange>): void;
  engage(change: EngageChange): Promise<ErrorCode | null>;
  write(change: Exclude<Change, EngageChange>): Promise<ErrorCode | null>;
  /** Lets log time pass, and waits until what it brought is on disk. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function openCore(file: string, time: FakeTime = new FakeTime()): Promise<Core> {
  const history = createSqliteHistory({ file });
  const { live, tallies, restored, crashed } = await recover(history);
  const clock = new LogClock(time, live.time ?? undefined);
  const log = new MemoryLog({ clock, timers: time });
  const fed: EngagementRow[] = [];
  let recorded = signal();
  const recorder = new Recorder({
    history,
    tallies,
    organizations: restored.organizations.map(({ key }) => key),
    sessions: restored.sessions,
    dataThrough: restored.time ?? clock.now(),
    onCommitted: (rows) => {
      fed.push(...rows);
      recorded.resolve();
      recorded = signal();
    },
    onCommitTime: () => {},
    onError: (error) => recorded.reject(error),
  });
  let number = 0;
  const pipeline = new Pipeline({
    log,
    live,
    node: 'node',
    windowMs: 10_000,
    newIncarnation: () => 'one',
    people: () => [],
    isOpen: () => true,
    record: (work) => {
      number = work.entry.number;
      recorder.take(work);
    },
  });
  pipeline.start(restored.position);
  return {
    time,
    live,
    tallies,
    history,
    recorder,
    fed,
    crashed,
    get number() {
      return number;
    },
    submit: (change) => pipeline.submit(change),
    engage: (change) => new Promise((resolve) => pipeline.engage(change, resolve)),
    write: (change) => pipeline.write(change),
    async pass(ms) {
      time.pass(ms);
      while (recorder.dataThrough < (live.time ?? 0)) await recorded.promise;
    },
    async close() {
      await log.close();
      await recorder.close();
      await history.close();
    },
  };
}

export function actor(attendee: string, role: Actor['role'] = 'attendee'): Actor {
  return { org: 'o', attendee, role };
}

export function join(
  connection: number,
  attendee: string,
  session = 's',
  mode: JoinChange['mode'] = 'live',
): JoinChange {
  return { kind: 'join', connection, actor: actor(attendee), session, mode, country: 'DE', strict: false };
}

export function engage(
  id: string,
  attendee: string,
  action = 'reaction',
  data: unknown = { reaction: 'clap' },
): EngageChange {
  return { kind: 'engage', actor: actor(attendee), session: 's', id, action, data };
}

interface Signal {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

function signal(): Signal {
  let resolve: () => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<void>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}
