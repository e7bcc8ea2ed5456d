import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Call } from '../../../support/rest.ts';
import type { Tenant } from '../../../support/tenant.ts';
import { useTestServer } from '../../../support/test-server.ts';
import { caller, makeCompany, makeKey, TIME, tokenOf } from '../company-world.ts';

const server = useTestServer();
let tenant: Tenant;
let child: string;
/** With an admin's key. */
let call: (path: string, call?: Call) => Promise<Answer>;

beforeAll(async () => {
  tenant = server.tenant();
  ({ child } = await makeCompany(server, tenant));
  call = caller(server, await tokenOf(server, await makeKey(tenant, { role: 'admin' })));
});

const company = (path = '', id = tenant.org) => `/api/v1/company/${id}${path}`;
const post = (path: string, body: unknown) => call(path, { method: 'POST', body });

async function got(answer: Promise<Answer>, status = 200): Promise<unknown> {
  const { status: was, text } = await answer;
  expect([was, text]).toEqual([status, expect.any(String)]);
  return text === '' ? null : JSON.parse(text);
}

const refusal = (errorMessage: unknown) => ({ hasError: true, errorMessage });

describe('companies (S8)', () => {
  test('are made, changed and listed, and our own routes see the same', async () => {
    const logo = 'https://example.com/logo.png';
    const metadata = { plan: [{ value: 'gold' }] };
    const made = await got(post(company('/create'), { name: 'Acme Apac', logo, metadata }));
    expect(made).toEqual({
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ...{ name: 'Acme Apac', logo, parentCompanyId: tenant.org, eventIds: [], metadata },
    });
    const { uid } = made as { uid: string };
    expect(await got(call(company('', uid)))).toEqual(made);
    const renamed = { ...(made as object), name: 'Apac' };
    expect(await got(post(company('', uid), { name: 'Apac' }))).toEqual(renamed);
    const more = { ...renamed, metadata: { ...metadata, region: [{ value: 3 }] } };
    expect(await got(post(company('/metadata', uid), { region: [{ value: 3 }] }))).toEqual(more);
    expect(await got(call(company('/list')))).toEqual([
      {
        ...{ uid: child, name: 'Acme EMEA', logo: null, parentCompanyId: tenant.org },
        ...{ eventIds: ['emea'], metadata: {} },
      },
      more,
    ]);
    const token = tenant.token('boss', { role: 'admin' });
    const own = await tenant.call(`/v1/organizations/${uid}`, { token });
    expect(own.json).toMatchObject({ name: 'Apac', parentId: tenant.org, version: 3 });
  });

  test.each([
    ['/create', { name: 'x' }, 400],
    ['/create', { name: '', logo: '', metadata: {} }, 400],
    ['/create', { name: 'x', logo: '', metadata: { plan: 'gold' } }, 400],
    ['/metadata', [], 400],
    ['', '{', 400],
  ])('POST …%s %j is %i', async (path, body, status) => {
    expect(await got(post(company(path), body), status)).toEqual(refusal(expect.any(String)));
  });

  test('are made by admins only, and changed by operators', async () => {
    const token = tenant.token('desk', { role: 'operator' });
    const asOperator = (path: string, body: unknown) => call(path, { method: 'POST', token, body });
    const made = asOperator(company('/create'), { name: 'x', logo: '', metadata: {} });
    expect(await got(made, 403)).toEqual(refusal(expect.any(String)));
    expect((await asOperator(company('', child), { logo: 'l' })).status).toBe(200);
    const moderator = tenant.token('mo', { role: 'moderator' });
    expect((await call(company('', child), { method: 'POST', token: moderator, body: {} })).status).toBe(403);
    expect(await got(post(company('', 'nobody'), {}), 404)).toEqual(refusal('Company not found'));
  });
});

describe('events (S20)', () => {
  const uids = async (query: string, id = tenant.org) =>
    ((await got(call(company(`/events?${query}`, id)))) as { uid: string }[]).map(({ uid }) => uid);

  test('have all documented keys', async () => {
    const [event] = (await got(call(company('/events')))) as unknown[];
    expect(event).toEqual({
      ...{ uid: 'spring', companyUid: tenant.org, creatorUid: null, name: 'Spring webinar', picture: null },
      ...{ startDate: '2026-02-01T10:00:00.000Z', endDate: null, timezone: 'UTC', type: 'Virtual' },
      ...{ metadata: {}, networkingHub: 'spring', presenters: [{ name: 'Ada' }], organizers: [] },
      ...{ isRegistrationModeEnabled: false, isAttendeeRegistrationModeEnabled: false },
      ...{ privateEventInfo: null, closeCaptioningSettings: null },
    });
  });

  test('have what was said of them in metadata.sequel', async () => {
    const sequel = { picture: 'https://example.com/p.png', type: 'LiveStreamInPerson', organizers: ['o'] };
    const body = { title: 'Trade fair', metadata: { sequel, hall: 3 } };
    await tenant.call('/v1/events/fair', { method: 'PUT', body });
    const events = (await got(call(company('/events')))) as { uid: string }[];
    expect(events.find(({ uid }) => uid === 'fair')).toMatchObject({ ...sequel, metadata: { hall: 3 } });
    await tenant.call('/v1/events/fair', { method: 'DELETE' });
  });

  test.each([
    ['', ['spring', 'emea']],
    ['includeSubCompanies=false', ['spring']],
    ['startDate=2026-02-02', ['emea']],
    ['endDate=2026-02-01', ['spring']],
    ['startDate=2026-02-01&endDate=2026-02-03', ['spring', 'emea']],
    ['startDate=2026-02-01&endDate=2026-02-03&includeSubCompanies=false', ['spring']],
    ['startDate=2099-01-01', []],
    ['lastDay=true', []],
    ['last30days=false', ['spring', 'emea']],
  ])('%s', async (query, expected) => {
    expect((await uids(query)).filter((uid) => uid !== 'barrier')).toEqual(expected);
  });

  test('of the last days', async () => {
    const startsAt = new Date(Date.now() - 5 * 86_400_000).toISOString();
    await tenant.call('/v1/events/recent', { method: 'PUT', body: { startsAt } });
    expect([await uids('lastDay=true'), await uids('last7days=true'), await uids('last30days=true')]).toEqual(
      [[], ['recent'], ['recent']],
    );
  });

  test.each([
    'lastDay=true&last7days=true',
    'last7days=true&startDate=2026-01-01',
    'last30days=true&endDate=2026-01-01',
    'startDate=2026-02-02&endDate=2026-02-01',
    'startDate=soon',
    'lastDay=1',
  ])('%s is 400', async (query) => {
    expect(await got(call(company(`/events?${query}`)), 400)).toEqual(refusal(expect.any(String)));
  });

  test('have no replays of ours', async () => {
    const replays = (id: string, query = '') => call(`/api/v1/event/${id}/availableReplays${query}`);
    expect(await got(replays('spring', '?secondsValidFor=60'))).toEqual([]);
    expect(await got(replays('nobody'), 404)).toEqual(refusal('Event not found'));
    expect(await got(replays('spring', '?secondsValidFor=-1'), 400)).toEqual(refusal(expect.any(String)));
  });
});

describe('registrants (S19)', () => {
  const register = (body: unknown, place = 'event/spring') => post(`/api/v1/${place}/registrant`, body);
  const remove = (email: string, place = 'event/spring') =>
    call(`/api/v1/${place}/registrant`, { method: 'DELETE', body: { email } });
  const list = (id = 'spring') => got(call(`/api/v1/event/${id}/registrants`));

  const ANN = { name: 'Ann', email: 'ann@example.com', join_url: null, metadata: { a: 1 } };
  const DAN = { name: 'Dan', email: 'dan@example.com', join_url: null, metadata: {} };

  test('are listed, made and taken away, as our own registrations are', async () => {
    expect(await list()).toEqual([ANN, DAN]);
    await tenant.settled();
    const token = tenant.token('boss', { role: 'admin' });
    const { items } = (await tenant.call('/v1/audit?action=export', { token })).json;
    expect(items).toMatchObject([
      { target: 'event:spring', details: { format: 'json', list: 'registrants' } },
    ]);
    const fay = { name: 'Fay', email: 'Fay+1@Example.com', metadata: { tier: 'vip' } };
    expect(await got(register(fay))).toEqual({ ...fay, join_url: null });
    const own = await tenant.call('/v1/events/spring/registrations/fay+1@example.com');
    expect(own.json).toMatchObject({ name: 'Fay', email: fay.email, metadata: fay.metadata });
    expect(await list()).toEqual([ANN, DAN, { ...fay, join_url: null }]);
    expect(await got(remove('fay+1@example.com'), 204)).toBeNull();
    expect(await list()).toEqual([ANN, DAN]);
    expect(await got(remove('fay+1@example.com'), 404)).toEqual(refusal('Registrant not found'));
  });

  test('of an address that is registered change, and keep their id and what else is known', async () => {
    const changed = { name: 'Daniel', email: 'DAN@example.com', metadata: { b: 2 } };
    expect(await got(register(changed))).toEqual({ ...changed, join_url: null });
    expect(await list()).toEqual([ANN, { ...changed, join_url: null }]);
    expect((await tenant.call('/v1/attendees/dan')).json).toMatchObject({ name: 'Daniel' });
    await register({ ...DAN, metadata: {} });
    expect(await list()).toEqual([ANN, DAN]);
  });

  test('of a hub are those of its event', async () => {
    const gil = { name: 'Gil', email: 'gil!x@example.com' };
    expect(await got(register(gil, 'networking/spring'))).toEqual({ ...gil, join_url: null, metadata: {} });
    expect(await list()).toEqual([ANN, DAN, { ...gil, join_url: null, metadata: {} }]);
    expect(await got(remove(gil.email, 'networking/spring'), 204)).toBeNull();
    expect(await got(register(gil, 'networking/emea'), 404)).toEqual(refusal('Networking hub not found'));
  });

  test.each([
    ['no name', { email: 'x@example.com' }],
    ['no address', { name: 'X' }],
    ['what is no address', { name: 'X', email: 'x' }],
    ['metadata that is a list', { name: 'X', email: 'x@example.com', metadata: [] }],
  ])('are refused with %s', async (_, body) => {
    expect(await got(register(body), 400)).toEqual(refusal(expect.any(String)));
  });

  test('of an event that is not there, or without the role', async () => {
    const body = { name: 'X', email: 'x@example.com' };
    expect(await got(register(body, 'event/nobody'), 404)).toEqual(refusal('Event not found'));
    expect(await got(call('/api/v1/event/nobody/registrants'), 404)).toEqual(refusal('Event not found'));
    const token = tenant.token('mo', { role: 'moderator' });
    const denied = call('/api/v1/event/spring/registrant', { method: 'POST', token, body });
    expect(await got(denied, 403)).toEqual(refusal(expect.any(String)));
  });
});

describe('retention (S23)', () => {
  const policy = (id = tenant.org) => got(call(company('/retention', id)));
  const put = (body: unknown, id = tenant.org) => call(company('/retention', id), { method: 'PUT', body });
  const OLDEST = '2026-02-01T09:50:00.000Z';

  test('is unlimited, is set, and holds for those below unless they set their own', async () => {
    const unlimited = { retentionDays: null, inheritedFrom: null, nextPurgeAt: null };
    expect(await policy()).toEqual({
      ...{ ...unlimited, oldestRecordAt: OLDEST, scope: 'personal', keepAggregates: true },
    });
    const set = {
      ...{ retentionDays: 3650, inheritedFrom: null, nextPurgeAt: expect.stringMatching(TIME) },
      ...{ oldestRecordAt: OLDEST, scope: 'chat', keepAggregates: true },
    };
    expect(await got(put({ retentionDays: 3650, scope: 'chat' }))).toEqual(set);
    expect(await policy()).toEqual(set);
    const below = { ...set, oldestRecordAt: '2026-02-02T12:00:00.000Z' };
    expect(await policy(child)).toEqual({ ...below, inheritedFrom: tenant.org });
    expect(await got(put({ retentionDays: 3000 }, child))).toEqual({
      ...{ ...below, retentionDays: 3000, scope: 'all' },
    });
    const own = await tenant.call(`/v1/organizations/${child}/retention`);
    expect(own.json).toMatchObject({ days: 3000, scope: 'everything', inheritedFrom: null });
    expect(await got(put({ retentionDays: null }))).toMatchObject(unlimited);
  });

  test.each([
    {},
    { retentionDays: 0 },
    { retentionDays: 3651 },
    { retentionDays: 1.5 },
    { retentionDays: 1, scope: 'x' },
  ])('PUT %j is 400', async (body) => {
    expect(await got(put(body), 400)).toEqual(refusal(expect.any(String)));
  });

  test('is set by admins', async () => {
    const token = tenant.token('desk', { role: 'operator' });
    const answer = call(company('/retention'), { method: 'PUT', token, body: { retentionDays: 1 } });
    expect(await got(answer, 403)).toEqual(refusal(expect.any(String)));
  });
});
