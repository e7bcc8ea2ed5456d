import fc from 'fast-check';
import { createApi } from '../../../server/api/app.ts';
import type { ApiParts } from '../../../server/api/context.ts';
import type { Kind, MarkedTenant } from './marked-tenant.ts';
import { bodyFor, type JsonSchema } from './schema-bodies.ts';

/** A request by text alone, so that it can be asked again about other ids. */
export interface Shot {
  readonly route: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

interface Route {
  readonly method: string;
  /** Names of places in braces. */
  readonly path: string;
  readonly query: readonly string[];
  readonly body: JsonSchema | undefined;
}

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: JsonSchema }> };
}

const VENDOR_QUERY = [
  ...['eventId', 'eventUrl', 'searchString', 'page', 'size', 'startDate', 'endDate', 'includeSubCompanies'],
  ...['compareStartDate', 'compareEndDate', 'limit', 'email', 'sheet'],
];

/** Every route: those of our own API as it describes them, those of vendors as they are served. */
export function allRoutes(): Route[] {
  const api = createApi({} as ApiParts);
  const { paths = {} } = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'routes', version: '1' },
  });
  const own = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, Described>).map(
      ([method, { parameters = [], requestBody }]) => ({
        method: method.toUpperCase(),
        path,
        query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
        body: Object.values(requestBody?.content ?? {})[0]?.schema,
      }),
    ),
  );
  const vendors = api.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/compat/'));
  const theirs = vendors.map(({ method, path }) => ({
    method,
    path: path.replace(/:list\{[^/]+/, 'top-participants').replace(/:(\w+)/g, '{$1}'),
    query: VENDOR_QUERY,
    body: method === 'GET' ? undefined : VENDOR_BODY,
  }));
  return [...own, ...theirs];
}

/** What bodies of vendors' routes are made of. */
const VENDOR_BODY: JsonSchema = {
  type: 'object',
  required: ['name', 'email'],
  properties: {
    name: { type: 'string' },
    email: { type: 'string' },
    from: { type: 'string', format: 'date' },
    to: { type: 'string', format: 'date' },
    retentionPeriod: { type: 'integer', minimum: 1, maximum: 90 },
    users: { type: 'array', items: { type: 'string' } },
    eventType: { type: 'string', enum: ['eventEnded', 'eventStarted'] },
    subscriptionInfo: {
      type: 'object',
      properties: {
        ...{ companyId: { type: 'string' }, eventId: { type: 'string' }, endpoint: { type: 'string' } },
        subscriptionLengthInDays: { type: 'integer', minimum: 1, maximum: 30 },
      },
    },
  },
};

const KIND_OF_FOLDER: Readonly<Record<string, Kind>> = {
  ...{ organizations: 'organization', events: 'event', sessions: 'session', attendees: 'attendee' },
  ...{ keys: 'key', webhooks: 'webhook', alerts: 'alert', 'alert-history': 'raised', reports: 'report' },
};

const KIND_OF_NAME: Readonly<Record<string, Kind>> = {
  ...{ organization: 'organization', companyId: 'organization', parentId: 'organization' },
  ...{ event: 'event', eventId: 'event', eventUrl: 'event', hubId: 'event' },
  ...{ session: 'session', sessionId: 'session', attendee: 'attendee', userId: 'attendee', sub: 'attendee' },
  ...{ actor: 'attendee', target: 'session', users: 'attendee', poll: 'poll', circleId: 'poll' },
  ...{ delivery: 'delivery', rule: 'alert', shortCode: 'shortCode', webHookSubscriptionId: 'webhook' },
  ...{ cursor: 'cursor', bubble: 'poll', recordingId: 'slice' },
};

const SCOPED: readonly Kind[] = ['session', 'event', 'organization'];
const SOME_TEXTS = ['2026-05-04', '2026-05-04T09:00:00Z', '1', 'live', 'minute', 'day', 'true', 'concurrent'];

/** Values for names, out of the ids of whom is to be reached, or of the one's own. */
export class Values {
  readonly #gen: fc.GeneratorValue;
  readonly #own: MarkedTenant;
  readonly #foreign: MarkedTenant;

  constructor(gen: fc.GeneratorValue, own: MarkedTenant, foreign: MarkedTenant) {
    this.#gen = gen;
    this.#own = own;
    this.#foreign = foreign;
  }

  one<T>(values: readonly T[]): T {
    return this.#gen(fc.constantFrom, ...values) as T;
  }

  isSo(outOfTen: number): boolean {
    return this.#gen(fc.integer, { min: 1, max: 10 }) <= outOfTen;
  }

  id(kind: Kind): string {
    const whose = this.isSo(7) ? this.#foreign : this.#own;
    return this.one(whose.ids[kind].length > 0 ? whose.ids[kind] : ['nothing']);
  }

  scope(): string {
    const kind = this.one(SCOPED);
    return `${kind}:${this.id(kind)}`;
  }

  /** Of a field, parameter or part of a path. */
  named(name: string, folder = ''): string {
    if (name === 'scope' || name === 'a' || name === 'b') return this.scope();
    if (name === 'start') return '2026-05-04T09:00:00Z';
    const kind = KIND_OF_NAME[name] ?? (name === 'id' ? KIND_OF_FOLDER[folder] : undefined);
    if (kind !== undefined) return this.id(kind);
    if (name === 'email') return `${this.id('attendee')}@example.org`;
    if (name === 'url' || name === 'endpoint') return `https://hooks.example/${this.id('event')}`;
    if (/zone$/i.test(name)) return 'UTC';
    return this.isSo(5) ? this.one(SOME_TEXTS) : this.id(this.one(['event', 'session', 'attendee']));
  }
}

/** A request to a route, with ids of somebody else. Who asks is still to be said. */
export function shotAt(route: Route, values: Values): Shot {
  const folder = route.path.split('/')[2] ?? '';
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values.named(name, name === 'id' && folder === 'crowdcomms' ? 'reports' : folder)),
  );
  const query = route.query
    .filter((name) => values.isSo(name === 'a' || name === 'b' ? 10 : 2))
    .map((name) => `${name}=${encodeURIComponent(values.named(name))}`);
  const isImport = route.path === '/v1/import';
  const isBrella = route.path.startsWith('/compat/brella');
  const body = isImport ? importLines(values) : route.body && JSON.stringify(bodyFor(route.body, values));
  return {
    route: `${route.method} ${route.path}`,
    method: route.method,
    path: query.length === 0 ? path : `${path}?${query.join('&')}`,
    headers: {
      accept: isBrella ? 'application/vnd.brella.v4+json' : values.one(['*/*', '*/*', 'text/csv']),
      ...(body === undefined && !isBrella
        ? {}
        : { 'content-type': isImport ? 'application/x-ndjson' : 'application/json' }),
    },
    body,
  };
}

function importLines(values: Values): string {
  const at = '2026-05-04T09:00:00Z';
  const lines = [
    { kind: 'event', id: values.id('event'), organization: values.id('organization') },
    { kind: 'session', id: values.id('session'), event: values.id('event') },
    { kind: 'attendee', id: values.id('attendee'), name: 'somebody' },
    { kind: 'registration', event: values.id('event'), attendee: values.id('attendee'), at },
    {
      ...{ kind: 'slice', id: values.id('slice'), session: values.id('session'), start: at },
      ...{ attendee: values.id('attendee'), end: '2026-05-04T09:10:00Z' },
    },
    {
      ...{ kind: 'engagement', id: values.id('message'), session: values.id('session'), at },
      ...{ attendee: values.id('attendee'), action: 'reaction', data: { reaction: 'clap' } },
    },
  ];
  return lines
    .filter(() => values.isSo(4))
    .map((line) => JSON.stringify(line))
    .join('\n');
}
