import fc from 'fast-check';
import type { Actor, Change, EngageChange, JoinChange, SessionAction } from '../../server/live/changes.ts';
import type { PastLine } from '../../server/live/import-lines.ts';
import type { Mode, VisibilityState } from '../../server/protocol/client-messages.ts';

const person = fc.integer({ min: 0, max: 4 });
const session = fc.constantFrom('s0', 's1');

const actor = (number: number, role: Actor['role'] = 'attendee', issuedAt?: number): Actor => ({
  ...{ org: 'o', attendee: `p${number}`, role },
  ...(issuedAt === undefined ? {} : { issuedAt }),
});

/** Of tokens that an erasure ends for good, of some that it may end, and of those of whoever comes back. */
const issuing = fc.constantFrom(undefined, Date.UTC(2026, 0, 1, 12, 1), Date.UTC(2030, 0, 1));

const joining: fc.Arbitrary<JoinChange> = fc
  .record({ connection: person, session, mode: fc.constantFrom<Mode>('live', 'onDemand'), issuedAt: issuing })
  .map(({ issuedAt, ...drawn }) => ({
    kind: 'join',
    ...drawn,
    actor: actor(drawn.connection, 'attendee', issuedAt),
    country: drawn.connection % 2 === 0 ? 'DE' : 'unknown',
    name: `P ${drawn.connection}`,
    strict: false,
  }));

const going: fc.Arbitrary<Change> = fc
  .tuple(person, session, fc.constantFrom('leave', 'drop', 'silent'))
  .map(([connection, session, kind]) => {
    if (kind === 'leave') return { kind, connection, actor: actor(connection), session };
    return kind === 'drop'
      ? { kind, connection, ageMs: 0, windowMs: 5000 }
      : { kind: 'silent', connection, ageMs: 700 };
  });

const telling: fc.Arbitrary<Change> = fc
  .tuple(person, session, fc.constantFrom<VisibilityState | 'played'>('active', 'hidden', 'played'))
  .map(([connection, session, what]) =>
    what === 'played'
      ? { kind: 'played', connection, session, advanceMs: 900, spans: [[0, 900]] }
      : { kind: 'visibility', connection, session, state: what },
  );

const acting: fc.Arbitrary<Change> = fc
  .tuple(session, fc.constantFrom<SessionAction>('goLive', 'end', 'replayOn'))
  .map(([session, action]) => ({ kind: 'sessionAction', actor: actor(9, 'moderator'), session, action }));

const ENGAGEMENTS: readonly (readonly [action: string, data: unknown])[] = [
  ['reaction', { reaction: 'clap' }],
  ['x.wave', {}],
  ['x.nod', { at: 'p1' }],
  ['click', { trackableType: 'Sponsor', trackable: 'booth', url: 'https://example.org/?who=p1' }],
  ['teleport', { to: 'p1' }],
  ['poll.answer', { poll: 'p', text: 'mine' }],
  ['chat.message', { text: 'hi', channel: 'event' }],
  ['chat.delete', { message: 'e1' }],
  ['question.ask', { text: 'Why?' }],
  ['question.upvote', { question: 'e2' }],
  ['poll.open', { poll: 'p', question: '?', type: 'text', options: [], anonymous: false }],
  ['poll.close', { poll: 'p' }],
  ['bubble.join', { bubble: 'b1' }],
  ['bubble.join', { bubble: 'b2' }],
  ['bubble.leave', { bubble: 'b1' }],
  ['bubble.lock', { bubble: 'b1' }],
  ['bubble.lock', { bubble: 'b2' }],
];

const engaging: fc.Arbitrary<EngageChange> = fc
  .record({
    person,
    session,
    id: fc.integer({ min: 0, max: 30 }).map((number) => `e${number}`),
    engagement: fc.constantFrom(...ENGAGEMENTS),
    issuedAt: issuing,
  })
  .map(({ person, session, id, engagement: [action, data], issuedAt }) => ({
    kind: 'engage',
    actor: /^poll\.(open|close)$/.test(action)
      ? actor(person + 5, 'moderator')
      : actor(person, 'attendee', issuedAt),
    session,
    id,
    action,
    data,
  }));

const PERSON = {
  ...{ name: 'Ann', firstName: 'A', lastName: 'B', email: 'a@example.org', phone: '1', country: 'DE' },
  metadata: { vip: true },
};

const keeping: fc.Arbitrary<Change> = fc
  .tuple(person, session, fc.constantFrom('attendee', 'registration', 'nothing', 'audit'), fc.nat(2))
  .map(([number, session, what, ticket]): Change => {
    const attendee = `p${number}`;
    const scope = { kind: 'session', id: session } as const;
    const answers = { ticketId: `t${ticket}`, answers: { food: 'none' }, metadata: { table: 4 } };
    const details = what === 'nothing' ? null : { at: null, ...answers };
    const by = actor(9, 'operator');
    if (what === 'attendee')
      return { kind: 'keep', actor: by, keep: { type: what, id: attendee, details: PERSON } };
    if (what === 'audit') {
      const keep = {
        type: what,
        action: 'export',
        target: `attendee:${attendee}`,
        details: { of: [attendee, 'x'] },
      } as const;
      return { kind: 'keep', actor: actor(number), keep };
    }
    const keep = { type: 'registration', kind: 'registration', scope, attendee, details } as const;
    return { kind: 'keep', actor: by, keep };
  });

const erasing: fc.Arbitrary<Change> = fc
  .record({ person, pseudonym: fc.nat({ max: 2 ** 31 }), salt: fc.constantFrom('salt', 'pepper') })
  .map(({ person, pseudonym, salt }) => ({
    ...{ kind: 'erase', actor: actor(9, 'admin'), attendee: `p${person}` },
    ...{ pseudonym: `erased-${pseudonym}`, salt },
  }));

/** Of an hour before the log, in which people may overlap themselves. */
const past: fc.Arbitrary<PastLine> = fc
  .record({ person, session, number: fc.nat(30), step: fc.nat(40) })
  .map(({ person, session, number, step }) => {
    const at = Date.UTC(2026, 0, 1, 11) + step * 30_000;
    const common = { line: number, session, attendee: `p${person}` };
    if (number % 3 === 0) {
      const data = { reaction: 'clap' };
      return { kind: 'engagement', ...common, id: `e${number}`, action: 'reaction', at, data };
    }
    const told = { mode: 'live', start: at, end: at + number * 10_000, country: 'DE' } as const;
    return { kind: 'slice', ...common, id: `c${number}`, ...told, watchedMs: null };
  });

/** Of one import at a time, which may be ended by another node than it is written by. */
const importing: fc.Arbitrary<Change> = fc
  .record({
    what: fc.constantFrom('part', 'part', 'end', 'end', 'gone'),
    lines: fc.uniqueArray(past, { maxLength: 8, selector: ({ id }) => id }),
  })
  .map(({ what, lines }) => {
    const of = { actor: actor(9, 'operator'), import: 'i' } as const;
    if (what === 'gone') return { kind: 'importGone', ...of };
    if (what === 'part') return { kind: 'importPart', ...of, number: 1, catalogue: [], past: lines };
    const places = [{ kind: 'session', id: 's0', slices: true, onDemand: false }] as const;
    const counts = { parts: 1, lines: 8, repeatedLines: 0, slices: 8, places };
    return { kind: 'importEnd', ...of, ...counts, salt: 'salt' };
  });

const endpoint = fc.constantFrom('h1', 'h2');

const hooking: fc.Arbitrary<Change> = fc
  .record({ id: endpoint, active: fc.boolean(), type: fc.constantFrom(null, 'attendee.registered' as const) })
  .map(({ id, active, type }) => ({
    ...{ kind: 'putWebhook', actor: actor(id === 'h1' ? 1 : 9, 'admin'), id, secret: 's' },
    details: {
      ...{
        url: 'https://hooks.example/',
        description: '',
        types: type && [type],
        active: active || type === null,
      },
      ...{ expiresAt: null, flavour: { kind: 'standard' } },
    },
  }));

/** What comes of what is announced, and what is announced by a change. */
const delivering: fc.Arbitrary<Change> = fc
  .record({
    ...{ id: endpoint, sequence: fc.integer({ min: 1, max: 6 }), attempt: fc.integer({ min: 1, max: 3 }) },
    what: fc.constantFrom(
      'delivered',
      'failed',
      'exhausted',
      'again',
      'announce',
      'announce',
      'gone',
      'delete',
    ),
  })
  .map(({ what, id, sequence, attempt }): Change => {
    const by = actor(9, 'admin');
    if (what === 'again') return { kind: 'redeliver', actor: by, id, sequence };
    if (what === 'gone') return { kind: 'disableWebhook', id, reason: what };
    if (what === 'delete') return { kind: 'deleteWebhook', actor: by, id };
    const about = { subject: null, value: null };
    if (what === 'announce')
      return { kind: what, actor: by, id: `r${sequence}`, type: 'report.ready', ...about };
    const nextAt = what === 'failed' ? Date.UTC(2026, 0, 1, 13) : null;
    return { kind: 'deliveries', outcomes: [{ endpoint: id, sequence, attempt, result: what, nextAt }] };
  });

/** Anything that people do, few enough of them that they meet. */
export const changes: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: joining, weight: 4 },
  { arbitrary: going, weight: 3 },
  { arbitrary: telling, weight: 2 },
  { arbitrary: acting, weight: 1 },
  { arbitrary: engaging, weight: 6 },
  { arbitrary: keeping, weight: 3 },
  { arbitrary: erasing, weight: 2 },
  { arbitrary: importing, weight: 3 },
  { arbitrary: hooking, weight: 3 },
  { arbitrary: delivering, weight: 3 },
);
