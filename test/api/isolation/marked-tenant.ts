import type { Tenant, Transport } from '../../support/tenant.ts';
import type { TestClient } from '../../support/test-client.ts';
import type { TestServer } from '../../support/test-server.ts';
import { type Claims, mint } from '../../support/tokens.ts';

/** What ids are of. */
export type Kind =
  | 'organization'
  | 'event'
  | 'session'
  | 'attendee'
  | 'shortCode'
  | 'key'
  | 'webhook'
  | 'delivery'
  | 'alert'
  | 'raised'
  | 'report'
  | 'poll'
  | 'message'
  | 'slice'
  | 'cursor';

const HOUR = 3_600_000;
/** Often enough for the timeout of the server. */
const BEAT_MS = 10_000;

/** An hour that has passed, of today or yesterday. */
const passed = new Date(Math.floor(Date.now() / HOUR) * HOUR - 2 * HOUR);
const at = (seconds: number) => new Date(passed.getTime() + seconds * 1000).toISOString();

/** A token or key, for ids as they are, or as `swap` makes them. */
export interface Credential {
  readonly name: string;
  readonly text: (swap: (text: string) => string) => string;
}

/**
 * A tenant with a sub-organization and some of everything. Whatever it writes down carries its mark: its ids one that others may
 * guess, and all other text one that nobody else ever sends. It has ids that are numbers, too, since vendors take those.
 */
export class MarkedTenant {
  readonly ids: Record<Kind, string[]>;
  /** In every text but ids. */
  readonly secretMark: string;
  /** In every id that was chosen. */
  readonly idMark: string;
  readonly tenant: Tenant;
  /** Present in its first session. */
  guest: TestClient | undefined;
  readonly keys: string[] = [];

  private constructor(server: TestServer, mark: string, number: string, transport: Transport) {
    this.idMark = `xq${mark}`;
    this.secretMark = `zw${mark}`;
    const id = (name: string) => `${this.idMark}-${name}`;
    this.tenant = server.tenantOf(id('org'), transport);
    this.ids = {
      organization: [id('org'), id('sub')],
      event: [id('e1'), id('e2'), `${number}1`],
      session: [id('s1'), id('s2'), id('s3'), `${number}2`],
      attendee: [id('ann'), id('bob'), `${number}3`],
      shortCode: [id('code')],
      poll: [id('p1')],
      message: [id('m1'), id('q1')],
      slice: [id('slice1'), id('slice2')],
      ...{ key: [], webhook: [], delivery: [], alert: [], raised: [], report: [], cursor: [] },
    };
  }

  /** `number` begins its ids that are numbers. */
  static async make(
    server: TestServer,
    { mark, number, transport = 'plain' }: { mark: string; number: string; transport?: Transport },
  ): Promise<MarkedTenant> {
    const made = new MarkedTenant(server, mark, number, transport);
    await made.#import();
    await made.#enter();
    await made.#makeTheRest();
    return made;
  }

  admin(claims: Claims = {}): string {
    return this.tenant.token(`${this.idMark}-boss`, { role: 'admin', name: this.text('boss'), ...claims });
  }

  text(what: string): string {
    return `${this.secretMark} ${what}`;
  }

  /** Everything that may be sent by who belongs to it. */
  credentials(foreign: MarkedTenant): Credential[] {
    const [, sub = ''] = this.ids.organization;
    const [event = ''] = this.ids.event;
    const [theirEvent = ''] = foreign.ids.event;
    const roles = ['attendee', 'moderator', 'operator', 'admin'] as const;
    const minted = (name: string, claims: Claims): Credential => ({
      name,
      text: (swap) => mint(JSON.parse(swap(JSON.stringify({ sub: 'eve', org: this.tenant.org, ...claims })))),
    });
    return [
      ...roles.map((role) => minted(role, { role })),
      ...roles.map((role) => minted(`${role} of the sub-organization`, { role, org: sub })),
      ...roles.map((role) => minted(`${role} of an event`, { role, event })),
      ...roles.map((role) => minted(`${role} of a foreign event`, { role, event: theirEvent })),
      minted('namesake of a foreign person', { role: 'admin', sub: foreign.ids.attendee[0] }),
      ...this.keys.map((text, index) => ({ name: `key ${index}`, text: () => text })),
      minted('expired', { role: 'admin', exp: 1 }),
    ];
  }

  async #admin(path: string, body: object): Promise<Record<string, unknown>> {
    const { status, json, text } = await this.tenant.call(path, {
      method: 'POST',
      token: this.admin(),
      body,
    });
    if (status >= 300) throw new Error(`${path} was answered ${text}`);
    return json;
  }

  async #import(): Promise<void> {
    const { organization, event, session, attendee, shortCode, slice } = this.ids;
    const text = (what: string) => this.text(what);
    const metadata = { note: text('note') };
    const engagement = (id: string, action: string, data: object) => ({
      ...{ kind: 'engagement', id, session: session[0], attendee: attendee[0], action, data, at: at(120) },
    });
    const lines = [
      { kind: 'organization', id: organization[1], parentId: organization[0], name: text('sub'), metadata },
      { kind: 'event', id: event[0], title: text('first'), shortCode: shortCode[0], metadata },
      { kind: 'event', id: event[1], organization: organization[1], title: text('below') },
      { kind: 'event', id: event[2], title: text('numbered') },
      {
        ...{ kind: 'session', id: session[0], event: event[0], title: text('stage'), location: text('hall') },
        ...{
          description: text('long'),
          speakers: [{ name: text('speaker') }],
          tags: [text('tag')],
          metadata,
        },
      },
      { kind: 'session', id: session[1], event: event[0], sessionKind: 'networking', title: text('lounge') },
      { kind: 'session', id: session[2], event: event[1], title: text('below') },
      { kind: 'session', id: session[3], event: event[2], title: text('numbered') },
      ...attendee.map((id, index) => ({
        ...{
          kind: 'attendee',
          id,
          name: text(`name ${index}`),
          phone: text('phone'),
          country: 'CH',
          metadata,
        },
        email: `${this.secretMark}-${index}@example.org`,
      })),
      { kind: 'registration', event: event[0], attendee: attendee[0], ticketId: text('ticket'), metadata },
      { kind: 'registration', event: event[2], attendee: attendee[2], answers: { size: text('L') } },
      { kind: 'bookmark', session: session[0], attendee: attendee[1], metadata },
      ...session.map((id, index) => ({
        ...{ kind: 'slice', id: slice[index] ?? `${this.idMark}-slice-${index}`, session: id },
        ...{ attendee: attendee[index % 3], start: at(0), end: at(600) },
      })),
      engagement(this.ids.message[0] ?? '', 'chat.message', { text: text('hello') }),
      engagement(this.ids.message[1] ?? '', 'question.ask', { text: text('why?') }),
      engagement(`${this.idMark}-c1`, 'click', { trackableType: 'Sponsor', trackable: text('booth') }),
      engagement(`${this.idMark}-x1`, 'x.note', { note: text('custom') }),
    ];
    const { status, text: answer } = await this.tenant.call('/v1/import', {
      ...{ method: 'POST', token: this.admin(), body: lines.map((line) => JSON.stringify(line)).join('\n') },
      headers: { 'content-type': 'application/x-ndjson' },
    });
    if (status !== 200) throw new Error(answer);
  }

  async #enter(): Promise<void> {
    const [session = ''] = this.ids.session;
    const [poll] = this.ids.poll;
    const [ann = ''] = this.ids.attendee;
    this.guest = await this.tenant.connect(ann, { role: 'moderator', name: this.text('ann') });
    const options = [{ id: `${this.idMark}-o1`, text: this.text('yes') }];
    await this.guest.engage(session, 'poll.open', {
      poll,
      question: this.text('which?'),
      type: 'single',
      options,
    });
  }

  async #makeTheRest(): Promise<void> {
    const [event = ''] = this.ids.event;
    const [session = ''] = this.ids.session;
    const [organization, sub] = this.ids.organization;
    const make = async (kind: Kind, path: string, body: object) => {
      const made = await this.#admin(path, body);
      this.ids[kind].push(String(made.id));
      return made;
    };
    const key = async (body: object) => {
      const { key: text } = await make('key', '/v1/keys', { name: this.text('key'), ...body });
      this.keys.push(String(text));
    };
    await Promise.all([
      key({ role: 'admin', organization }),
      key({ role: 'operator', event }),
      key({ role: 'operator', organization: sub }),
      make('report', '/v1/reports', { event, from: '2026-05-04', to: '2026-05-04' }),
      make('alert', '/v1/alerts', {
        ...{
          name: this.text('full'),
          scope: `session:${session}`,
          condition: { kind: 'above', threshold: 0 },
        },
        ...{ coolDownSeconds: 0, emails: [`${this.secretMark}@example.org`] },
      }),
      make('webhook', '/v1/webhooks', {
        ...{ url: `https://hooks.example/${this.secretMark}`, description: this.text('hook') },
      }),
    ]);
    const [hook] = this.ids.webhook;
    await make('delivery', `/v1/webhooks/${hook}/test`, {});
    await this.guest?.join(session);
    this.guest?.beat(BEAT_MS);
    await this.tenant.settled();
    const raised = await this.tenant.call('/v1/alert-history', { token: this.admin() });
    this.ids.raised.push(...(raised.json.items as { id: string }[]).map(({ id }) => id));
    const page = await this.tenant.call('/v1/attendees?limit=1', { token: this.admin() });
    this.ids.cursor.push(String(page.json.nextCursor));
  }
}
