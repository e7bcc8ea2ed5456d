import { beforeAll, describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Tenant } from '../support/tenant.ts';
import type { TestClient } from '../support/test-client.ts';
import { useTestServer } from '../support/test-server.ts';

const server = useTestServer();
const contract = useContract(server);
let tenant: Tenant;
let ann: TestClient;
let ids: Record<'great' | 'deleted' | 'awful' | 'question', string>;

const SECRET = 'a text that was deleted';

beforeAll(async () => {
  tenant = server.tenant();
  ann = await tenant.enter('ann', 's1', { event: 'e1', name: 'Ann Rossi' });
  const bob = await tenant.enter('bob', 's1', { event: 'e1' });
  const desk = await tenant.connect('desk', { role: 'moderator', event: 'e1', name: 'Mo' });
  await tenant.act('s1', 'goLive');
  const great = await ann.engage('s1', 'chat.message', { text: 'What a great keynote, thanks!' });
  const deleted = await bob.engage('s1', 'chat.message', { text: SECRET });
  const awful = await bob.engage('s1', 'chat.message', {
    text: 'The audio is awful @ann',
    channel: 'bubble',
    bubble: 'b1',
  });
  await desk.engage('s1', 'chat.delete', { message: deleted });
  await bob.engage('s1', 'chat.reaction', { message: great, reaction: 'heart' });
  await bob.engage('s1', 'reaction', { reaction: 'clap' });
  await ann.engage('s1', 'reaction', { reaction: 'clap' });
  const question = await ann.engage('s1', 'question.ask', { text: 'Where are the slides?' });
  await ann.engage('s1', 'question.ask', { text: '=1+1?' });
  await bob.engage('s1', 'question.upvote', { question });
  await desk.engage('s1', 'question.answer', { question, text: 'On the page.' });
  const options = [
    { id: 'a', text: 'AI' },
    { id: 'b', text: 'Bees' },
  ];
  await desk.engage('s1', 'poll.open', { poll: 'p1', question: 'Which?', type: 'single', options });
  await ann.engage('s1', 'poll.answer', { poll: 'p1', options: ['a'] });
  await bob.engage('s1', 'poll.answer', { poll: 'p1', options: ['a'] });
  await ann.engage('s1', 'poll.answer', { poll: 'p1', options: ['b'] });
  await desk.engage('s1', 'poll.open', { poll: 'p2', question: 'Wishes?', type: 'text', anonymous: true });
  await ann.engage('s1', 'poll.answer', { poll: 'p2', text: 'Coffee' });
  await desk.engage('s1', 'poll.close', { poll: 'p2' });
  ids = { great, deleted, awful, question };
  await tenant.settled();
});

async function get(operation: `GET /${string}`, path: string): Promise<Record<string, unknown>> {
  const answer = await tenant.call(path);
  contract.expectKept(operation, answer);
  expect(answer.status).toBe(200);
  return answer.json;
}

const figure = (name: string, query = '') =>
  get(`GET /v1/sessions/{id}/${name}`, `/v1/sessions/s1/${name}${query}`);

async function textOf(path: string, accept: string): Promise<string> {
  const answer = await tenant.call(path, { headers: { accept } });
  expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([200, accept]);
  return answer.text;
}

describe('what people said and did in a session', () => {
  test('as a transcript, in which a deleted message has no text', async () => {
    const { items, dataThrough } = await figure('chat');
    expect(items).toMatchObject([
      {
        id: ids.great,
        attendee: 'ann',
        name: 'Ann Rossi',
        channel: 'event',
        deleted: false,
        reactions: { heart: 1 },
      },
      { id: ids.deleted, attendee: 'bob', text: null, deleted: true, deletedBy: 'desk', reactions: {} },
      { id: ids.awful, channel: 'bubble', bubble: 'b1' },
    ]);
    expect(Date.parse(String(dataThrough))).toBeGreaterThan(0);
    expect((await figure('chat', '?channel=bubble')).items).toMatchObject([{ id: ids.awful }]);
    expect((await figure('chat', '?attendee=ann')).items).toMatchObject([{ id: ids.great }]);
  });

  test('page by page, and as a whole', async () => {
    const first = await figure('chat', '?limit=2');
    const rest = await figure('chat', `?limit=2&cursor=${first.nextCursor}`);
    expect(first.items).toHaveLength(2);
    expect(rest).toMatchObject({ items: [{ id: ids.awful }], nextCursor: null });
    const lines = (await textOf('/v1/events/e1/chat', 'application/x-ndjson')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([
      ids.great,
      ids.deleted,
      ids.awful,
    ]);
    expect(await textOf('/v1/sessions/s1/chat', 'text/csv')).not.toContain(SECRET);
  });

  test('a cursor is of its list only', async () => {
    const { nextCursor } = await figure('chat', '?limit=1');
    for (const path of ['chat?channel=event&', 'questions?']) {
      const answer = await tenant.call(`/v1/sessions/s1/${path}cursor=${nextCursor}`);
      expect([answer.status, answer.json.code]).toEqual([400, 'invalid_cursor']);
    }
  });

  test.each([
    ['sessions/s1', 'keynote'],
    ['attendees/bob', 'awful'],
  ])('a deleted text is in the record of %s, but not for moderators', async (of, kept) => {
    const path = `/v1/${of}/engagements?action=chat.message`;
    expect((await tenant.call(path)).text).toContain(SECRET);
    for (const accept of ['application/json', 'text/csv', 'application/x-ndjson']) {
      const token = tenant.token('mod', { role: 'moderator' });
      const { status, text } = await tenant.call(path, { token, headers: { accept } });
      expect([accept, status, text.includes(SECRET), text.includes(kept)]).toEqual([
        ...[accept, 200, false, true],
      ]);
    }
  });

  test('polls, with the last answer of everybody', async () => {
    const { items } = await figure('polls');
    expect(items).toMatchObject([
      {
        poll: 'p1',
        session: 's1',
        open: true,
        closedAt: null,
        respondents: 2,
        answers: 3,
        options: [
          { id: 'a', text: 'AI', votes: 1, percentage: 50 },
          { id: 'b', text: 'Bees', votes: 1, percentage: 50 },
        ],
      },
      { poll: 'p2', type: 'text', open: false, respondents: 1, texts: ['Coffee'] },
    ]);
    const operation = 'GET /v1/sessions/{id}/polls/{poll}/answers';
    const { items: answers } = await get(operation, '/v1/sessions/s1/polls/p1/answers');
    expect(answers).toMatchObject([
      { attendee: 'bob', options: ['a'], text: null },
      { attendee: 'ann', name: 'Ann Rossi', options: ['b'] },
    ]);
  });

  test('an anonymous poll names nobody, in whatever format', async () => {
    for (const accept of ['application/json', 'text/csv', 'application/x-ndjson']) {
      const texts = await Promise.all(
        ['polls', 'polls/p2/answers'].map((path) => textOf(`/v1/sessions/s1/${path}`, accept)),
      );
      expect(texts[1]).toContain('Coffee');
      expect(texts.join()).not.toMatch(/ann|rossi/i);
    }
  });

  test('a poll that is not there is not found', async () => {
    for (const path of ['sessions/s1/polls/none/answers', 'sessions/none/polls/p1/answers'])
      expect((await tenant.call(`/v1/${path}`)).status).toBe(404);
  });

  test('questions, in order of time or upvotes', async () => {
    const { items } = await figure('questions', '?sort=upvotes');
    expect(items).toMatchObject([
      {
        id: ids.question,
        upvotes: 1,
        upvoters: 1,
        answered: true,
        answers: [{ attendee: 'desk', text: 'On the page.' }],
      },
      { text: '=1+1?', upvotes: 0, answered: false, answers: [] },
    ]);
    const csv = await textOf('/v1/sessions/s1/questions?sort=upvotes', 'text/csv');
    expect(csv).toContain("'=1+1?");
  });

  test('the tone of the chat', async () => {
    expect(await figure('sentiment')).toMatchObject({
      scope: 'session:s1',
      messages: 2,
      analysed: 2,
      overall: { positive: 1, negative: 1 },
      byChannel: { event: { positive: 1 }, bubble: { negative: 1 }, stage: { score: null } },
      topPositive: [{ id: ids.great }],
      topNegative: [{ id: ids.awful, attendee: 'bob', session: 's1' }],
      byMinute: expect.arrayContaining([expect.objectContaining({ minute: expect.any(Number) })]),
    });
  });

  test('the words that were used', async () => {
    const { words } = await figure('words', '?source=chat,questions,polls&limit=50');
    const texts = (words as { text: string }[]).map(({ text }) => text.toLowerCase());
    expect(texts).toEqual(expect.arrayContaining(['keynote', 'audio', 'slides', 'page', 'coffee']));
    expect(texts).not.toEqual(expect.arrayContaining(['deleted']));
    expect((await figure('words', '?limit=1')).words).toHaveLength(1);
  });

  test('reactions, and how many they are for those who are there', async () => {
    const { byMinute, ...figures } = await figure('reactions');
    expect(figures).toMatchObject({
      total: 3,
      toSession: 2,
      toMessages: 1,
      users: 2,
      byKind: [
        { reaction: 'clap', count: 2, percentage: 66.67, users: 2 },
        { reaction: 'heart', count: 1, toMessages: 1 },
      ],
      topUsers: [
        { attendee: 'bob', count: 2 },
        { attendee: 'ann', name: 'Ann Rossi', count: 1 },
      ],
    });
    const minutes = byMinute as { total: number; concurrent: number; per100: number }[];
    expect(minutes.reduce((sum, { total }) => sum + total, 0)).toBe(3);
    for (const { total, concurrent, per100 } of minutes)
      expect([concurrent, per100]).toEqual([2, total * 50]);
    expect(await figure('reactions', '?action=chat.reaction')).toMatchObject({ total: 1 });
  });

  test('top moments, which are none where nothing stands out', async () => {
    const { moments, computedFrom } = await figure('moments', '?limit=3&window=120');
    expect(computedFrom).toMatchObject({ windowSeconds: 120, weights: { chat: 1, joins: 0.5 } });
    expect(moments).toEqual(expect.any(Array));
  });
});

test.each(['sentiment', 'words', 'reactions', 'moments'])(
  'the %s of an event are over its sessions',
  async (name) => {
    const ofSession = await figure(name);
    const ofEvent = await get(`GET /v1/events/{id}/${name}`, `/v1/events/e1/${name}`);
    const {
      scope: _scope,
      dataThrough: _through,
      byMinute: _minutes,
      computedFrom: _basis,
      ...figures
    } = ofSession;
    expect(ofEvent).toMatchObject({ scope: 'event:e1', ...figures });
  },
);

test.each([
  ['sentiment', 'messages'],
  ['words', 'words'],
  ['reactions', 'byKind'],
])('the %s of an organization are over its sessions', async (name, field) => {
  const path = `/v1/organizations/${tenant.org}/${name}`;
  const answer = await get(`GET /v1/organizations/{id}/${name}`, path);
  expect(answer.scope).toBe(`organization:${tenant.org}`);
  expect(answer[field]).toEqual((await figure(name))[field]);
});

test.each([
  ['sentiment', 'limit', 'limit=101'],
  ['sentiment', 'channel', 'channel=none'],
  ['words', 'limit', 'limit=201'],
  ['words', 'limit', 'limit=-1'],
  ['words', 'source', 'source=chat,mail'],
  ['words', 'language', 'language=xx'],
  ['reactions', 'action', 'action=click'],
  ['moments', 'window', 'window=61'],
  ['moments', 'limit', 'limit=21'],
  ['questions', 'sort', 'sort=random'],
  ['chat', 'from', 'from=2026-05-04T10:00:00Z&to=2026-05-04T10:00:00Z'],
  ['polls', 'limit', 'limit=0'],
  ['reactions', 'from', 'from=1777852800000'],
])('%s do not take a wrong %s: %s', async (name, field, query) => {
  const answer = await tenant.call(`/v1/sessions/s1/${name}?${query}`);
  contract.expectKept(`GET /v1/sessions/{id}/${name}`, answer);
  expect(answer.json).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ path: field }] });
});

test.each(['chat', 'polls', 'questions', 'sentiment', 'words', 'reactions', 'moments'])(
  '%s of another tenant are not there',
  async (name) => {
    const stranger = server.tenant();
    for (const path of [`sessions/s1/${name}`, `events/e1/${name}`])
      expect((await stranger.call(`/v1/${path}`)).json).toMatchObject({ status: 404, code: 'not_found' });
  },
);

test('nothing was complained about', () => {
  expect(server.errorsLogged).toEqual([]);
});
