import { beforeAll, expect, test } from 'vitest';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';
import { ask, makeKey } from './world.ts';

/** More than are read at once. */
const MANY = 2100;

const server = useTestServer();
let tenant: Tenant;
let key: string;

type Person = Record<string, unknown>;

beforeAll(async () => {
  tenant = server.tenant();
  const at = '2026-03-02T08:00:00Z';
  const registrations = Array.from({ length: MANY }, (_, index) => {
    const attendee = String(index + 1);
    return { kind: 'registration', session: 'crowd', attendee, ticketId: String(5000 + index), at };
  });
  const lines = [
    { kind: 'event', id: 'e1', timeZone: 'Asia/Kolkata' },
    { kind: 'session', id: 'crowd', event: 'e1', videoDurationSeconds: 100 },
    { kind: 'attendee', id: '7', name: 'Zoë Ann Quill' },
    { kind: 'attendee', id: '2050', name: 'Quill', email: 'q@example.org' },
    ...registrations,
    // Is registered for the event alone.
    { kind: 'registration', event: 'e1', attendee: 'walk-in', ticketId: '77', at },
    { kind: 'slice', id: 'w', session: 'crowd', attendee: 'walk-in', start: at, end: '2026-03-02T08:00:50Z' },
  ];
  const body = lines.map((line) => JSON.stringify(line)).join('\n');
  const headers = { 'content-type': 'application/x-ndjson' };
  const { status, text } = await tenant.call('/v1/import', { method: 'POST', body, headers });
  expect([status, text.slice(0, 200)]).toEqual([200, expect.any(String)]);
  key = await makeKey(tenant, { role: 'operator' });
});

async function people(query = '') {
  const { json } = await ask(tenant, `/rest/host/session/crowd/attendee${query}`, { key });
  return { ...json, data: json.data as Person[] } as { data: Person[]; recordsFiltered: number };
}

const numbers = (rows: readonly Person[]) => rows.map(({ userId }) => Number(userId)).sort((a, b) => a - b);
const everybody = Array.from({ length: MANY }, (_, index) => index + 1);

test('a list of any length is whole, and its pages are parts of it', async () => {
  const { data, ...envelope } = await people();
  expect(envelope).toEqual({ recordsTotal: MANY + 1, recordsFiltered: MANY + 1, error: null });
  expect(numbers(data).slice(0, MANY)).toEqual(everybody);
  expect((await people('?page=1&size=1500')).data).toEqual(data.slice(1500));
  expect((await people('?page=209&size=10')).data).toEqual(data.slice(2090, 2100));
  expect((await people('?page=2')).data).toEqual(data.slice(20, 30));
  expect((await people('?page=500&size=10')).data).toEqual([]);
});

test('who is registered, and with which tickets, is whole, too', async () => {
  const path = '/rest/host/session/crowd/analytics?expand=registerdHolderUsers,Stats';
  const { json } = await ask(tenant, path, { key });
  expect(json.sessionStats).toEqual({ attendeeCount: 1, interestedUserCount: 0, registeredUserCount: MANY });
  expect(numbers(json.registerdHolderUsers as Person[])).toEqual(everybody);
  const tickets = json.currentUserRegisteredEventTicketId as number[];
  expect(tickets.toSorted((a, b) => a - b)).toEqual(everybody.map((number) => 4999 + number));
});

test('who came without being registered is there with the ticket for the event', async () => {
  const { data } = await people();
  expect(data.find(({ attended }) => attended)).toEqual({
    ...{ firstName: null, lastName: null, email: null, phoneNumber: null, registrationDate: null },
    ...{ attended: true, eventTicketId: 77, engagement: 50, userId: expect.any(Number) },
  });
  expect(data.find(({ userId }) => userId === 7)).toMatchObject({
    ...{ firstName: 'Zoë', lastName: 'Ann Quill', eventTicketId: 5006 },
    ...{ attended: false, registrationDate: '2026/03/02 13:30', engagement: 0 },
  });
});

test.each([
  ['quill', [7, 2050]],
  ['ZOË', [7]],
  ['q@ex', [2050]],
  ['quill&size=1&page=1', [2050]],
  ['quill&size=1&page=2', []],
])('searchString=%s finds them wherever they are', async (query, expected) => {
  const { data, recordsFiltered } = await people(`?searchString=${query}`);
  expect(numbers(data)).toEqual(expected);
  expect(recordsFiltered).toBe(query.includes('quill') ? 2 : 1);
});
