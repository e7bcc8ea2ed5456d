import type { Answer, Call } from '../../support/rest.ts';
import type { Tenant } from '../../support/tenant.ts';
import type { TestServer } from '../../support/test-server.ts';

export const BASE = '/compat/sequel';

export interface Key {
  readonly id: string;
  readonly key: string;
}

export async function makeKey(tenant: Tenant, body: Record<string, unknown> = {}): Promise<Key> {
  const { status, json, text } = await tenant.call('/v1/keys', {
    method: 'POST',
    token: tenant.token('boss', { role: 'admin' }),
    body: { name: 'sequel', role: 'operator', ...body },
  });
  if (status !== 201) throw new Error(text);
  return { id: String(json.id), key: String(json.key) };
}

export function askForToken(server: TestServer, body: unknown): Promise<Answer> {
  return server.call(`${BASE}/api/oauth/token`, { method: 'POST', body });
}

/** A bearer token as their clients get it. */
export async function tokenOf(server: TestServer, { id, key }: Key): Promise<string> {
  const { json } = await askForToken(server, {
    ...{ client_id: id, client_secret: key, grant_type: 'client_credentials' },
    audience: 'https://www.introvoke.com/api',
  });
  return String(json.access_token);
}

/** Calls below their base URL with a token. */
export function caller(server: TestServer, token: string) {
  return (path: string, call: Call = {}) => server.call(BASE + path, { token, ...call });
}

type Line = Record<string, unknown>;

/** Imports past data as the admin. */
export async function importLines(tenant: Tenant, lines: readonly Line[]): Promise<void> {
  const { status, text } = await tenant.call('/v1/import', {
    method: 'POST',
    token: tenant.token('boss', { role: 'admin' }),
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
  });
  if (status !== 200) throw new Error(text);
}

let slices = 0;

/** Somebody was in a session of a day of February 2026, `hh:mm:ss` UTC. */
function slice(attendee: string, session: string, day: string, [start, end]: [string, string]): Line {
  const at = (time: string) => `2026-02-${day}T${time}Z`;
  return { kind: 'slice', id: `sl-${++slices}`, attendee, session, start: at(start), end: at(end) };
}

const join = (attendee: string, bubble: string, at: string): Line => {
  const data = { bubble };
  return {
    kind: 'engagement',
    id: `j-${attendee}`,
    session: 'hub',
    attendee,
    action: 'bubble.join',
    data,
    at,
  };
};

/**
 * A company with one below it. In the event of the first, Ann was in the stage and, in the same minute, in the networking hub;
 * she came by the lobby, which counts nowhere. Bob was in two sessions of the stage in the same minute, which is one.
 */
function companyLines(child: string): readonly Line[] {
  return [
    { kind: 'organization', id: child, name: 'Acme EMEA' },
    { kind: 'event', id: 'spring', title: 'Spring webinar', startsAt: '2026-02-01T10:00:00Z' },
    { kind: 'session', id: 'stage', event: 'spring', videoDurationSeconds: 240, speakers: ['Ada'] },
    { kind: 'session', id: 'side', event: 'spring', sessionKind: 'breakout' },
    { kind: 'session', id: 'hub', event: 'spring', sessionKind: 'networking', title: 'Lounge', capacity: 8 },
    { kind: 'session', id: 'door', event: 'spring', sessionKind: 'lobby' },
    { kind: 'event', id: 'emea', organization: child, title: 'EMEA day', endsAt: '2026-02-03T10:00:00Z' },
    { kind: 'session', id: 'emea-stage', event: 'emea' },
    { kind: 'attendee', id: 'ann', name: 'Ann', email: 'ann@example.com' },
    { kind: 'attendee', id: 'bob', name: 'Bob', email: 'bob@example.com' },
    { kind: 'attendee', id: 'cid', name: 'Cid', email: 'cid@example.com' },
    { kind: 'attendee', id: 'dan', name: 'Dan', email: 'dan@example.com' },
    slice('ann', 'door', '01', ['09:50:00', '10:05:00']),
    slice('ann', 'stage', '01', ['10:00:00', '10:02:59']),
    slice('ann', 'hub', '01', ['10:02:30', '10:04:10']),
    slice('bob', 'stage', '01', ['10:01:00', '10:01:59']),
    slice('bob', 'side', '01', ['10:01:00', '10:01:59']),
    slice('cid', 'hub', '01', ['10:03:00', '10:03:59']),
    { ...slice('ann', 'stage', '02', ['09:00:00', '09:01:59']), mode: 'onDemand' },
    slice('bob', 'emea-stage', '02', ['12:00:00', '12:04:59']),
    slice('cid', 'emea-stage', '03', ['23:30:00', '23:31:59']),
    join('ann', 'b1', '2026-02-01T10:03:05Z'),
    join('cid', 'b1', '2026-02-01T10:03:10Z'),
    ...['Hello', 'again'].map((text, number) => ({
      ...{ kind: 'engagement', id: `c-${number}`, session: 'stage', attendee: 'ann', action: 'chat.message' },
      ...{ data: { text }, at: '2026-02-01T10:01:00Z' },
    })),
    {
      ...{ kind: 'engagement', id: 'q-1', session: 'stage', attendee: 'ann', action: 'question.ask' },
      ...{ data: { text: 'Why?' }, at: '2026-02-01T10:01:30Z' },
    },
    {
      kind: 'registration',
      event: 'spring',
      attendee: 'ann',
      at: '2026-01-10T08:00:00Z',
      metadata: { a: 1 },
    },
    { kind: 'registration', event: 'spring', attendee: 'dan', at: '2026-01-11T08:00:00Z' },
  ];
}

/** The company, with the token of an operator's key of it, and its id below. */
export async function makeCompany(server: TestServer, tenant: Tenant) {
  const child = `${tenant.org}-emea`;
  const boss = { token: tenant.token('boss', { role: 'admin' }) };
  await tenant.call(`/v1/organizations/${tenant.org}`, {
    ...{ method: 'PUT', ...boss },
    body: { name: 'Acme Marketing' },
  });
  await importLines(tenant, companyLines(child));
  return { child, call: caller(server, await tokenOf(server, await makeKey(tenant))) };
}

/** An instant as answers write it. */
export const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
