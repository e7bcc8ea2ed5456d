import { hash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

type Json = Record<string, unknown>;

const server = useTestServer();
const contract = useContract(server);
let tenant: Tenant;
let report: Json;

const TITLE = 'Spring <b>Summit</b> & "more"';
const SCRIPT = '<script>alert(1)</script>';
const at = (time: string) => `2026-05-04T${time}Z`;

const slice = (session: string, attendee: string, from: string, to: string, more: Json = {}) => {
  return {
    kind: 'slice',
    id: `${session}-${attendee}-${from}`,
    ...{ session, attendee, start: at(from), end: at(to), country: 'DE' },
    ...more,
  };
};

let ids = 0;
const did = (session: string, attendee: string, time: string, [action, data]: [string, Json]) => {
  return { kind: 'engagement', id: `e${++ids}`, session, attendee, action, data, at: at(time) };
};

const LINES: readonly Json[] = [
  {
    ...{ kind: 'event', id: 'spring', title: TITLE, timeZone: 'Europe/Berlin' },
    ...{ startsAt: at('09:00:00'), endsAt: at('10:00:00') },
  },
  { kind: 'session', id: 'keynote', event: 'spring', title: `Keynote ${SCRIPT}`, videoDurationSeconds: 3000 },
  { kind: 'session', id: 'lounge', event: 'spring', title: 'Lounge', sessionKind: 'networking' },
  { kind: 'attendee', id: 'ann', name: `Ann ${SCRIPT}` },
  { kind: 'registration', event: 'spring', attendee: 'ann', at: at('08:00:00') },
  { kind: 'registration', session: 'keynote', attendee: 'dan', at: at('08:00:00') },
  slice('keynote', 'ann', '09:00:10', '09:45:00'),
  slice('keynote', 'bob', '09:05:00', '09:30:00', { country: 'FR' }),
  slice('keynote', 'cyd', '09:10:00', '09:20:00'),
  slice('keynote', 'cyd', '09:30:00', '09:55:00', { mode: 'onDemand' }),
  slice('lounge', 'ann', '09:50:00', '10:00:00'),
  did('keynote', 'ann', '09:12:00', ['chat.message', { text: 'Thank you!' }]),
  did('keynote', 'cyd', '09:12:10', ['chat.message', { text: SCRIPT }]),
  did('keynote', 'cyd', '09:13:10', ['chat.message', { text: 'deleted' }]),
  did('keynote', 'cyd', '09:13:30', ['chat.delete', { message: 'e3' }]),
  did('keynote', 'bob', '09:12:20', ['chat.reaction', { message: 'e2', reaction: 'heart' }]),
  did('keynote', 'ann', '09:12:21', ['chat.reaction', { message: 'e2', reaction: 'clap' }]),
  did('keynote', 'ann', '09:13:21', ['chat.reaction', { message: 'e3', reaction: 'clap' }]),
  did('keynote', 'bob', '09:12:40', ['reaction', { reaction: 'clap' }]),
  did('keynote', 'bob', '09:20:00', ['question.ask', { text: 'Will there be a recording?' }]),
  did('keynote', 'ann', '09:21:00', ['question.ask', { text: 'Where are the slides?' }]),
  did('keynote', 'cyd', '09:21:10', ['question.upvote', { question: 'e10' }]),
  did('keynote', 'bob', '09:22:00', ['question.answer', { question: 'e10', text: 'On the page.' }]),
  did('keynote', 'ann', '09:15:00', [
    'poll.open',
    {
      ...{ poll: 'p', question: `Which? ${SCRIPT}`, type: 'single' },
      options: [
        { id: 'a', text: 'One' },
        { id: 'b', text: 'Two' },
      ],
    },
  ]),
  did('keynote', 'bob', '09:15:30', ['poll.answer', { poll: 'p', options: ['a'] }]),
];

async function get(path: string): Promise<Json> {
  const { status, json, text } = await tenant.call(path);
  expect([status, text.slice(0, 200)]).toEqual([200, expect.any(String)]);
  return json;
}

const part = (name: string) => report[name] as Json & { items: Json[]; points: Json[] };

/** Without what an answer is framed by. */
function unframed({ scope: _, from: __, to: ___, dataThrough: ____, ...figures }: Json): Json {
  return figures;
}

function only(from: Json, names: Json): Json {
  return Object.fromEntries(Object.entries(from).filter(([name]) => name in names));
}

beforeAll(async () => {
  tenant = server.tenant();
  const answer = await tenant.call('/v1/import', {
    method: 'POST',
    body: LINES.map((line) => JSON.stringify(line)).join('\n'),
    headers: { 'content-type': 'application/x-ndjson' },
  });
  expect([answer.status, answer.json.errors]).toEqual([200, undefined]);
  report = await get('/v1/events/spring/report');
});

describe('the report of an event', () => {
  test('is as described, and every part says until when it holds', async () => {
    contract.expectKept('GET /v1/events/{id}/report', await tenant.call('/v1/events/spring/report'));
    expect(report).toMatchObject({
      scope: 'event:spring',
      final: true,
      event: { id: 'spring', organization: tenant.org, title: TITLE, timeZone: 'Europe/Berlin' },
      span: { from: '2026-05-04T09:00:10.000Z', to: '2026-05-04T10:00:00.001Z' },
      summary: {
        attendees: 3,
        peak: { value: 3, at: '2026-05-04T09:10:00.000Z' },
        registered: 2,
        noShows: 1,
      },
      retention: { attendees: 3, staySeconds: { p50: 2100, p90: 3290 } },
      messages: { items: [{ id: 'e2', reactions: 2 }] },
    });
    const { scope: _, final: __, event: ___, span: ____, dataThrough, ...parts } = report;
    for (const one of Object.values(parts) as Json[])
      expect(Date.parse(String(one.dataThrough))).toBeGreaterThanOrEqual(Date.parse(String(dataThrough)));
  });

  test('has the figures of the summary', async () => {
    expect(unframed(part('summary'))).toEqual(unframed(await get('/v1/events/spring/summary')));
  });

  test('has the figures of the series', async () => {
    const { from, to, step, points } = part('concurrency');
    const series = await get(`/v1/series/event:spring?from=${from}&to=${to}&step=${step}`);
    expect(points).toHaveLength(61);
    expect(points).toEqual((series.points as Json[]).map((point) => only(point, points[0] ?? {})));
  });

  test('has the figures of retention', async () => {
    expect(unframed(part('retention'))).toEqual(unframed(await get('/v1/events/spring/retention')));
  });

  test('has the figures of each session', async () => {
    const { items } = part('sessions');
    expect(items.map(({ session }) => session)).toEqual(['keynote', 'lounge']);
    for (const { session, title: _, kind: __, startsAt: ___, endsAt: ____, ...figures } of items)
      expect(figures).toEqual(only(await get(`/v1/sessions/${session}/summary`), figures));
  });

  test('has the moments, polls and questions of the event', async () => {
    expect(unframed(part('moments'))).toEqual(unframed(await get('/v1/events/spring/moments')));
    expect(part('polls').items).toEqual((await get('/v1/events/spring/polls')).items);
    const { items } = part('questions');
    const asked = (await get('/v1/events/spring/questions?sort=upvotes')).items as Json[];
    expect(items).toHaveLength(2);
    expect(items).toEqual(asked.map((question) => only(question, items[0] ?? {})));
  });

  test('has the messages that were reacted to, as the transcript tells', async () => {
    const transcript = (await get('/v1/events/spring/chat')).items as (Json & { reactions: Json })[];
    const expected = transcript
      .filter(({ deleted }) => deleted === false)
      .map(({ id, at, session, attendee, name, text, reactions }) => {
        const counts = Object.values(reactions) as number[];
        return { id, at, session, attendee, name, text, reactions: counts.reduce((a, b) => a + b, 0) };
      })
      .filter(({ reactions }) => reactions > 0);
    expect(part('messages').items).toEqual(expected);
  });

  test('is there before the end, and of an event that nobody came to', async () => {
    await tenant.call('/v1/events/open', { method: 'PUT', body: {} });
    expect(await get('/v1/events/open/report')).toMatchObject({
      ...{ final: false, span: null, concurrency: null },
      ...{ summary: { attendees: 0 }, retention: { attendees: 0, sinceJoin: { points: [] } } },
    });
    expect((await tenant.call('/v1/events/open/report?format=html')).text).toContain('Nobody has been there');
    await tenant.putSession('room', { event: 'open' });
    await tenant.enter('ann', 'room', { event: 'open' });
    await tenant.settled();
    const going = await get('/v1/events/open/report');
    expect(going).toMatchObject({ final: false, summary: { attendees: 1, peak: { value: 1 } } });
    expect((await tenant.call('/v1/events/open/report?format=html')).text).toContain('Not final');
    await tenant.call('/v1/events/open/actions', { method: 'POST', body: { action: 'end' } });
    expect(await get('/v1/events/open/report')).toMatchObject({ final: true });
  });
});

describe('its page', () => {
  test.each([
    ['?format=html', '*/*', 'text/html'],
    ['?format=json', 'text/html', 'application/json'],
    ['', 'text/html,application/xhtml+xml,*/*;q=0.8', 'text/html'],
    ['', '*/*', 'application/json'],
    ['', 'application/json;q=0.5, text/html;q=0.4', 'application/json'],
  ])('is given where it is asked for: %s, %s', async (query, accept, type) => {
    const answer = await tenant.call(`/v1/events/spring/report${query}`, { headers: { accept } });
    expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([200, type]);
  });

  test('runs nothing, fetches nothing, and allows no looks but its own', async () => {
    const { text, headers } = await tenant.call('/v1/events/spring/report?format=html');
    const styles = /<style>([^<]*)<\/style>/.exec(text)?.[1] ?? '';
    const policy = headers.get('content-security-policy') ?? '';
    const own = `style-src 'sha256-${hash('sha256', styles, 'base64')}'`;
    expect(policy).toBe(
      `default-src 'none'; ${own}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(text).toContain(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; ${own};`);
    expect(text).not.toMatch(/<script|<link|<img|\sstyle=|\shref=|\ssrc=|url\(|@import/);
    expect(headers.get('content-disposition')).toBe('inline; filename="report-spring.html"');
  });

  test('shows texts as they are written', async () => {
    const { text } = await tenant.call('/v1/events/spring/report?format=html');
    expect(text).toContain('<h1>Spring &lt;b&gt;Summit&lt;/b&gt; &amp; &quot;more&quot;</h1>');
    for (const words of ['Keynote', 'Ann', 'Which?'])
      expect(text).toContain(`${words} &lt;script&gt;alert(1)`);
  });

  test('is not given for what there is not, or to whom may not see it', async () => {
    const asked = [
      await tenant.call('/v1/events/spring/report?format=pdf'),
      await tenant.call('/v1/events/nothing/report'),
      await server.tenant().call('/v1/events/spring/report'),
      await tenant.call('/v1/events/spring/report', { token: tenant.token('ann') }),
    ];
    expect(asked.map(({ status, json }) => [status, json.code])).toEqual([
      [400, 'invalid_request'],
      [404, 'not_found'],
      [404, 'not_found'],
      [403, 'not_allowed'],
    ]);
  });
});

describe('whom it is sent to', () => {
  const put = (metadata: Json) =>
    tenant.call('/v1/events/mailed', { method: 'PUT', body: { metadata: { color: 'red', ...metadata } } });

  test('is a list of addresses, and nothing that is none', async () => {
    const named = (count: number) => Array.from({ length: count }, (_, index) => `a${index}@example.org`);
    expect((await put({ reportEmails: named(20) })).status).toBe(201);
    for (const [wrong, path] of [
      [named(21), 'metadata.reportEmails'],
      ['ann@example.org', 'metadata.reportEmails'],
      [['ann@example.org', 'ann'], 'metadata.reportEmails.1'],
      [[`${'a'.repeat(250)}@example.org`], 'metadata.reportEmails.0'],
    ] as const) {
      const { status, json } = await put({ reportEmails: wrong });
      expect([status, json.errors]).toMatchObject([400, [{ path }]]);
    }
    const organization = await tenant.call(`/v1/organizations/${tenant.org}`, {
      ...{ method: 'PUT', token: tenant.token('boss', { role: 'admin' }) },
      body: { metadata: { reportEmails: 'ann' } },
    });
    expect(organization.json.errors).toMatchObject([{ path: 'metadata.reportEmails' }]);
  });

  test('is shown to moderators, and to nobody who only attends', async () => {
    await put({ reportEmails: ['ann@example.org'] });
    const shown = async (role: string) =>
      (await tenant.call('/v1/events/mailed', { token: tenant.token('cyd', { role }) })).json.metadata;
    expect(await shown('moderator')).toEqual({ color: 'red', reportEmails: ['ann@example.org'] });
    expect(await shown('attendee')).toEqual({ color: 'red' });
  });
});
