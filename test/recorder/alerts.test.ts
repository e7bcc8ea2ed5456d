import { expect, it } from 'vitest';
import type { Change } from '../../server/live/changes.ts';
import { FakeTime } from '../storage/memory/fake-time.ts';
import { actor, type Core, join, openCore, tempFile } from './core.ts';

const NOON = Date.UTC(2026, 0, 1, 12);
const RULE = 'aaaaaaaaaaaa';
const boss = actor('boss', 'admin');

const rule: Change & { kind: 'putAlert' } = {
  ...{ kind: 'putAlert', actor: boss, id: RULE, scope: { kind: 'session', id: 's' } },
  details: {
    ...{ name: 'crowd', enabled: true, mutedUntil: null, coolDownMs: 60_000, emails: [] },
    condition: { kind: 'above', threshold: 0, clearAt: 0 },
  },
};

async function alertsOf({ history, live }: Core) {
  const organization = live.registry.organization('o')?.row.key ?? 0;
  return history.alerts({ organizations: [organization], limit: 10 });
}

it('what a rule raised is in the file, ends after a restart in which nobody is left, and pauses as before', async () => {
  const file = tempFile();
  const first = await openCore(file, new FakeTime(NOON));
  for (const change of [join(1, 'ann'), rule]) first.submit(change);
  await first.pass(1000);
  expect(await alertsOf(first)).toMatchObject([{ rule: RULE, value: 1, clearedAt: null }]);
  await first.close();
  const second = await openCore(file, new FakeTime(NOON + 5000));
  await second.pass(1000);
  const [ended] = await alertsOf(second);
  expect(ended).toMatchObject({ clearedValue: 0, worst: 1 });
  const clearedAt = ended?.clearedAt ?? 0;
  await second.close();
  const third = await openCore(file, new FakeTime(NOON + 10_000));
  third.submit(join(1, 'ann'));
  await third.pass(61_000);
  const [raised] = await alertsOf(third);
  expect((raised?.raisedAt ?? 0) - clearedAt - 60_000).toBeGreaterThanOrEqual(0);
  expect((raised?.raisedAt ?? 0) - clearedAt - 60_000).toBeLessThan(2000);
  await third.close();
});

it('who acknowledged an alert is nobody after their erasure, whether that comes in the same commit or later', async () => {
  const core = await openCore(tempFile());
  for (const change of [join(1, 'ann'), rule]) core.submit(change);
  await core.pass(100);
  const [alert] = await alertsOf(core);
  const raisedAt = alert?.raisedAt ?? 0;
  core.submit({ kind: 'acknowledgeAlert', actor: actor('mod', 'operator'), rule: RULE, raisedAt });
  core.submit({ kind: 'acknowledgeAlert', actor: boss, rule: RULE, raisedAt });
  core.submit({ kind: 'erase', actor: boss, attendee: 'mod', pseudonym: 'erased-1', salt: 'salt' });
  await core.pass(100);
  expect(await alertsOf(core)).toMatchObject([{ acknowledgedBy: 'erased-1' }]);
  await core.close();
});
