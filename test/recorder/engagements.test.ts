import { expect, it } from 'vitest';
import type { ErrorCode } from '../../server/protocol/error-codes.ts';
import { actor, type Core, engage, join, openCore, tempFile } from './core.ts';

/** A core with attendees a, b and c in session s. */
async function openWithPeople(): Promise<Core> {
  const core = await openCore(tempFile());
  for (const [index, attendee] of ['a', 'b', 'c'].entries()) core.submit(join(index + 1, attendee));
  await core.pass(5);
  return core;
}

async function all(core: Core, engagements: Promise<ErrorCode | null>[]): Promise<(ErrorCode | null)[]> {
  await core.pass(2);
  return Promise.all(engagements);
}

function totals(
  core: Core,
  kind: 'session' | 'event' | 'organization' = 'session',
): Readonly<Record<string, number>> {
  const key = core.live.scopeOf('o', kind, kind === 'session' ? 's' : 'o') ?? -1;
  const day = kind === 'organization' ? Math.floor((core.live.time ?? 0) / 86_400_000) : 0;
  return core.tallies.of(key, day).engagement;
}

it('counts a repeated id once, in the same batch and later', async () => {
  const core = await openWithPeople();
  expect(await all(core, [core.engage(engage('1', 'a')), core.engage(engage('1', 'a'))])).toEqual([
    null,
    null,
  ]);
  expect(await all(core, [core.engage(engage('1', 'a'))])).toEqual([null]);
  expect(totals(core)).toEqual({ reaction: 1 });
  expect(totals(core, 'event')).toEqual({ reaction: 1 });
  expect(totals(core, 'organization')).toEqual({ reaction: 1 });
  await core.close();
});

it('refuses an id that another attendee has used', async () => {
  const core = await openWithPeople();
  expect(await all(core, [core.engage(engage('1', 'a')), core.engage(engage('1', 'b'))])).toEqual([
    null,
    'id_conflict',
  ]);
  await core.close();
});

it('acknowledges a repetition though its author has left meanwhile', async () => {
  const core = await openWithPeople();
  await all(core, [core.engage(engage('1', 'a'))]);
  core.submit({ kind: 'leave', connection: 1, actor: actor('a'), session: 's' });
  expect(await all(core, [core.engage(engage('1', 'a')), core.engage(engage('2', 'a'))])).toEqual([
    null,
    'not_joined',
  ]);
  await core.close();
});

it('lets each attendee upvote a question once', async () => {
  const core = await openWithPeople();
  const vote = (id: string, attendee: string, question: string) =>
    core.engage(engage(id, attendee, 'question.upvote', { question }));
  const asked = core.engage(engage('q', 'a', 'question.ask', { text: 'Why?' }));
  expect(await all(core, [asked, vote('1', 'b', 'q'), vote('2', 'b', 'q'), vote('3', 'c', 'q')])).toEqual([
    null,
    null,
    'already_upvoted',
    null,
  ]);
  expect(await all(core, [vote('4', 'b', 'q'), vote('5', 'b', 'nothing')])).toEqual([
    'already_upvoted',
    'not_found',
  ]);
  await core.close();
});

it('lets only the author or a moderator delete a message', async () => {
  const core = await openWithPeople();
  const remove = (id: string, attendee: string) =>
    core.engage(engage(id, attendee, 'chat.delete', { message: 'm' }));
  const said = core.engage(engage('m', 'a', 'chat.message', { text: 'hello', channel: 'event' }));
  const byModerator = core.engage({
    ...engage('3', 'mod', 'chat.delete', { message: 'm' }),
    actor: actor('mod', 'moderator'),
  });
  expect(await all(core, [said, remove('1', 'b'), remove('2', 'a'), byModerator])).toEqual([
    null,
    'not_allowed',
    null,
    null,
  ]);
  await core.close();
});

it('takes answers to a poll only while it is open, and only such as fit', async () => {
  const core = await openWithPeople();
  const data = {
    poll: 'p',
    question: '?',
    type: 'single',
    options: [
      { id: 'x', text: 'X' },
      { id: 'y', text: 'Y' },
    ],
    anonymous: true,
  };
  const desk = (id: string, action: string, what: unknown) =>
    core.engage({ ...engage(id, 'mod', action, what), actor: actor('mod', 'moderator') });
  const answer = (id: string, options: string[]) =>
    core.engage(engage(id, 'a', 'poll.answer', { poll: 'p', options }));
  expect(await all(core, [answer('0', ['x']), desk('1', 'poll.open', data), answer('2', ['x'])])).toEqual([
    'not_found',
    null,
    null,
  ]);
  expect(await all(core, [answer('3', ['z']), answer('4', ['x', 'y']), answer('5', ['y'])])).toEqual([
    'invalid_data',
    'invalid_data',
    null,
  ]);
  expect(await all(core, [desk('6', 'poll.close', { poll: 'p' }), answer('7', ['x'])])).toEqual([
    null,
    'poll_not_open',
  ]);
  expect(core.fed.filter(({ action }) => action === 'poll.answer').every(({ anonymous }) => anonymous)).toBe(
    true,
  );
  await core.close();
});

it('lets only members lock a bubble, and the end of presence leaves it', async () => {
  const core = await openWithPeople();
  const act = (id: string, attendee: string, action: string) =>
    core.engage(engage(id, attendee, action, { bubble: 'b1' }));
  expect(
    await all(core, [
      act('1', 'a', 'bubble.join'),
      act('2', 'b', 'bubble.lock'),
      act('3', 'a', 'bubble.lock'),
    ]),
  ).toEqual([null, 'not_allowed', null]);
  core.submit({ kind: 'leave', connection: 1, actor: actor('a'), session: 's' });
  core.submit(join(1, 'a'));
  expect(await all(core, [act('4', 'a', 'bubble.unlock')])).toEqual(['not_allowed']);
  await core.close();
});

it('counts at most 64 names of custom actions apart, the others together', async () => {
  const core = await openWithPeople();
  const results = await all(
    core,
    Array.from({ length: 80 }, (_, index) => core.engage(engage(`i${index}`, 'a', `x.name-${index}`, {}))),
  );
  expect(results.every((result) => result === null)).toBe(true);
  const counted = totals(core);
  expect(Object.keys(counted).length).toBe(65);
  expect(counted['x.other']).toBe(16);
  await core.close();
});

it('remembers ids, votes, polls and counts over a restart', async () => {
  const file = tempFile();
  const first = await openCore(file);
  first.submit(join(1, 'a'));
  const asked = first.engage(engage('q', 'a', 'question.ask', { text: 'Why?' }));
  const voted = first.engage(engage('v', 'a', 'question.upvote', { question: 'q' }));
  expect(await all(first, [asked, voted])).toEqual([null, null]);
  await first.close();

  const second = await openCore(file, first.time);
  second.submit(join(1, 'a'));
  second.submit(join(2, 'b'));
  const again = second.engage(engage('q', 'a', 'question.ask', { text: 'Why?' }));
  const stolen = second.engage(engage('q', 'b', 'question.ask', { text: 'Why?' }));
  const twice = second.engage(engage('w', 'a', 'question.upvote', { question: 'q' }));
  expect(await all(second, [again, stolen, twice])).toEqual([null, 'id_conflict', 'already_upvoted']);
  expect(totals(second)).toEqual({ 'question.ask': 1, 'question.upvote': 1 });
  await second.close();
});
