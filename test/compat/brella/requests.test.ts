import { describe, expect, test } from 'vitest';
import { type Asking, CLICKER, LISTS, PLACE, TYPES, useBrella } from './brella-world.ts';

const brella = useBrella();
const { ask } = brella;

describe('refusals', () => {
  const errors = (status: number, detail: unknown = expect.any(String)) => ({
    status,
    json: { errors: [{ status: String(status), title: expect.any(String), detail }] },
  });

  test('are an errors object of JSON:API, as documented', async () => {
    const { status, json, headers } = await ask(
      '/organizations/501/events/123/attendees/7/tracking_sessions',
    );
    expect({ status, json }).toEqual({
      status: 404,
      json: {
        errors: [
          { status: '404', title: 'Not Found', detail: 'event 123 does not belong to organization 501' },
        ],
      },
    });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test.each<[what: string, status: number, asking: () => Asking]>([
    ['no token', 403, () => ({ key: null })],
    ['a token that is none', 403, () => ({ key: 'hc_nonsense' })],
    ['the key of an operator', 403, () => ({ key: brella.operatorKey })],
    ['a bearer token alone', 403, () => ({ key: null, headers: { authorization: `Bearer ${brella.key}` } })],
    ['another Accept', 400, () => ({ headers: { accept: 'application/json' } })],
    ['a later version', 400, () => ({ headers: { accept: 'application/vnd.brella.v5+json' } })],
    ['another Content-Type', 400, () => ({ headers: { 'content-type': 'text/plain' } })],
    ['another method', 405, () => ({ method: 'DELETE' })],
  ])('%s', async (_what, status, asking) => {
    for (const list of LISTS) {
      const answer = await ask(`${PLACE}/${list}`, asking());
      expect(answer).toMatchObject(errors(status));
      if (status === 405) expect(answer.headers.get('allow')).toBe('GET, HEAD');
    }
  });

  test('no Accept, and no Content-Type', async () => {
    const url = `${brella.url}/compat/brella/api/integration${PLACE}/tracking_sessions`;
    for (const header of ['accept', 'content-type'] as const) {
      const headers = { 'Brella-Api-Access-Token': brella.key, ...TYPES, [header]: '' };
      const response = await fetch(url, { headers });
      expect([response.status, await response.json()]).toMatchObject([400, errors(400).json]);
    }
  });

  test.each([
    ['/organizations/9/events/42/attendees/7', 404, 'there is no organization 9'],
    ['/organizations/501/events/other-event/attendees/none', 404, 'there is no attendee none'],
    ['/organizations/501/events/42/attendees/123', 404, 'there is no attendee 123'],
    ['/organizations/501/events/42/attendees/1e0', 404, 'there is no attendee 1e0'],
    ['/organizations/org-1/events/42/attendees/7', 404, 'there is no organization org-1'],
    ['/organizations/501/events/42', 404, undefined],
  ])('what is not there: %s', async (place, status, detail) => {
    for (const list of LISTS) expect(await ask(`${place}/${list}`)).toMatchObject(errors(status, detail));
  });

  test.each([
    'tracking_type=clicks',
    'trackable_type=streamlink',
    'start_from=yesterday',
    'start_from=2023-13-01',
    'start_to=2023-02-30T00:00:00Z',
    'end_from=2023-05-10T25:00:00Z',
    'end_to=1683676800',
    'start_time=11:02',
    'duration=1.5',
    'duration=-1',
    'click_time=%00',
    'page[size]=0',
    'page[size]=501',
    'page[size]=many',
    'page[number]=0',
    'page[number]=-1',
  ])('%s', async (query) => {
    const [name = ''] = query.split('=');
    const answer = await ask(`${PLACE}/tracking_session_slices?${query}`);
    expect(answer).toMatchObject(errors(400, expect.stringContaining(name)));
  });

  test('a key of one event, and what an erasure leaves', async () => {
    const token = brella.own.token('boss', { role: 'admin' });
    const limited = await brella.keyOf('admin', { event: 'other-event' });
    for (const list of LISTS) {
      expect(await ask(`${PLACE}/${list}`, { key: limited })).toMatchObject(errors(404));
      const elsewhere = `/organizations/501/events/other-event/attendees/7/${list}`;
      expect((await ask(elsewhere, { key: limited })).status).toBe(200);
    }
    await brella.own.call('/v1/attendees/8', { method: 'PUT', body: { name: 'Gone' } });
    expect((await brella.own.call('/v1/attendees/8', { method: 'DELETE', token })).status).toBeLessThan(300);
    for (const list of LISTS) expect(await ask(`${CLICKER}/${list}`)).toMatchObject(errors(404));
  });
});

test('HEAD is answered as GET, without a body', async () => {
  const { status, text } = await ask(`${PLACE}/tracking_session_slices`, { method: 'HEAD' });
  expect([status, text]).toEqual([200, '']);
});
