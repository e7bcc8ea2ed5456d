import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { SOON } from '../../support/soon.ts';
import { useHooks } from './hooks-world.ts';

const hooks = useHooks();
const { endpoint, call, register } = hooks;

const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

interface Delivered {
  readonly eventType: string;
  readonly webHookInvocationId: string;
  readonly correlationId: string;
  readonly timestamp: string;
  readonly details: Record<string, unknown>;
}

/** What a path has been sent, when it has been sent so much. */
async function deliveredTo(path: string, count: number) {
  const here = () => hooks.receiver.received.filter((one) => one.path === path);
  for (let all = 1; here().length < count; all++) await hooks.receiver.count(all);
  return here().map(({ headers, body }) => ({ headers, body, json: JSON.parse(body) as Delivered }));
}

const company = () => ({ companyId: hooks.acme.org, companyName: 'Acme' });
const webinar = () => ({ ...company(), eventId: 'webinar', eventName: 'Webinar' });

const words = (text: string) => text.split(' ').toSorted();

const ENDED_KEYS = words('companyId companyName eventId eventName users totalCount page size');
/** Those of the user activity, and one of their own. */
const USER_KEYS = words(
  '_id uid userId companyId eventId name email attended viewedReplay registrationDate createdOn updatedOn liveTime onDemandTime ' +
    'liveTimeSpentPercentage onDemandTimeSpentPercentage averageLiveViewTime averageOnDemandViewTime circlesNumber comments ' +
    'pollsNumber questionsNumber questions messagesReactionsCount engagementScore leadScore rawLeadScore leadScoreDetails leadStatus',
);
const EVENT_KEYS = words(
  'uid companyUid creatorUid name picture startDate endDate timezone type metadata networkingHub presenters organizers ' +
    'isRegistrationModeEnabled isAttendeeRegistrationModeEnabled privateEventInfo closeCaptioningSettings',
);

describe('deliveries', () => {
  it('of a start come with the headers and the envelope of the vendor', async () => {
    const { clientSecret } = await register(
      { endpoint: endpoint('/started') },
      'virtual-stage-event-started',
    );
    await hooks.acme.act('talk', 'goLive');
    const [{ headers, body, json } = await Promise.reject(new Error('nothing'))] = await deliveredTo(
      '/started',
      1,
    );
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'introvoke-web-hook',
      'x-introvoke-web-hook-auth': clientSecret,
    });
    expect(json).toEqual({
      eventType: 'virtual-stage-event-started',
      webHookInvocationId: headers['webhook-id'],
      correlationId: expect.stringMatching(/^msg_/),
      timestamp: ISO,
      details: webinar(),
    });
    expect(new Webhook(clientSecret).verify(body, headers)).toEqual(json);
  });

  it('of an end come in pages, with who was in the stage, once for the event', async () => {
    await register({ endpoint: endpoint('/ended'), batchSize: 2 });
    await register({ endpoint: endpoint('/ended-at-once'), batchSize: null, eventId: 'webinar' });
    const here = [];
    for (const attendee of ['ada', 'ben', 'cem'])
      here.push(
        await hooks.acme.enter(attendee, 'talk', {
          name: attendee.toUpperCase(),
          email: `${attendee}@example.com`,
        }),
      );
    here.push(await hooks.acme.enter('dan', 'tables'));
    await hooks.acme.act('talk', 'end');
    const pages = await deliveredTo('/ended', 2);
    const bodies = pages.map(({ json }) => json);
    expect(bodies).toMatchObject([
      { eventType: 'virtual-stage-event-ended', details: { ...webinar(), totalCount: 3, page: 1, size: 2 } },
      { eventType: 'virtual-stage-event-ended', details: { ...webinar(), totalCount: 3, page: 2, size: 2 } },
    ]);
    const [first, second] = bodies;
    expect(first?.correlationId).toBe(second?.correlationId);
    expect(first?.webHookInvocationId).not.toBe(second?.webHookInvocationId);
    const users = bodies.flatMap(({ details }) => details.users as Record<string, unknown>[]);
    expect(
      users
        .map(({ name, email }) => ({ name, email }))
        .toSorted((a, b) => (String(a.name) < String(b.name) ? -1 : 1)),
    ).toEqual([
      { name: 'ADA', email: 'ada@example.com' },
      { name: 'BEN', email: 'ben@example.com' },
      { name: 'CEM', email: 'cem@example.com' },
    ]);
    const ada = users.find(({ uid }) => uid === 'ada');
    expect(ada).toMatchObject({
      _id: 'ada',
      userId: 'ada|||webinar',
      companyId: hooks.acme.org,
      eventId: 'webinar',
      attended: true,
    });
    expect(Object.keys(ada ?? {}).toSorted()).toEqual(USER_KEYS);
    expect(Object.keys(first?.details ?? {}).toSorted()).toEqual(ENDED_KEYS);
    const [whole] = await deliveredTo('/ended-at-once', 1);
    expect(whole?.json.details).toMatchObject({ totalCount: 3, page: 1, size: 10_000 });
    for (const client of here) client.cut();
  });

  it('of a registration have the answers; those for a session are none', async () => {
    await register({ endpoint: endpoint('/registered') }, 'new-attendee-pre-registration');
    await hooks.acme.call('/v1/attendees/eva', {
      method: 'PUT',
      body: { name: 'Eva', email: 'eva@example.com' },
    });
    const put = (path: string) =>
      hooks.acme.call(`${path}/registrations/eva`, {
        method: 'PUT',
        body: { answers: { 'Which team?': 'Blue', Seats: 2 } },
      });
    await put('/v1/sessions/talk');
    await put('/v1/events/webinar');
    const [delivered] = await deliveredTo('/registered', 1);
    expect(delivered?.json).toMatchObject({ eventType: 'new-attendee-pre-registration' });
    expect(delivered?.json.details).toEqual({
      ...webinar(),
      attendee: {
        name: 'Eva',
        email: 'eva@example.com',
        registrationInfo: [
          { question: 'Which team?', response: 'Blue' },
          { question: 'Seats', response: '2' },
        ],
      },
    });
  });

  it('of a stage that is made, changed and deleted have the event; those of sessions are none', async () => {
    for (const what of ['created', 'updated', 'deleted'])
      await register({ endpoint: endpoint('/stage') }, `virtual-stage-${what}`);
    const { webHookSubscriptionId: id, clientSecret: old } = await register(
      { endpoint: endpoint('/renewed') },
      'virtual-stage-created',
    );
    const { clientSecret } = (await call(`/renew/${id}`, { method: 'POST' })).json;
    await hooks.acme.call('/v1/events/stage', { method: 'PUT', body: { title: 'Stage' } });
    await deliveredTo('/stage', 1);
    const [renewed = await Promise.reject(new Error('nothing'))] = await deliveredTo('/renewed', 1);
    expect(renewed.headers['x-introvoke-web-hook-auth']).toBe(clientSecret);
    expect(() => new Webhook(old).verify(renewed.body, renewed.headers)).toThrow('No matching signature');
    await hooks.acme.call('/v1/events/stage', {
      method: 'PUT',
      body: { title: 'New', startsAt: '2026-12-01T10:00:00Z' },
    });
    await deliveredTo('/stage', 2);
    await hooks.acme.putSession('part', { event: 'stage' });
    for (const path of ['/v1/sessions/part', '/v1/events/stage'])
      await hooks.acme.call(path, { method: 'DELETE' });
    const all = await deliveredTo('/stage', 3);
    const stage = { ...company(), eventId: 'stage' };
    expect(all.map(({ json: { eventType, details } }) => [eventType, details])).toMatchObject([
      [
        'virtual-stage-created',
        { ...stage, event: { uid: 'stage', companyUid: hooks.acme.org, type: 'Virtual' } },
      ],
      ['virtual-stage-updated', { ...stage, event: { name: 'New', startDate: '2026-12-01T10:00:00.000Z' } }],
      ['virtual-stage-deleted', { ...stage, eventName: null }],
    ]);
    expect(Object.keys(all[0]?.json.details.event ?? {}).toSorted()).toEqual(EVENT_KEYS);
    expect(all[2]?.json.details).not.toHaveProperty('event');
  });

  it('that are refused with 400 are not sent again', async () => {
    hooks.receiver.answering = (response, { path }) =>
      response.writeHead(path === '/refused' ? 400 : 204).end();
    await register({ endpoint: endpoint('/refused') }, 'virtual-stage-created');
    await hooks.acme.call('/v1/events/refused', { method: 'PUT', body: {} });
    await deliveredTo('/refused', 1);
    const exhausted = () => hooks.server.metric('headcount_webhook_attempts_total', 'result="exhausted"');
    await expect.poll(exhausted, SOON).toBe(1);
  });
});
