import { describe, expect, test } from 'vitest';
import { DAY, iso } from './past-day.ts';
import { usePastDay, WHOLE } from './use-past-day.ts';

const day = usePastDay();
const { get } = day;

describe('comparing', () => {
  test('two spans of a scope', async () => {
    const query = `a=session:keynote@${DAY}T09:00:00Z/${DAY}T09:15:00Z&b=session:keynote@${DAY}T09:15:00Z/`;
    const { a, b, change } = await get('/v1/compare', `/v1/compare?${query}`);
    expect(a).toMatchObject({
      scope: 'session:keynote',
      to: iso('09:15:00'),
      figures: { engagedPercent: 100 },
    });
    expect(b).toMatchObject({
      to: null,
      figures: { attendees: 2, byMode: { live: { attendees: 1, watchedPercent: 25 } } },
    });
    expect(change).toMatchObject({
      attendees: { difference: 0, percent: 0 },
      peak: { difference: 1, percent: 100 },
    });
  });

  test.each([
    ['a', 'a=keynote&b=event:conf'],
    ['b', 'a=event:conf'],
    ['b', `a=event:conf&b=event:conf@${DAY}T02:00:00Z/${DAY}T01:00:00Z`],
  ])('takes no wrong %s: %s', async (field, query) => {
    const answer = await day.tenant.call(`/v1/compare?${query}`);
    day.contract.expectKept('GET /v1/compare', answer);
    expect(answer.json).toMatchObject({ code: 'invalid_request', errors: [{ path: field }] });
  });

  test('what the token may not see is not there', async () => {
    const token = day.tenant.token('mod', { role: 'moderator', event: 'conf' });
    const of = async (scope: string) =>
      (await day.tenant.call(`/v1/compare?a=session:keynote&b=${scope}`, { token })).status;
    expect(await of('session:hub')).toBe(200);
    expect([await of('session:talk'), await of('session:none')]).toEqual([404, 404]);
    const below = day.server.tenantOf('acme-emea', 'plain');
    expect((await below.call('/v1/organizations/acme/usage')).status).toBe(404);
  });

  test('all sessions of an event', async () => {
    const path = '/v1/events/conf/comparison';
    for (const attendee of ['ann', 'dot', 'eve']) {
      const registration = `/v1/sessions/hub/registrations/${attendee}`;
      await day.tenant.call(`/v1/attendees/${attendee}`, { method: 'PUT', body: {} });
      expect((await day.tenant.call(registration, { method: 'PUT', body: {} })).status).toBe(201);
    }
    const { items } = await get('/v1/events/{id}/comparison', `${path}?${WHOLE}`);
    expect(items).toMatchObject([
      {
        session: 'keynote',
        kind: 'mainStage',
        videoDurationSeconds: 3600,
        registered: 0,
        registeredAttendedPercent: null,
        watchedPercentTotal: { live: 50.56, onDemand: 3.33 },
        figures: { attendees: 2, byMode: { live: { watchedPercent: 25.28 } }, engagedAttendees: 2 },
      },
      {
        session: 'hub',
        registered: 3,
        registeredAttendedPercent: 33.33,
        watchedPercentTotal: { live: null },
        figures: { attendees: 1, engagedPercent: 0 },
      },
    ]);
    const first = await get('/v1/events/{id}/comparison', `${path}?limit=1`);
    const second = await get('/v1/events/{id}/comparison', `${path}?limit=1&cursor=${first.nextCursor}`);
    expect([second.items[0]?.session, second.nextCursor]).toEqual(['hub', null]);
  });
});
