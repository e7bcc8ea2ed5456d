import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Actor, Change } from '../../../server/live/changes.ts';
import { decodeChange, encodeChange } from '../../../storage/redis/change-codec.ts';
import { decodeEntry, encodePayload, encodeWritten } from '../../../storage/redis/entry-codec.ts';

/** Any UTF-16, halves of pairs too, and what JSON, Redis or this code might take for something else. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('', '__proto__', '\u0000', '\ud800', 'null', '\r\n', '-', '/', '"]', '\u2028', '🎤'),
);
const whole = fc.nat();
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const json = fc
  .jsonValue({ noUnicodeString: false })
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const members = fc
  .dictionary(text, json)
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);

const actor: fc.Arbitrary<Actor> = fc.record({
  org: text,
  attendee: text,
  role: fc.constantFrom('attendee', 'moderator', 'operator', 'admin'),
  event: maybe(text),
  issuedAt: maybe(whole),
});
const expected = maybe(fc.oneof(whole, fc.array(whole), fc.constantFrom('any' as const, 'none' as const)));
const connection = whole;
const session = text;
const deletion = fc.record({ actor, id: text, purge: fc.boolean(), ifMatch: expected });

const organizationWish = fc.record({ name: text, timeZone: orNull(text), metadata: members });
const past = { line: whole, id: text, session, attendee: text };
const sliceLine = fc.record({
  ...{ kind: fc.constant('slice'), ...past, start: whole, end: whole, country: text },
  mode: fc.constantFrom('live', 'onDemand'),
  watchedMs: orNull(whole),
});
const engagementLine = fc.record({
  ...{ kind: fc.constant('engagement'), ...past, action: text, at: whole, data: json },
});

const attendeeLine = fc.record({
  ...{ kind: fc.constant('attendee'), line: whole, id: text },
  details: fc.record({
    ...{ name: orNull(text), firstName: orNull(text), lastName: orNull(text), email: orNull(text) },
    ...{ phone: orNull(text), country: orNull(text), metadata: members },
  }),
});

const BY_KIND: { readonly [K in Change['kind']]: fc.Arbitrary<Omit<Extract<Change, { kind: K }>, 'kind'>> } =
  {
    start: fc.record({ node: text, generation: whole, windowMs: whole, rules: whole }),
    stop: fc.record({ windowMs: whole }),
    raiseRules: fc.record({ rules: whole }),
    join: fc.record({
      ...{ connection, actor, session, country: text, name: maybe(text), email: maybe(text) },
      mode: fc.constantFrom('live', 'onDemand'),
      strict: fc.boolean(),
    }),
    leave: fc.record({ connection, actor, session }),
    drop: fc.record({ connection, ageMs: whole, windowMs: whole }),
    silent: fc.record({ connection, ageMs: whole }),
    visibility: fc.record({ connection, session, state: fc.constantFrom('active', 'idle', 'hidden') }),
    played: fc.record({ connection, session, advanceMs: whole, spans: fc.array(fc.tuple(whole, whole)) }),
    engage: fc.record({ actor, session, id: text, action: text, data: json }),
    putEvent: fc.record({
      ...{ actor, id: text, organization: maybe(text), ifMatch: expected },
      details: fc.record({
        ...{ title: text, shortCode: orNull(text), timeZone: orNull(text), metadata: members },
        ...{ startsAt: orNull(whole), endsAt: orNull(whole) },
      }),
    }),
    putSession: fc.record({
      ...{ actor, id: text, event: maybe(text), ifMatch: expected },
      details: fc.record({
        kind: fc.constantFrom('mainStage', 'breakout', 'workshop', 'networking', 'expo', 'lobby'),
        ...{ title: text, capacity: orNull(whole), enforceCapacity: fc.boolean(), more: members },
        ...{
          startsAt: orNull(whole),
          endsAt: orNull(whole),
          videoDurationSeconds: orNull(fc.double({ noNaN: true, min: 0, max: 1e9 })),
        },
      }),
    }),
    sessionAction: fc.record({
      ...{ actor, session },
      action: fc.constantFrom('goLive', 'end', 'replayOn', 'replayOff'),
    }),
    deleteOrganization: deletion,
    deleteEvent: deletion,
    deleteSession: deletion,
    eventAction: fc.record({ actor, event: text, action: fc.constant('end') }),
    putKey: fc.record({
      ...{ actor, id: text, hash: text, name: text, organization: maybe(text), event: maybe(text) },
      role: fc.constantFrom('attendee', 'moderator', 'operator', 'admin'),
      expiresAt: orNull(whole),
    }),
    deleteKey: fc.record({ actor, id: text }),
    putReport: fc.record({
      ...{
        actor,
        id: text,
        event: text,
        from: text,
        to: text,
        email: orNull(text),
        keepMs: whole,
        node: text,
      },
    }),
    deleteReport: fc.record({ actor, id: text }),
    settleReport: fc.record({ id: text, node: text, failure: orNull(text) }),
    putOrganization: fc.record({
      ...{ actor, id: text, parent: fc.option(orNull(text), { nil: undefined }), salt: text },
      details: fc.record(
        {
          ...{ name: text, timeZone: orNull(text), metadata: members, pseudonymous: orNull(fc.boolean()) },
          retention: orNull(
            fc.record({
              days: orNull(whole),
              scope: fc.constantFrom('personal', 'chat', 'everything'),
              keepAggregates: fc.boolean(),
            }),
          ),
        },
        { requiredKeys: ['name', 'timeZone', 'metadata'] },
      ),
      ifMatch: expected,
    }),
    kick: fc.record({ actor, session, attendee: text, blockMs: whole }),
    disconnect: fc.record({ actor, attendee: text, blockMs: whole }),
    purge: fc.record({
      ...{ actor, organization: text, before: whole, salt: text, keepAggregates: fc.boolean() },
      begins: fc.boolean(),
      scope: fc.constantFrom('personal', 'chat', 'everything'),
    }),
    importPart: fc.record({
      ...{ actor, import: text, number: whole },
      catalogue: fc.array(
        fc.record({ kind: fc.constant('organization'), line: whole, id: text, details: organizationWish }),
      ),
      past: fc.array(fc.oneof(sliceLine, engagementLine, attendeeLine)),
    }),
    importEnd: fc.record({
      ...{ actor, import: text, parts: whole, lines: whole, repeatedLines: whole, slices: whole, salt: text },
      places: fc.array(
        fc.record({
          ...{ id: text, slices: fc.boolean(), onDemand: fc.boolean() },
          kind: fc.constantFrom('event', 'session'),
        }),
      ),
      idempotency: maybe(fc.record({ key: text, digest: text })),
    }),
    importGone: fc.record({ actor, import: text }),
    erase: fc.record({
      ...{ actor, attendee: orNull(text), pseudonym: text, salt: text },
      again: maybe(fc.record({ hash: text, at: whole })),
    }),
    putWebhook: fc.record({
      ...{ actor, id: text, secret: text, organization: maybe(text), event: maybe(text), ifMatch: expected },
      details: fc.record({
        ...{ url: text, description: text, active: fc.boolean(), expiresAt: orNull(whole) },
        types: orNull(fc.array(fc.constantFrom('session.live', 'stage.ended', 'peak.reached'))),
        flavour: fc.oneof(
          fc.record({ kind: fc.constant('standard') }),
          fc.record({ kind: fc.constant('sequel'), eventType: text, batchSize: orNull(whole) }),
        ),
      }),
    }),
    deleteWebhook: fc.record({ actor, id: text, ifMatch: expected }),
    rotateWebhook: fc.record({
      ...{ actor, id: text, secret: text, keepMs: whole },
      expiresAt: maybe(orNull(fc.integer({ min: 1 }))),
    }),
    disableWebhook: fc.record({ id: text, reason: fc.constantFrom('gone', 'failing') }),
    announce: fc.record({
      ...{ actor, id: text, event: maybe(text), session: maybe(text), endpoint: maybe(text) },
      type: fc.constantFrom('report.ready', 'event.report', 'threshold.crossed', 'webhook.test'),
      subject: orNull(fc.record({ kind: fc.constantFrom('report', 'alert', 'webhook'), id: text })),
      value: orNull(fc.double({ noNaN: true, min: 0, max: 1e9 })),
    }),
    deliveries: fc.record({
      outcomes: fc.array(
        fc.record({
          ...{ endpoint: text, sequence: whole, attempt: whole, nextAt: orNull(whole) },
          result: fc.constantFrom('delivered', 'failed', 'exhausted'),
        }),
      ),
    }),
    redeliver: fc.record({ actor, id: text, sequence: whole }),
    putAlert: fc.record({
      ...{ actor, id: text, ifMatch: expected },
      scope: maybe(fc.record({ kind: fc.constantFrom('session', 'event', 'organization'), id: text })),
      details: fc.record({
        ...{ name: text, enabled: fc.boolean(), mutedUntil: orNull(whole), coolDownMs: whole },
        emails: fc.array(text),
        condition: fc.oneof(
          fc.record({ kind: fc.constantFrom('above', 'below'), threshold: whole, clearAt: whole }),
          fc.record({ kind: fc.constant('capacity'), percent: whole, clearAt: whole }),
          fc.record({ kind: fc.constant('drop'), percent: whole, minutes: whole, least: whole }),
          fc.record({ kind: fc.constant('silence'), seconds: whole }),
          fc.record({ kind: fc.constant('peak'), least: whole }),
        ),
      }),
    }),
    deleteAlert: fc.record({ actor, id: text, ifMatch: expected }),
    muteAlert: fc.record({ actor, id: text, until: orNull(whole) }),
    acknowledgeAlert: fc.record({ actor, rule: text, raisedAt: whole }),
    keep: fc.record({
      actor,
      keep: fc.oneof(
        fc.record({ type: fc.constant('audit'), action: text, target: text, details: members }),
        fc.record({
          type: fc.constant('registration'),
          kind: fc.constantFrom('registration', 'bookmark'),
          scope: fc.record({ kind: fc.constantFrom('event', 'session'), id: text }),
          attendee: text,
          details: orNull(
            fc.record({ at: orNull(whole), ticketId: orNull(text), answers: members, metadata: members }),
          ),
        }),
      ),
    }),
  };

const changes: fc.Arbitrary<Change>[] = Object.entries(BY_KIND).map(([kind, fields]) =>
  (fields as fc.Arbitrary<object>).map((made) => ({ kind, ...made }) as Change),
);

it('gives back every change as it was, whatever its texts are', () => {
  for (const change of changes) {
    fc.assert(
      fc.property(change, (before) => {
        const text = encodeChange(before);
        expect(decodeChange(JSON.parse(text))).toEqual(before);
        // What Redis keeps is UTF-8.
        expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
      }),
      { numRuns: 100 },
    );
  }
});

it('gives back an entry with its changes, its writer and what that had read', () => {
  const view = { id: '17-3', hash: 'abc' };
  fc.assert(
    fc.property(
      fc.array(fc.oneof(...changes)),
      text,
      fc.constantFrom(null, view),
      (list, incarnation, view) => {
        const payload = encodePayload(list.map(encodeChange));
        const fields = encodeWritten({ incarnation, number: 7, view, payload });
        const written = { kind: 'written', incarnation, number: 7, view, changes: list };
        expect(decodeEntry({ id: '18-0', fields })).toEqual(written);
      },
    ),
  );
});

it('refuses what it does not know', () => {
  const entry = (payload: string) => ({ id: '1-0', fields: ['i', 'one', 'n', '1', 'v', '', 'c', payload] });
  expect(() => decodeEntry(entry('[2]'))).toThrow('version 2');
  expect(() => decodeEntry(entry('[1,[99]]'))).toThrow('unknown code 99');
  expect(() => decodeEntry(entry('nothing'))).toThrow();
  expect(() => decodeEntry({ id: '1-0', fields: ['foreign', 'field'] })).toThrow('not of this log');
});
