import { expect, test } from 'vitest';
import type { Retention } from '../../server/live/catalogue.ts';
import type { PutOrganizationChange } from '../../server/live/changes.ts';
import { DailyPurge, lastPurgeHour } from '../../server/retention/daily-purge.ts';
import { actor, type Core, engage, join, openCore, tempFile } from '../recorder/core.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

function retain(retention: Retention | null): PutOrganizationChange {
  const details = { name: 'o', timeZone: null, retention, metadata: {} };
  return { kind: 'putOrganization', actor: actor('boss', 'admin'), id: 'o', details, salt: 'salt' };
}

/** Somebody wrote something at noon. */
async function written(): Promise<Core> {
  const core = await openCore(tempFile());
  core.submit(join(1, 'ann'));
  void core.engage(engage('m', 'ann', 'chat.message', { text: 'hello', channel: 'event' }));
  core.submit({ kind: 'leave', connection: 1, actor: actor('ann'), session: 's' });
  await core.pass(10);
  return core;
}

async function texts({ live, history }: Core): Promise<unknown[]> {
  const session = live.scopeOf('o', 'session', 's') ?? -1;
  return (await history.engagements({ session, limit: 9 })).map(
    ({ data }) => (data as { text: string }).text,
  );
}

/** Asks for the purge of now, and lets log time pass until it is done. */
async function purge(core: Core, daily: DailyPurge): Promise<void> {
  let isDone = false;
  const done = daily.tick().then(() => {
    isDone = true;
  });
  while (!isDone) {
    await core.pass(2);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await done;
}

function dailyPurge(core: Core, more: { isLeader?: () => boolean } = {}): DailyPurge {
  return new DailyPurge({
    ...{ live: core.live, history: core.history, newSalt: () => 'salt', isLeader: () => true, ...more },
    write: (change) => core.write(change),
    now: () => core.live.time ?? 0,
    onError: (error) => {
      throw error;
    },
  });
}

test('the purge hour strikes once a day, at three', () => {
  const midnight = Date.UTC(2026, 0, 2);
  expect(lastPurgeHour(midnight + 3 * HOUR - 1)).toBe(midnight - 21 * HOUR);
  expect(lastPurgeHour(midnight + 3 * HOUR)).toBe(midnight + 3 * HOUR);
  expect(lastPurgeHour(midnight + DAY)).toBe(midnight + 3 * HOUR);
});

test('purges at the hour what is older by whole days, and not before', async () => {
  const core = await written();
  const daily = dailyPurge(core);
  await purge(core, daily);
  const waiting = core.write(retain({ days: 1, scope: 'chat', keepAggregates: true }));
  await core.pass(2);
  expect(await waiting).toBeNull();
  await core.pass(15 * HOUR);
  await purge(core, daily);
  expect(await texts(core)).toEqual(['hello']);
  await core.pass(DAY);
  await purge(core, daily);
  expect(await texts(core)).toEqual(['']);
  const [progress] = await core.history.purges();
  expect(progress).toMatchObject({ scope: 'chat', before: Date.UTC(2026, 0, 2) });
  await core.close();
});

test('does what was missed at a start, but only as the leader', async () => {
  const core = await written();
  void core.write(retain({ days: 1, scope: 'chat', keepAggregates: true }));
  await core.pass(2 * DAY);
  let isLeader = false;
  const daily = dailyPurge(core, { isLeader: () => isLeader });
  await purge(core, daily);
  expect(await texts(core)).toEqual(['hello']);
  isLeader = true;
  await purge(core, daily);
  expect(await texts(core)).toEqual(['']);
  await core.close();
});

test('takes nothing where nobody has said so', async () => {
  const core = await written();
  const daily = dailyPurge(core);
  await core.pass(DAY);
  await purge(core, daily);
  expect(await texts(core)).toEqual(['hello']);
  expect(await core.history.purges()).toEqual([]);
  await core.close();
});
