import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RULES } from '../../server/live/rules.ts';
import { Snapshots } from '../../server/recorder/snapshots.ts';
import { backupFile } from '../../storage/sqlite/backup-file.ts';
import { Database } from '../../storage/sqlite/database.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { stateHash } from '../live/state-hash.ts';
import { actor, engage, join, tempFile } from './core.ts';
import { dump } from './dump.ts';
import { KeptLog } from './kept-log.ts';
import { openReplica } from './replica.ts';
import { type Step, steps, Writers } from './replica-steps.ts';

const NOON = Date.UTC(2026, 0, 1, 12, 0, 20);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Runs the steps; gives what stands in memory and in the file at the end. Who is copied goes on in another file. */
async function run(drawn: readonly Step[], time: number) {
  let file = tempFile();
  const log = new KeptLog();
  let replica = await openReplica(file, log);
  const writers = new Writers(log, time);
  for (const step of drawn) {
    writers.step(step);
    if (step.commits) await replica.settle();
    if (step.fate === 'goesOn') continue;
    await replica.kill();
    if (step.fate === 'isCopied') {
      const from = file;
      file = tempFile();
      await backupFile(from, file);
    }
    replica = await openReplica(file, log);
  }
  await replica.settle();
  const { live, tallies } = replica;
  const scopes = [...live.registry.scopes.keys()];
  const day = Math.floor((live.time ?? 0) / 86_400_000);
  await replica.kill();
  return {
    hash: stateHash(live.snapshot()),
    tallies: scopes.flatMap((scope) => [tallies.of(scope, 0), tallies.of(scope, day)]),
    file: await dump(file),
  };
}

it('is, killed or copied at any point, what an uninterrupted one is, in memory and on disk', async () => {
  const time = fc.constantFrom(NOON, Date.UTC(2026, 0, 1, 23, 59, 30));
  await fc.assert(
    fc.asyncProperty(steps, time, async (drawn, time) => {
      const uninterrupted = await run(
        drawn.map((step) => ({ ...step, commits: false, fate: 'goesOn' })),
        time,
      );
      expect(await run(drawn, time)).toEqual(uninterrupted);
    }),
    { numRuns: 20, endOnFailure: true },
  );
}, 120_000);

it('keeps the parts of an import that begins anew, whether it was given up in the same batch or before', async () => {
  const of = { actor: actor('desk', 'operator'), import: 'i' } as const;
  const part = { kind: 'importPart', ...of, number: 1, catalogue: [], past: [] } as const;
  const dumps = [];
  for (const commits of [true, false]) {
    const file = tempFile();
    const log = new KeptLog();
    const replica = await openReplica(file, log);
    log.write(NOON, 'a', [{ kind: 'start', node: 'a', generation: 1, windowMs: 9, rules: RULES }]);
    const line = {
      kind: 'slice',
      line: 1,
      session: 's',
      attendee: 'ann',
      mode: 'live',
      country: 'DE',
    } as const;
    for (const [index, id] of ['old', null, 'new'].entries()) {
      const past = [{ ...line, id: id ?? '', start: NOON - 9, end: NOON - 1, watchedMs: null }];
      log.write(NOON + index + 1, 'a', [id === null ? { kind: 'importGone', ...of } : { ...part, past }]);
      if (commits) await replica.settle();
    }
    await replica.settle();
    await replica.kill();
    dumps.push((await dump(file)).import_parts);
  }
  const [apart, together] = dumps;
  expect(apart).toMatchObject([{ import: 'i', number: 1, past: expect.stringContaining('new') }]);
  expect(together).toEqual(apart);
});

it('reads no more of the log than what came since the snapshot', async () => {
  const file = tempFile();
  const log = new KeptLog();
  const first = await openReplica(file, log);
  log.write(NOON, 'a', [{ kind: 'start', node: 'a', generation: 1, windowMs: 9, rules: RULES }]);
  log.write(NOON + 1, 'a', [join(1, 'ann')]);
  for (let time = NOON + 1000; time < NOON + 70_000; time += 1000) log.write(time, 'a', []);
  await first.settle();
  await first.kill();
  const second = await openReplica(file, log);
  const snapshot = second.restored.snapshot;
  expect(snapshot?.time).toBe(NOON + 40_000);
  expect(second.readAfter).toBe(snapshot?.position);
  expect(second.crashed).toBe(0);
  expect(second.recorder.dataThrough).toBe(log.entries.at(-1)?.time);
  expect(second.live.present(second.live.scopeOf('o', 'session', 's') ?? -1)).toHaveLength(1);
  expect(second.recorder.waitingEffects).toBe(0);
  await second.kill();
});

it('knows who is in which bubble', async () => {
  const file = tempFile();
  const log = new KeptLog();
  const first = await openReplica(file, log);
  log.write(NOON, 'a', [{ kind: 'start', node: 'a', generation: 1, windowMs: 9, rules: RULES }]);
  log.write(NOON + 1, 'a', [join(1, 'ann'), join(2, 'bob')]);
  log.write(NOON + 2, 'a', [engage('1', 'ann', 'bubble.join', { bubble: 'b' })]);
  await first.settle();
  await first.kill();
  const second = await openReplica(file, log);
  const lock = (id: string, attendee: string) => engage(id, attendee, 'bubble.lock', { bubble: 'b' });
  log.write(NOON + 3, 'a', [lock('2', 'ann'), lock('3', 'bob')]);
  await second.settle();
  await second.kill();
  const { engagements } = await dump(file);
  expect(engagements).toMatchObject([{ id: '1' }, { id: '2' }]);
});

it.each([
  ['of another version', (text: string) => text.replace('"version":', '"version":9')],
  ['that is cut off', (text: string) => text.slice(0, -9)],
])('without a snapshot but one %s, ends what is open as after a crash', async (_, spoil) => {
  const file = tempFile();
  const log = new KeptLog();
  const first = await openReplica(file, log);
  log.write(NOON, 'a', [{ kind: 'start', node: 'a', generation: 1, windowMs: 9, rules: RULES }]);
  log.write(NOON + 1, 'a', [join(1, 'ann')]);
  log.write(NOON + 60_000, 'a', []);
  await first.settle();
  await first.kill();
  await rewriteSnapshot(file, spoil);
  const second = await openReplica(file, log);
  expect(second.refusedSnapshot).toBeInstanceOf(Error);
  expect(second).toMatchObject({ crashed: 1, readAfter: log.entries.at(-1)?.position, fileEnd: null });
  await second.kill();
});

/** As a batch of a server that writes snapshots which this one cannot read. */
async function rewriteSnapshot(file: string, spoil: (text: string) => string): Promise<void> {
  const history = createSqliteHistory({ file });
  const { snapshot, position } = await history.open();
  if (snapshot === null || position === null) throw new Error('there is no snapshot to spoil');
  await history.close();
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
  await database.all('UPDATE snapshot SET text = ?1', [spoil(snapshot.text)]);
  await database.close();
}

it('keeps the state after the entry in which this process ends, in the midst of a minute', async () => {
  const replica = await openReplica(tempFile(), new KeptLog());
  const snapshots = new Snapshots({ live: replica.live, last: null });
  const at = (time: number, ...kinds: ('stop' | 'leave')[]) => ({
    position: `p${time}`,
    time,
    incarnation: 'a',
    number: 1,
    changes: kinds.map((kind) =>
      kind === 'stop' ? { kind, windowMs: 0 } : { kind, connection: 1, actor: actor('ann'), session: 's' },
    ),
  });
  expect(snapshots.after(at(NOON))).toMatchObject({ position: `p${NOON}`, time: NOON });
  expect(snapshots.after(at(NOON + 1, 'stop'))).toBeUndefined();
  snapshots.end();
  expect(snapshots.after(at(NOON + 2, 'leave'))).toBeUndefined();
  expect(snapshots.after(at(NOON + 3, 'leave', 'stop'))).toMatchObject({ time: NOON + 3 });
  expect(snapshots.after(at(NOON + 4))).toBeUndefined();
  await replica.kill();
});

it('keeps no state for each of the minutes that it reads in a moment', async () => {
  const replica = await openReplica(tempFile(), new KeptLog());
  let moment = 0;
  const snapshots = new Snapshots({ live: replica.live, last: null, monotonic: () => moment });
  const at = (time: number) => ({ position: `p${time}`, time, incarnation: 'a', number: 1, changes: [] });
  expect(snapshots.after(at(NOON))).toMatchObject({ time: NOON });
  expect(snapshots.after(at(NOON + 60_000))).toBeUndefined();
  moment = 20_000;
  expect(snapshots.after(at(NOON + 60_001))).toMatchObject({ time: NOON + 60_001 });
  await replica.kill();
});
