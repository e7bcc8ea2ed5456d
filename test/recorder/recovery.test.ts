import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Change } from '../../server/live/changes.ts';
import { Live } from '../../server/live/live.ts';
import { recover } from '../../server/recorder/recovery.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { FakeTime } from '../storage/memory/fake-time.ts';
import { actor, type Core, join, openCore, tempFile } from './core.ts';

const SCOPES = [
  ['session', 's0'],
  ['session', 's1'],
  ['event', 'o'],
  ['organization', 'o'],
] as const;

function scopesOf(live: Live) {
  return SCOPES.flatMap(([kind, id]) => live.scopeOf('o', kind, id) ?? []);
}

function figures(core: Core, at: number) {
  return scopesOf(core.live).map((key) => {
    const { peak, watchMs, concurrent } = core.live.figures(key, at);
    return { peak, watchMs, concurrent, uniques: core.tallies.of(key, 0).uniques };
  });
}

it('ends the slices that a crash left open at the last sign of life in the file', async () => {
  const file = tempFile();
  const core = await openCore(file);
  core.submit(join(1, 'a', 's0'));
  core.submit(join(2, 'b', 's1'));
  await core.pass(5000);
  const lastSign = core.recorder.dataThrough;

  const time = new FakeTime(core.time.wall() + 30_000);
  const after = await openCore(file, time);
  expect(after.crashed).toBe(2);
  expect(after.recorder.dataThrough).toBe(lastSign);
  const session = after.live.scopeOf('o', 'session', 's0') ?? -1;
  const [slice] = await after.history.slices({ session, limit: 10 });
  expect(slice).toMatchObject({ end: lastSign, countedUntil: lastSign + 1, endedBy: 'crash' });
  expect(after.live.figures(session, time.wall())).toMatchObject({
    concurrent: 0,
    peak: { value: 1 },
    watchMs: lastSign - (slice?.start ?? 0),
  });
  await after.close();
  await core.history.close();
});

it('has the same watch time when it crashes again before it has written anything', async () => {
  const file = tempFile();
  const core = await openCore(file);
  core.submit(join(1, 'a', 's0'));
  await core.pass(5000);
  const recoveries = [];
  for (let crash = 0; crash < 3; crash++) {
    const history = createSqliteHistory({ file });
    const { live, crashed, restored } = await recover(history);
    const [session = -1] = scopesOf(live);
    recoveries.push({ crashed, watchMs: live.figures(session, restored.time ?? 0).watchMs });
    await history.close();
  }
  const [first] = recoveries;
  expect(first?.watchMs).toBeGreaterThan(0);
  expect(recoveries).toEqual([
    { crashed: 1, watchMs: first?.watchMs },
    { crashed: 0, watchMs: first?.watchMs },
    { crashed: 0, watchMs: first?.watchMs },
  ]);
  await core.history.close();
});

it.each([
  ['are not known of a minute that ended between two runs', 60_000, null],
  ['are known of a minute that ends in the run after', 10_000, 2],
])('connections %s', async (_, laterMs, connections) => {
  const minute = Date.UTC(2026, 0, 1, 12);
  const file = tempFile();
  const core = await openCore(file, new FakeTime(minute + 20_000));
  core.submit(join(1, 'a', 's0'));
  await core.pass(5000);
  const after = await openCore(file, new FakeTime(core.time.wall() + laterMs));
  after.submit(join(1, 'a', 's0'));
  after.submit(join(2, 'a', 's0', 'onDemand'));
  await after.pass(60_000);
  const scope = after.live.scopeOf('o', 'session', 's0') ?? -1;
  for (const track of [0, 1] as const) {
    const rows = await after.history.minutes({ scope, track, from: minute, to: minute + 60_000 });
    expect(rows).toMatchObject([{ minute, peak: 1, connections: track === 0 ? connections : null }]);
  }
  await after.close();
  await core.history.close();
});

it('has data up to its start in a new file', async () => {
  const core = await openCore(tempFile());
  expect(core.recorder.dataThrough).toBe(core.time.wall());
  await core.close();
});

it('keeps peak, uniques and watch time over a clean restart', async () => {
  const file = tempFile();
  const core = await openCore(file);
  for (let index = 0; index < 5; index++) core.submit(join(index, `p${index}`, `s${index % 2}`));
  await core.pass(3000);
  for (let index = 0; index < 5; index++)
    core.submit({ kind: 'drop', connection: index, ageMs: 0, windowMs: 0 });
  await core.pass(1000);
  const before = figures(core, core.time.wall());
  await core.close();
  const after = await openCore(file, core.time);
  expect(after.crashed).toBe(0);
  expect(figures(after, core.time.wall())).toEqual(before);
  await after.close();
});

const step = fc.record({
  person: fc.integer({ min: 0, max: 4 }),
  session: fc.integer({ min: 0, max: 1 }),
  isLeave: fc.boolean(),
  isOnDemand: fc.boolean(),
  pass: fc.integer({ min: 2, max: 9000 }),
});

function change({
  person,
  session,
  isLeave,
  isOnDemand,
}: {
  person: number;
  session: number;
  isLeave: boolean;
  isOnDemand: boolean;
}): Change {
  if (isLeave)
    return { kind: 'leave', connection: person, actor: actor(`p${person}`), session: `s${session}` };
  return join(person, `p${person}`, `s${session}`, isOnDemand ? 'onDemand' : 'live');
}

function everybodyGoes(): Change[] {
  return [0, 1, 2, 3, 4].map((connection) => ({ kind: 'silent', connection, ageMs: 0 }));
}

it('counts the minute of a crash again from slices, as it had been counted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const file = tempFile();
      const core = await openCore(file, new FakeTime(Date.UTC(2026, 0, 1, 12, 0, 20)));
      for (const one of steps) {
        core.submit(change(one) as Exclude<Change, { kind: 'engage' }>);
        await core.pass(one.pass);
      }
      // What stands in memory when everybody goes at the last sign of life is what the file must give.
      const end = core.recorder.dataThrough;
      const expected = Live.restore(core.live.snapshot());
      const goes = {
        position: 'x',
        time: end + 1,
        incarnation: 'one',
        number: core.number + 1,
        changes: everybodyGoes(),
      };

      // No entry of a new run: it might be in the next minute, and close the one that is compared.
      const history = createSqliteHistory({ file });
      const { live } = await recover(history);
      expected.apply(goes);
      for (const key of scopesOf(expected)) {
        for (const track of [0, 1, 2] as const) {
          const { peak, minimum, joins, leaves, uniques } = expected.openMinute(key, track, end + 1) ?? {};
          const found = live.openMinute(key, track, end + 1);
          expect({ key, track, peak, minimum, joins, leaves, uniques }).toEqual({
            key,
            track,
            peak: found?.peak,
            minimum: found?.minimum,
            joins: found?.joins,
            leaves: found?.leaves,
            uniques: found?.uniques,
          });
        }
      }
      await history.close();
      await core.history.close();
    }),
    { numRuns: 25 },
  );
});
