import { afterAll, beforeAll, expect } from 'vitest';
import type { Answer } from '../../support/rest.ts';
import type { Tenant } from '../../support/tenant.ts';
import { type TestServer, useTestServer } from '../../support/test-server.ts';

export const LISTS = ['tracking_session_slices', 'tracking_sessions'] as const;
export const TYPES = { accept: 'application/vnd.brella.v4+json', 'content-type': 'application/json' };

/** Where the lists of an attendee are. */
export const placeOf = (attendee: string) => `/organizations/501/events/42/attendees/${attendee}`;
/** Of Ada, who was there twice. */
export const PLACE = placeOf('7');
/** Of who clicked, too. */
export const CLICKER = placeOf('8');

export interface Asking {
  /** Null: none. @default that of an admin */
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
  readonly method?: string;
}

const slice = (id: string, session: string, attendee: string, [start, end]: readonly [string, string]) => {
  return { kind: 'slice', id, session, attendee, start, end };
};

const click = (id: string, session: string, at: string, trackableType: string) => ({
  ...{ kind: 'engagement', id, session, attendee: '8', action: 'click', at },
  data: { trackableType, trackable: 'booth', url: 'https://sponsor.example/' },
});

const LINES = [
  { kind: 'event', id: '42', title: 'Summit' },
  { kind: 'session', id: '77', event: '42', title: 'Main stage' },
  { kind: 'session', id: '78', event: '42', title: 'Booth of Gold', sessionKind: 'expo' },
  { kind: 'session', id: 'lounge', event: '42', title: 'Lounge', sessionKind: 'networking' },
  { kind: 'event', id: 'other-event', title: 'Other' },
  { kind: 'session', id: 'elsewhere', event: 'other-event', title: 'Elsewhere' },
  { kind: 'attendee', id: '7', name: 'Ada Example' },
  { kind: 'attendee', id: '9', name: 'No Show' },
  slice('66097', '77', '7', ['2023-05-15T10:08:03.055Z', '2023-05-15T10:09:00.993Z']),
  slice('65967', '77', '7', ['2023-05-10T11:02:00.000Z', '2023-05-10T11:02:30.000Z']),
  slice('c-9', 'elsewhere', '7', ['2023-05-11T11:02:00.000Z', '2023-05-11T11:02:30.000Z']),
  slice('15299989', '77', '8', ['2023-05-10T10:00:00.000Z', '2023-05-10T10:20:00.000Z']),
  slice('15368214', '77', '8', ['2023-05-10T11:00:00.000Z', '2023-05-10T11:33:20.000Z']),
  slice('15376377', '77', '8', ['2023-05-10T12:00:00.000Z', '2023-05-10T12:02:09.000Z']),
  click('k1', '78', '2023-05-10T13:00:00.000Z', 'StreamLink'),
  click('k2', '78', '2023-05-10T13:00:05.250Z', 'Sponsor'),
];

/** An organization as the vendor's examples have it: people who come from there have ids that are numbers. */
class Brella {
  readonly #server: TestServer;
  key = '';
  operatorKey = '';

  constructor(server: TestServer) {
    this.#server = server;
  }

  get url(): string {
    return this.#server.url;
  }

  get own(): Tenant {
    return this.#server.tenantOf('501', 'plain');
  }

  async fill(): Promise<void> {
    const { own } = this;
    const imported = await own.call('/v1/import', {
      method: 'POST',
      body: LINES.map((line) => JSON.stringify(line)).join('\n'),
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(imported).toMatchObject({ status: 200 });
    const ann = await own.connect('ann', { event: '42' });
    for (const session of ['77', 'lounge']) await ann.join(session);
    await ann.engage('lounge', 'click', { trackableType: 'Sponsor', trackable: '78' });
    await ann.leave('lounge');
    await own.settled();
    await this.#server.tenant().putSession('77', {});
    this.key = await this.keyOf('admin');
    this.operatorKey = await this.keyOf('operator');
  }

  async keyOf(role: string, more: object = {}): Promise<string> {
    const { own } = this;
    const { json } = await own.call('/v1/keys', {
      method: 'POST',
      token: own.token('boss', { role: 'admin' }),
      body: { name: 'Brella', role, ...more },
    });
    return String(json.key);
  }

  readonly ask = (
    path: string,
    { key = this.key, headers = {}, method = 'GET' }: Asking = {},
  ): Promise<Answer> => {
    const auth: Record<string, string> = key === null ? {} : { 'Brella-API-Access-Token': key };
    return this.#server.call(`/compat/brella/api/integration${path}`, {
      method,
      headers: { ...TYPES, ...auth, ...headers },
    });
  };
}

/** A server of its own for the tests of a file; nothing that they ask for may be logged as a failure of it. */
export function useBrella(): Brella {
  const server = useTestServer();
  const brella = new Brella(server);
  beforeAll(() => brella.fill());
  afterAll(() => expect(server.errorsLogged).toEqual([]));
  return brella;
}
