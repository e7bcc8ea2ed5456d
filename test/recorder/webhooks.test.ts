import { describe, expect, it } from 'vitest';
import type { Change, PutWebhookChange } from '../../server/live/changes.ts';
import { FakeTime } from '../storage/memory/fake-time.ts';
import { actor, type Core, join, openCore, tempFile } from './core.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 0, 1, 12);
const boss = actor('boss', 'admin');

function hook(types: PutWebhookChange['details']['types']): Change & { kind: 'putWebhook' } {
  const details = { url: 'https://hooks.example/', description: '', types, active: true, expiresAt: null };
  return {
    ...{ kind: 'putWebhook', actor: boss, id: 'h', secret: 's' },
    details: { ...details, flavour: { kind: 'standard' } },
  };
}

function eventUntil(endsAt: number | null): Change & { kind: 'putEvent' } {
  const details = { title: 'e', shortCode: null, startsAt: null, endsAt, timeZone: null, metadata: {} };
  return { kind: 'putEvent', actor: boss, id: 'e', details };
}

const told = async ({ history }: Core) => {
  const rows = await history.messages({ endpoint: 'h', limit: 100 });
  return rows.reverse();
};

const lines = async (core: Core) =>
  (await told(core)).map(
    ({ type, at, value }) => `${type} ${(at - NOON) / 1000}${value === null ? '' : ` ${value}`}`,
  );

describe('a registration', () => {
  const register = (attendee: string, isMade = true) => {
    const details = isMade ? { at: null, ticketId: null, answers: {}, metadata: {} } : null;
    const scope = { kind: 'event', id: 'e' } as const;
    const keep = { type: 'registration', kind: 'registration', scope, attendee, details } as const;
    return { kind: 'keep', actor: boss, keep } as const;
  };

  it('is announced when it is new, also once more when it was taken away, and refers to who it is', async () => {
    const core = await openCore(tempFile());
    for (const change of [eventUntil(null), register('early'), hook(['attendee.registered'])])
      core.submit(change);
    await core.pass(100);
    for (const one of [register('ann'), register('ann'), register('early'), register('bob')])
      core.submit(one);
    await core.pass(100);
    core.submit(register('ann', false));
    core.submit(register('ann'));
    await core.pass(100);
    const rows = await told(core);
    const keys = rows.map(({ attendee }) => attendee ?? 0);
    const ids = new Map((await core.history.attendees(keys)).map((one) => [one.attendeeKey, one.attendee]));
    expect(keys.map((key) => ids.get(key))).toEqual(['ann', 'bob', 'ann']);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3);
    expect(rows[0]?.id).toMatch(/^msg_[\w-]{24}$/);
    await core.close();
  });

  it('of somebody who is erased is one of nobody, whether that comes in the same commit or later', async () => {
    const core = await openCore(tempFile());
    for (const change of [eventUntil(null), hook(['attendee.registered'])]) core.submit(change);
    const erase = (attendee: string) =>
      ({
        kind: 'erase',
        actor: boss,
        attendee,
        pseudonym: `erased-${attendee.length}`,
        salt: 'salt',
      }) as const;
    core.submit(register('x1'));
    core.submit(erase('x1'));
    core.submit(register('long'));
    await core.pass(100);
    core.submit(erase('long'));
    await core.pass(100);
    const keys = (await told(core)).map(({ attendee }) => attendee ?? 0);
    const people = await core.history.attendees(keys);
    expect(people.map(({ attendee }) => attendee).sort()).toEqual(['erased-2', 'erased-4']);
    await core.close();
  });
});

it('takes from an installation without webhooks nothing but what was told once', async () => {
  const core = await openCore(tempFile());
  const goLive = { kind: 'sessionAction', actor: boss, session: 's0', action: 'goLive' } as const;
  for (const change of [join(1, 'a', 's0'), goLive]) core.submit(change);
  await core.pass(MINUTE);
  expect(await core.history.waitingEndpoints()).toEqual([]);
  core.submit(hook(null));
  await core.pass(100);
  expect(await told(core)).toEqual([]);
  await core.close();
});

describe('over a restart', () => {
  const open = async (seconds: number, file: string) => openCore(file, new FakeTime(NOON + seconds * 1000));

  it('an event whose time is over meanwhile ends with the first turn of a minute, and once', async () => {
    const file = tempFile();
    const first = await open(0, file);
    for (const change of [hook(['event.ended']), eventUntil(NOON - 13 * MINUTE)]) first.submit(change);
    await first.pass(1000);
    await first.close();
    const second = await open(600, file);
    await second.pass(1000);
    expect(await lines(second)).toEqual(['event.ended 120']);
    await second.pass(10 * MINUTE);
    await second.close();
    const third = await open(3600, file);
    third.submit({ kind: 'eventAction', actor: boss, event: 'e', action: 'end' });
    await third.pass(MINUTE);
    expect(await lines(third)).toEqual(['event.ended 120']);
    await third.close();
  });

  it('the peak of the minute in which a server crashed is told once', async () => {
    const file = tempFile();
    const first = await open(10, file);
    first.submit(hook(['peak.reached']));
    first.submit(join(1, 'a', 's0'));
    await first.pass(55_000);
    first.submit(join(2, 'b', 's0'));
    await first.pass(1000);
    const before = await lines(first);
    const second = await open(70, file);
    await second.pass(2 * MINUTE);
    const after = await lines(second);
    expect(before.map((line) => line.split(' ').at(-1))).toEqual(['1', '1']);
    expect(after.map((line) => line.split(' ').at(-1))).toEqual(['1', '1', '2', '2']);
    await second.close();
    await first.history.close();
  });

  it('a live session that nobody comes back to falls silent, and is so once', async () => {
    const file = tempFile();
    const first = await open(0, file);
    const goLive = { kind: 'sessionAction', actor: boss, session: 's0', action: 'goLive' } as const;
    for (const change of [hook(['session.silent']), join(1, 'a', 's0'), join(2, 'a', 's1'), goLive])
      first.submit(change);
    await first.pass(5000);
    const second = await open(20, file);
    await second.pass(2 * MINUTE);
    expect(await told(second)).toMatchObject([{ type: 'session.silent' }]);
    await second.close();
    const third = await open(300, file);
    await third.pass(2 * MINUTE);
    expect(await told(third)).toHaveLength(1);
    third.submit(join(1, 'a', 's0'));
    await third.pass(1000);
    third.submit({ kind: 'leave', connection: 1, actor: actor('a'), session: 's0' });
    await third.pass(2 * MINUTE);
    expect(await told(third)).toHaveLength(2);
    await third.close();
    await first.history.close();
  });
});
