import { expect, it } from 'vitest';
import { Broadcast } from '../../server/broadcast/broadcast.ts';
import { CountersComposer } from '../../server/broadcast/counters.ts';
import type { CountersMessage, ServerMessage } from '../../server/protocol/server-messages.ts';
import { actor, type Core, engage, join, openCore, tempFile } from '../recorder/core.ts';
import { FakeTime } from '../storage/memory/fake-time.ts';

const SESSION = { kind: 'session', id: 's' } as const;

interface Setup {
  readonly core: Core;
  readonly broadcast: Broadcast;
  readonly pushed: { topic: string; message: ServerMessage }[];
}

async function setUp(time = new FakeTime()): Promise<Setup> {
  const core = await openCore(tempFile(), time);
  const { live, tallies } = core;
  const pushed: Setup['pushed'] = [];
  const composer = new CountersComposer({
    live,
    tallies,
    now: () => core.time.wall(),
    isDegraded: () => false,
  });
  const publish = (topic: string, message: ServerMessage) => pushed.push({ topic, message });
  return { core, broadcast: new Broadcast({ live, tallies, composer, publish }), pushed };
}

function countersOf(pushed: Setup['pushed']): CountersMessage[] {
  return pushed.flatMap(({ message }) => (message.type === 'counters' ? [message] : []));
}

it('pushes a change at once when none was pushed for a second, and then at most one a second', async () => {
  const { core, broadcast, pushed } = await setUp();
  const channel = broadcast.open('o', SESSION);
  expect(channel.snapshot()).toMatchObject({ seq: 1, concurrent: 0 });
  for (let tenth = 0; tenth < 30; tenth++) {
    core.submit(join(tenth, `p${tenth}`));
    await core.pass(100);
    broadcast.tick(tenth * 100);
  }
  const counters = countersOf(pushed);
  expect(counters.map(({ seq }) => seq)).toEqual([2, 3, 4]);
  expect(counters[0]?.concurrent).toBe(1);
  await core.close();
});

it('pushes the last state, however the changes fell', async () => {
  const { core, broadcast, pushed } = await setUp();
  broadcast.open('o', SESSION).snapshot();
  core.submit(join(1, 'a'));
  await core.pass(10);
  broadcast.tick(0);
  core.submit({ kind: 'leave', connection: 1, actor: actor('a'), session: 's' });
  await core.pass(10);
  broadcast.tick(100);
  broadcast.tick(1000);
  expect(countersOf(pushed).map(({ concurrent }) => concurrent)).toEqual([1, 0]);
  await core.close();
});

it('says nothing while nothing changes but time, and the turn of a minute is a change', async () => {
  const { core, broadcast, pushed } = await setUp(new FakeTime(Date.UTC(2026, 0, 1, 12)));
  core.submit(join(1, 'a'));
  await core.pass(5000);
  broadcast.open('o', SESSION).snapshot();
  broadcast.tick(0);
  pushed.length = 0;
  for (let second = 1; second <= 50; second++) {
    await core.pass(1000);
    broadcast.tick(second * 1000);
  }
  expect(pushed).toEqual([]);
  await core.pass(10_000);
  broadcast.tick(70_000);
  expect(countersOf(pushed)).toMatchObject([
    { minute: { start: '2026-01-01T12:01:00.000Z', peak: 1, joins: 0 } },
  ]);
  await core.close();
});

it('pushes uniques and engagement when they are committed', async () => {
  const { core, broadcast, pushed } = await setUp();
  broadcast.open('o', SESSION).snapshot();
  core.submit(join(1, 'a'));
  await core.pass(5);
  const done = core.engage(engage('1', 'a'));
  await core.pass(5);
  await done;
  broadcast.tick(0);
  expect(countersOf(pushed).at(-1)).toMatchObject({ uniques: 1, engagement: { reaction: 1 } });
  await core.close();
});

it('keeps tenants apart, whatever their sessions are called', async () => {
  const { core, broadcast, pushed } = await setUp();
  const ours = broadcast.open('o', SESSION);
  const theirs = broadcast.open('other', SESSION);
  expect(ours.topic).not.toBe(theirs.topic);
  expect(ours.snapshot().concurrent + theirs.snapshot().concurrent).toBe(0);
  core.submit(join(1, 'a'));
  await core.pass(5);
  broadcast.tick(0);
  expect(pushed.map(({ topic }) => topic)).toEqual([ours.topic]);
  expect(theirs.snapshot().concurrent).toBe(0);
  await core.close();
});

it('forgets a scope when its last subscriber is gone', async () => {
  const { core, broadcast } = await setUp();
  broadcast.open('o', SESSION);
  broadcast.open('o', SESSION);
  broadcast.close('o', SESSION);
  expect(broadcast.channelCount).toBe(1);
  broadcast.close('o', SESSION);
  expect(broadcast.channelCount).toBe(0);
  await core.close();
});

it('brings a moderator at most 50 engagements a second, and says how many it left out', async () => {
  const { core, broadcast, pushed } = await setUp();
  const { feedTopic } = broadcast.open('o', SESSION);
  core.submit(join(1, 'a'));
  await core.pass(5);
  const all = Array.from({ length: 70 }, (_, index) => core.engage(engage(`i${index}`, 'a')));
  await core.pass(5);
  await Promise.all(all);
  broadcast.feed(core.fed, 0);
  const fed = pushed.filter(({ topic }) => topic === feedTopic);
  expect(fed.length).toBe(50);
  broadcast.tick(1000);
  expect(pushed.at(-1)).toMatchObject({
    topic: feedTopic,
    message: { type: 'feed', scope: 'session:s', leftOut: 20 },
  });
  await core.close();
});
