import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tenant } from '../../support/tenant.ts';
import { TestServer } from '../../support/test-server.ts';
import { caller, makeKey, tokenOf } from './company-world.ts';
import { at, COMPANY, FAIR, importPast, WEBINAR, writeCatalogue } from './event-world.ts';

const server = new TestServer();
let folder = '';
let tenant: Tenant;
let call: ReturnType<typeof caller>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headcount-sequel-'));
  await writeCatalogue(folder);
  await server.start({ DATA_DIR: folder });
  tenant = server.tenantOf(COMPANY, 'plain');
  await importPast(tenant);
  call = caller(server, await tokenOf(server, await makeKey(tenant)));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const ENGAGEMENT = '/api/analytics/user-engagement/events';
const ANALYTICS = '/api/analytics/events';
const EVENTS = '/api/v1/events';

async function get(path: string): Promise<Record<string, unknown>> {
  const { status, text, json, headers } = await call(path);
  expect([path, status, status === 200 ? '' : text]).toEqual([path, 200, '']);
  expect(headers.get('content-type')).toContain('application/json');
  return json;
}

const CURVE = [3, 3, 3, 3, 12, 10, 13, 13, 14, 14, 16];

describe('top participants', () => {
  test('are as documented, figures over all of them', async () => {
    const body = await get(`${ENGAGEMENT}/${WEBINAR}/top-participants?limit=2`);
    expect(JSON.stringify(body)).toBe(
      JSON.stringify({
        eventName: 'Recurring webinar 12',
        eventId: WEBINAR,
        eventType: 'virtualStageEvent',
        company: 'Acme Marketing',
        companyId: COMPANY,
        startDate: null,
        endDate: body.endDate,
        limit: 2,
        numberOfUsers: 57,
        totalEngagedMinutes: 898,
        averageEngagedMinutesByUser: 15.75,
        topParticipants: [
          { name: 'Ada', userEmail: 'ada@example.com', engagedMinutes: 113 },
          { name: 'Ben', userEmail: 'ben@example.com', engagedMinutes: 108 },
        ],
      }),
    );
    expect(Date.now() - Date.parse(String(body.endDate))).toBeLessThan(60_000);
  });

  test.each([
    ['live', 810, 100],
    ['onDemand', 88, 62],
  ])('in one mode: %s', async (mode, totalEngagedMinutes, most) => {
    const body = await get(`${ENGAGEMENT}/${WEBINAR}/top-participants?engagementType=${mode}`);
    expect(body).toMatchObject({ totalEngagedMinutes, limit: 10 });
    expect((body.topParticipants as object[])[0]).toMatchObject({ engagedMinutes: most });
  });

  test('of equals by name', async () => {
    const { topParticipants } = await get(
      `${ENGAGEMENT}/${WEBINAR}/top-participants?engagementType=live&limit=5`,
    );
    expect((topParticipants as { name: string }[]).map(({ name }) => name)).toEqual([
      ...['Ada', 'Ben', null, 'Amy', 'Zoe'],
    ]);
  });

  test('within dates, which are told as they were given', async () => {
    const path = `${ENGAGEMENT}/${WEBINAR}/top-participants%20(COPY)?startDate=${at(200)}&endDate=2026-03-02`;
    const body = await get(path);
    expect(body).toMatchObject({ startDate: at(200), endDate: '2026-03-02', totalEngagedMinutes: 88 });
    expect(await get(`${ENGAGEMENT}/${WEBINAR}/top-participants?endDate=2026-03-01`)).toMatchObject({
      ...{ numberOfUsers: 0, averageEngagedMinutesByUser: 0, topParticipants: [] },
    });
  });

  test.each([
    ['', 'all', 13, 2],
    ['?eventType=virtualStage', 'virtualStageEvent', 7, 2],
    ['?eventType=networkingHubEvent', 'networkingHubEvent', 7, 2],
  ])('of the components%s', async (query, eventType, totalEngagedMinutes, numberOfUsers) => {
    const body = await get(`${ENGAGEMENT}/${FAIR}/top-participants${query}`);
    expect(body).toMatchObject({ eventType, totalEngagedMinutes, numberOfUsers });
  });
});

describe('the stage over time', () => {
  test('is to the letter as documented', async () => {
    const { text } = await call(`/api/analytics/getVideoWatchOverTime/${FAIR}`);
    expect(text).toBe('{"VideoViews":[[0,1],[1,2],[2,2],[3,1],[4,1]]}');
    const { VideoViews } = await get(`/api/analytics/getVideoWatchOverTime/${WEBINAR}`);
    expect((VideoViews as unknown[]).slice(0, 12)).toEqual([
      ...CURVE.map((peak, minute) => [minute, peak]),
      [11, 2],
    ]);
    expect(VideoViews).toHaveLength(101);
  });

  test('has nothing where nothing went live, and no networking', async () => {
    for (const path of ['silent', `${FAIR}?eventType=networkingHub`, `${FAIR}?engagementType=onDemand`])
      expect(await get(`/api/analytics/getVideoWatchOverTime/${path}`)).toEqual({ VideoViews: [] });
    expect(await get(`${ANALYTICS}/silent/live-attendance`)).toEqual({
      ...{ eventId: 'silent', startedAt: null, endedAt: null, interval: 'minute', points: [] },
      peakConcurrent: { count: 0, minute: null, time: null },
    });
  });

  test('with who came and went', async () => {
    const body = await get(`${ANALYTICS}/${WEBINAR}/live-attendance`);
    const points = body.points as { minute: number; concurrent: number; joined: number; left: number }[];
    expect(Object.keys(body)).toEqual([
      'eventId',
      'startedAt',
      'endedAt',
      'interval',
      'points',
      'peakConcurrent',
    ]);
    expect(body).toMatchObject({
      ...{ eventId: WEBINAR, startedAt: at(0), endedAt: at(100), interval: 'minute' },
      peakConcurrent: { count: 16, minute: 10, time: at(10) },
    });
    expect(points[0]).toEqual({ minute: 0, time: at(0), concurrent: 3, joined: 3, left: 0 });
    expect(points.slice(0, 11).map(({ concurrent }) => concurrent)).toEqual(CURVE);
    expect(points[5]).toMatchObject({ joined: 0, left: 2 });
    const sum = (name: 'joined' | 'left') => points.reduce((total, point) => total + point[name], 0);
    expect([sum('joined'), sum('left')]).toEqual([57, 57]);
  });
});

describe('statistics', () => {
  test('are as documented', async () => {
    const body = await get(`${ANALYTICS}/${WEBINAR}/statistics`);
    const curve = body.concurrentByMinute as unknown[];
    expect({ ...body, concurrentByMinute: curve.slice(0, 2) }).toEqual({
      ...{ eventId: WEBINAR, eventName: 'Recurring webinar 12', eventType: 'virtualStageEvent' },
      ...{ companyId: COMPANY, isLive: false },
      ...{ liveMinutes: 810, onDemandMinutes: 88, totalEngagedMinutes: 898, averageDurationMinutes: 15.75 },
      ...{ numberOfUsers: 57, numberOfRegistered: 140, numberOfParticipants: 57 },
      peakConcurrent: { count: 16, minute: 10 },
      concurrentByMinute: [
        [0, 3],
        [1, 3],
      ],
      ...{ chatMessages: 210, pollAnswers: 65, questions: 12, dataThrough: body.dataThrough },
    });
    const { VideoViews } = await get(`/api/analytics/getVideoWatchOverTime/${WEBINAR}`);
    expect(curve).toEqual(VideoViews);
  });

  test('of one mode count its users, of all who were there', async () => {
    const body = await get(`${ANALYTICS}/${WEBINAR}/statistics?engagementType=onDemand`);
    expect(body).toMatchObject({
      ...{ liveMinutes: 0, onDemandMinutes: 88, totalEngagedMinutes: 88, averageDurationMinutes: 29.33 },
      ...{ numberOfUsers: 3, numberOfParticipants: 57, peakConcurrent: { count: 0, minute: null } },
    });
  });

  test('of an event without anybody', async () => {
    expect(await get(`${ANALYTICS}/silent/statistics`)).toMatchObject({
      ...{
        liveMinutes: 0,
        averageDurationMinutes: 0,
        numberOfUsers: 0,
        concurrentByMinute: [],
        isLive: false,
      },
    });
  });
});

interface MinuteObject {
  readonly minute: number;
  readonly count: number;
  readonly users: readonly { readonly userId: string }[];
}

describe('minute by minute', () => {
  const minutesOf = async (path: string) => (await get(`${ENGAGEMENT}/${path}`)).minutes as MinuteObject[];

  test('as documented', async () => {
    const body = await get(`${ENGAGEMENT}/${WEBINAR}/minutes?from=0&to=0&userId=ada`);
    expect(JSON.stringify(body)).toBe(
      JSON.stringify({
        eventId: WEBINAR,
        startedAt: at(0),
        minutes: [
          {
            minute: 0,
            time: at(0),
            count: 1,
            users: [{ userId: 'ada', name: 'Ada', userEmail: 'ada@example.com', engagementType: 'live' }],
          },
        ],
      }),
    );
  });

  test.each([
    [WEBINAR, ''],
    [WEBINAR, '&engagementType=onDemand'],
    [FAIR, ''],
    [FAIR, '&eventType=virtualStage'],
    [FAIR, '&eventType=networkingHub'],
  ])('the counts are the engaged minutes of %s%s', async (event, query) => {
    const minutes = await minutesOf(`${event}/minutes?${query}`);
    const type = query.includes('engagementType') ? query : `${query}&engagementType=live`;
    const { totalEngagedMinutes } = await get(`${ENGAGEMENT}/${event}/top-participants?${type}`);
    expect(minutes.reduce((sum, { count }) => sum + count, 0)).toBe(totalEngagedMinutes);
    const [first] = minutes;
    expect(minutes.map(({ minute }) => minute)).toEqual(
      minutes.map((_, index) => (first?.minute ?? 0) + index),
    );
    for (const { count, users } of minutes) {
      expect(users).toHaveLength(count);
      expect(new Set(users.map(({ userId }) => userId)).size).toBe(count);
    }
  });

  test('from before the first goLive to its end, the quiet ones, too', async () => {
    const counts = (await minutesOf(`${FAIR}/minutes`)).map(({ minute, count }) => [minute, count]);
    expect(counts).toEqual([
      ...[
        [-3, 1],
        [-2, 1],
        [-1, 0],
        [0, 1],
        [1, 2],
        [2, 2],
        [3, 2],
        [4, 2],
        [5, 1],
        [6, 1],
      ],
    ]);
    const quiet = await minutesOf(`${WEBINAR}/minutes?from=95&to=104&engagementType=all&userId=ben`);
    expect(quiet.map(({ minute, count }) => [minute, count])).toEqual(
      Array.from({ length: 10 }, (_, index) => [95 + index, 0]),
    );
    expect(await minutesOf('silent/minutes')).toEqual([]);
  });

  test('of one user, as a list of numbers', async () => {
    expect((await call(`${ENGAGEMENT}/${FAIR}/users/ada/minutes`)).text).toBe('[1,2,3,4,5,6]');
    expect((await call(`${ENGAGEMENT}/${FAIR}/users/ada/minutes?from=2&to=3`)).text).toBe('[2,3]');
    expect((await call(`${ENGAGEMENT}/silent/users/ada/minutes`)).text).toBe('[]');
  });
});

describe('polls', () => {
  test('are as documented, with the last answer of everybody', async () => {
    const body = await get(`${EVENTS}/${WEBINAR}/polls`);
    const [poll, wishes] = body.polls as { answers: unknown[] }[];
    expect(JSON.stringify({ ...poll, answers: poll?.answers.slice(0, 1) })).toBe(
      JSON.stringify({
        ...{ pollId: 'p1', question: 'Which track?', type: 'single', createdAt: at(30), closedAt: null },
        ...{ totalAnswers: 64, uniqueUsers: 64 },
        options: [
          { optionId: 'a', text: 'AI', votes: 40, percentage: 62.5 },
          { optionId: 'b', text: 'Bees', votes: 24, percentage: 37.5 },
        ],
        answers: [
          {
            ...{ userId: 'voter0', name: 'Vic', userEmail: 'voter0@example.com' },
            ...{ optionIds: ['a'], answeredAt: at(31) },
          },
        ],
      }),
    );
    expect(poll?.answers).toHaveLength(64);
    expect(wishes).toMatchObject({
      pollId: 'p2',
      type: 'text',
      closedAt: at(34),
      totalAnswers: 1,
      options: [],
    });
    expect(wishes?.answers).toEqual([
      ...[{ userId: null, name: null, userEmail: null, optionIds: [], text: 'Coffee', answeredAt: at(33) }],
    ]);
    expect(await get(`${EVENTS}/silent/polls`)).toEqual({ eventId: 'silent', polls: [] });
  });
});

describe('the chat', () => {
  test('is as documented, without what was deleted', async () => {
    const first = await get(`${EVENTS}/${WEBINAR}/chat?limit=1`);
    expect(JSON.stringify(first)).toBe(
      JSON.stringify({
        eventId: WEBINAR,
        messages: [
          {
            ...{ messageId: 'm1', userId: 'ada', name: 'Ada', userEmail: 'ada@example.com' },
            ...{ text: 'What a wonderful start, thank you!', sentAt: at(0, 10), minute: 0, channel: 'event' },
            reactions: { like: 2 },
          },
        ],
        nextCursor: first.nextCursor,
      }),
    );
    const second = await get(`${EVENTS}/${WEBINAR}/chat?limit=2&cursor=${first.nextCursor}`);
    expect(second.messages).toMatchObject([{ messageId: 'm2' }, { text: 'Number 0' }]);
    expect(second.nextCursor).toEqual(expect.any(String));
    expect(await get(`${EVENTS}/${WEBINAR}/chat?limit=1000`)).toMatchObject({ nextCursor: null });
    expect((await get(`${EVENTS}/${WEBINAR}/chat`)).messages).toHaveLength(100);
  });

  test('of a channel or a component', async () => {
    const messages = [{ messageId: 'f1', channel: 'circle', circleId: 'b1', minute: 3 }];
    for (const query of ['channel=circle', 'eventType=networkingHub'])
      expect(await get(`${EVENTS}/${FAIR}/chat?${query}`)).toMatchObject({ messages });
  });

  test('as a table, in which nothing is a formula', async () => {
    const { text, headers } = await call(`${EVENTS}/${FAIR}/chat?format=csv`);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(text.split('\r\n')).toEqual([
      'messageId,userId,name,userEmail,text,sentAt,minute,channel,circleId,reactions',
      `f2,ben,Ben,ben@example.com,"'=1+1\nada: hi",${at(1)},1,event,,{}`,
      `f1,ada,Ada,ada@example.com,Meet me here,${at(3)},3,circle,b1,{}`,
      '',
    ]);
  });

  test('as lines of text, page by page where a limit is given', async () => {
    const page = await call(`${EVENTS}/${FAIR}/chat?format=txt&limit=1`);
    expect(page.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(page.text).toBe(`${at(1)} [event] Ben: =1+1 ada: hi\n`);
    const cursor = page.headers.get('x-next-cursor');
    const rest = await call(`${EVENTS}/${FAIR}/chat?format=txt&limit=1&cursor=${cursor}`);
    expect([rest.text, rest.headers.get('x-next-cursor')]).toEqual([
      `${at(3)} [circle] Ada: Meet me here\n`,
      null,
    ]);
    const whole = await call(`${EVENTS}/${WEBINAR}/chat?format=txt`);
    expect(whole.text.trim().split('\n')).toHaveLength(209);
    await tenant.settled();
    const audit = await tenant.call('/v1/audit?action=export', {
      token: tenant.token('boss', { role: 'admin' }),
    });
    expect(audit.json.items).toMatchObject([
      { details: { format: 'txt' } },
      {},
      {},
      { details: { format: 'csv' } },
    ]);
  });
});

test('questions are as documented', async () => {
  const { questions } = (await get(`${EVENTS}/${WEBINAR}/questions`)) as { questions: unknown[] };
  expect(questions).toHaveLength(12);
  expect(JSON.stringify(questions[0])).toBe(
    JSON.stringify({
      ...{ questionId: 'first', userId: 'ada', name: 'Ada', userEmail: 'ada@example.com' },
      ...{ text: 'Where are the slides?', askedAt: at(40), upvotes: 2, answered: true },
      answers: [{ name: 'Dee', text: 'On the page.', answeredAt: at(42) }],
    }),
  );
  expect(questions[1]).toMatchObject({ name: null, userEmail: null, answered: false, answers: [] });
});

describe('what the vendor has announced', () => {
  test('the tone of the chat', async () => {
    const body = await get(`${ANALYTICS}/${WEBINAR}/chat/sentiment?endDate=${at(10)}`);
    expect(body).toMatchObject({
      ...{ messages: 2, analysed: 2, overall: { positive: 1, neutral: 0, negative: 1 } },
      byMinute: [
        { minute: 0, positive: 1, neutral: 0, negative: 0 },
        { minute: 1, positive: 0, neutral: 0, negative: 1 },
      ],
      topPositive: [{ messageId: 'm1', userId: 'ada', name: 'Ada', minute: 0 }],
      topNegative: [{ messageId: 'm2', text: 'The sound is awful' }],
    });
    expect(Object.keys((body.byMinute as object[])[0] ?? {})).toEqual([
      ...['minute', 'score', 'positive', 'neutral', 'negative'],
    ]);
    const ofStage = await get(`${ANALYTICS}/${WEBINAR}/chat/sentiment?channel=stage`);
    expect(ofStage).toMatchObject({ messages: 0, overall: { score: null }, byMinute: [], topPositive: [] });
  });

  test('the words', async () => {
    const body = await get(`${ANALYTICS}/${WEBINAR}/word-cloud?endDate=${at(10)}&limit=2`);
    expect(body).toEqual({
      totalWords: expect.any(Number),
      words: [
        { text: expect.any(String), count: 1, users: 1, weight: 1 },
        { text: expect.any(String), count: 1, users: 1, weight: 1 },
      ],
    });
    const asked = await get(`${ANALYTICS}/${WEBINAR}/word-cloud?source=qna`);
    expect((asked.words as { text: string }[]).map(({ text }) => text)).toContain('slides');
  });

  test('reactions', async () => {
    expect(await get(`${ANALYTICS}/${WEBINAR}/reactions?limit=1`)).toEqual({
      ...{ total: 4, uniqueUsers: 2 },
      byType: [
        { reaction: 'clap', label: 'Clap', count: 2, percentage: 50 },
        { reaction: 'like', label: 'Like', count: 2, percentage: 50 },
      ],
      byMinute: [
        { minute: 1, total: 2, byType: { like: 2 } },
        { minute: 2, total: 2, byType: { clap: 2 } },
      ],
      topUsers: [{ userId: 'cem', name: null, count: 3 }],
    });
  });

  test('top moments', async () => {
    const { moments } = (await get(`${ANALYTICS}/${WEBINAR}/top-moments?limit=2`)) as { moments: object[] };
    expect(moments).toHaveLength(2);
    expect(moments[0]).toMatchObject({
      ...{ rank: 1, startMinute: 20, endMinute: 20, startTime: at(20), reasons: ['chat'], concurrent: 12 },
      signals: { chat: 207, reactions: 0, polls: 0, questions: 0, joins: 0 },
    });
    expect(Object.keys(moments[0] ?? {})).toEqual([
      ...[
        'rank',
        'startMinute',
        'endMinute',
        'startTime',
        'score',
        'reasons',
        'signals',
        'concurrent',
        'highlights',
      ],
    ]);
  });

  test('top moments of a component alone', async () => {
    const path = `${ANALYTICS}/${FAIR}/top-moments?eventType=virtualStage&window=120`;
    expect((await get(path)).moments).toMatchObject([
      {
        rank: 1,
        startMinute: 0,
        endMinute: 1,
        concurrent: 2,
        highlights: [{ id: 'f2', userId: 'ben', name: 'Ben' }],
      },
    ]);
  });
});

describe('while it is live', () => {
  let live: Tenant;

  const ask = async (path: string) => {
    const token = live.token('desk', { role: 'moderator' });
    return (await server.call(`/compat/sequel${path}`, { token })).json;
  };

  beforeAll(async () => {
    live = server.tenant();
    const ann = await live.enter('ann', 's1', { event: 'e1', name: 'Ann', email: 'ann@example.com' });
    const bob = await live.enter('bob', 's1', { event: 'e1', name: 'Bob' });
    await live.act('s1', 'goLive');
    await ann.engage('s1', 'chat.message', { text: 'Hello', channel: 'stage' });
    const message = await bob.engage('s1', 'chat.message', { text: 'A slip' });
    await bob.engage('s1', 'chat.delete', { message });
    const desk = await live.connect('desk', { role: 'moderator', event: 'e1' });
    const poll = { poll: 'p1', question: 'Really?', type: 'single', anonymous: true };
    await desk.engage('s1', 'poll.open', { ...poll, options: [{ id: 'y', text: 'Yes' }] });
    await bob.engage('s1', 'poll.answer', { poll: 'p1', options: ['y'] });
    await live.settled();
  });

  test('the running minute is the last one', async () => {
    const { VideoViews } = await ask('/api/analytics/getVideoWatchOverTime/e1');
    const views = VideoViews as number[][];
    expect(views[0]).toEqual([0, 2]);
    expect(views.at(-1)).toEqual([views.length - 1, 2]);
    const { startedAt, endedAt } = await ask(`${ANALYTICS}/e1/live-attendance`);
    expect([startedAt, endedAt]).toEqual([expect.any(String), null]);
    const { minutes } = await ask(`${ENGAGEMENT}/e1/minutes`);
    expect((minutes as MinuteObject[]).at(-1)).toMatchObject({
      users: [
        { userId: 'ann', name: 'Ann', userEmail: 'ann@example.com', engagementType: 'live' },
        { userId: 'bob', name: 'Bob', userEmail: null },
      ],
    });
  });

  test('a deleted message is gone, and an anonymous answer names nobody', async () => {
    expect((await ask(`${EVENTS}/e1/chat`)).messages).toMatchObject([{ text: 'Hello', channel: 'stage' }]);
    const { polls } = await ask(`${EVENTS}/e1/polls`);
    expect(polls).toMatchObject([
      { uniqueUsers: 1, answers: [{ userId: null, name: null, userEmail: null }] },
    ]);
  });

  test('and when it has ended', async () => {
    expect(await ask(`${ANALYTICS}/e1/statistics`)).toMatchObject({ isLive: true, numberOfUsers: 2 });
    await live.putSession('s2', { event: 'e1' });
    await live.act('s1', 'end');
    await live.settled();
    // There is another talk to come.
    expect((await ask(`${ANALYTICS}/e1/live-attendance`)).endedAt).toBeNull();
    await live.call('/v1/events/e1/actions', { method: 'POST', body: { action: 'end' } });
    await live.settled();
    expect(await ask(`${ANALYTICS}/e1/statistics`)).toMatchObject({
      ...{
        isLive: false,
        numberOfUsers: 2,
        chatMessages: 2,
        pollAnswers: 1,
        peakConcurrent: { count: 2, minute: 0 },
      },
    });
    expect((await ask(`${ANALYTICS}/e1/live-attendance`)).endedAt).toEqual(expect.any(String));
  });

  test('who was erased has no name any more', async () => {
    const boss = live.token('boss', { role: 'admin' });
    await live.call('/v1/attendees/ann', { method: 'DELETE', token: boss });
    await live.settled();
    const names = (await ask(`${ENGAGEMENT}/e1/top-participants`)).topParticipants as { name: string }[];
    expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(['Bob', null]));
    expect((await ask(`${EVENTS}/e1/chat`)).messages).toEqual([]);
  });
});

describe('is refused', () => {
  const FIGURES = [
    `${ENGAGEMENT}/ID/top-participants`,
    '/api/analytics/getVideoWatchOverTime/ID',
    `${ANALYTICS}/ID/live-attendance`,
    `${ANALYTICS}/ID/statistics`,
    `${ENGAGEMENT}/ID/minutes`,
    `${ENGAGEMENT}/ID/users/ada/minutes`,
    `${EVENTS}/ID/polls`,
    `${EVENTS}/ID/chat`,
    `${EVENTS}/ID/questions`,
    `${ANALYTICS}/ID/chat/sentiment`,
    `${ANALYTICS}/ID/word-cloud`,
    `${ANALYTICS}/ID/reactions`,
    `${ANALYTICS}/ID/top-moments`,
  ];
  const refusal = (status: number, errorMessage: unknown) => [status, { hasError: true, errorMessage }];

  test.each(FIGURES)('%s', async (figure) => {
    const answers = async (paths: readonly string[]) =>
      Promise.all(paths.map(async (path) => [path, ...Object.values(await statusAndBody(path))]));
    const statusAndBody = async (path: string) => {
      const { status, json } = await call(path);
      return { status, json };
    };
    const ofEvent = (id: string) => figure.replace('ID', id);
    for (const [, ...answer] of await answers(['nobodys', 'theirs', '%00', 'a%20b'].map(ofEvent)))
      expect(answer).toEqual(refusal(404, 'Event not found'));
    const wrong = [
      ...['engagementType=both', 'eventType=webinar', 'startDate=yesterday', 'endDate=2026-02-30'],
      ...['startDate=2026-03-03&endDate=2026-03-01', 'timezone=Mars/Olympus'],
    ].map((query) => `${ofEvent(WEBINAR)}?${query}`);
    for (const [path, ...answer] of await answers(wrong))
      expect([path, ...answer]).toEqual([path, ...refusal(400, expect.any(String))]);
    const stranger = await server.call(`/compat/sequel${ofEvent(WEBINAR)}`, { token: 'x.y.z' });
    expect([stranger.status, stranger.json]).toEqual(refusal(401, 'Token not found'));
    const token = tenant.token('ada', { role: 'attendee' });
    const attendee = await server.call(`/compat/sequel${ofEvent(WEBINAR)}`, { token });
    expect([attendee.status, attendee.json]).toEqual(refusal(403, expect.any(String)));
  });

  test.each([
    ...['0', '-1', '10001', '1e3', '2.5', 'x'].map(
      (limit) => `${ENGAGEMENT}/${WEBINAR}/top-participants?limit=${limit}`,
    ),
    ...['from=5&to=4', 'from=x', 'to=1.5', 'userId=a%20b'].map(
      (query) => `${ENGAGEMENT}/${WEBINAR}/minutes?${query}`,
    ),
    ...['limit=0', 'limit=1001', 'cursor=x', 'format=xml', 'channel=bubble'].map(
      (q) => `${EVENTS}/${WEBINAR}/chat?${q}`,
    ),
    `${ANALYTICS}/${WEBINAR}/word-cloud?source=mail`,
    `${ANALYTICS}/${WEBINAR}/word-cloud?language=klingon`,
    `${ANALYTICS}/${WEBINAR}/reactions?limit=101`,
    `${ANALYTICS}/${WEBINAR}/top-moments?window=61`,
    `${ANALYTICS}/${WEBINAR}/top-moments?limit=21`,
  ])('%s', async (path) => {
    const { status, json } = await call(path);
    expect([status, json]).toEqual(refusal(400, expect.any(String)));
  });

  test('a user of whom nobody knows, and a cursor of another list', async () => {
    const nobody = await call(`${ENGAGEMENT}/${WEBINAR}/users/nobody/minutes`);
    expect(nobody.status).toBe(404);
    const { nextCursor } = await get(`${EVENTS}/${WEBINAR}/chat?limit=1`);
    expect((await call(`${EVENTS}/${FAIR}/chat?cursor=${nextCursor}`)).status).toBe(400);
    expect(server.errorsLogged).toEqual([]);
  });
});
