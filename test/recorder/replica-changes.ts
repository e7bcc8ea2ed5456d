import fc from 'fast-check';
import type { Actor, Change, EngageChange, JoinChange, SessionAction } from '../../server/live/changes.ts';
import type { Mode, VisibilityState } from '../../server/protocol/client-messages.ts';

const person = fc.integer({ min: 0, max: 4 });
const session = fc.constantFrom('s0', 's1');

const actor = (number: number, role: Actor['role'] = 'attendee'): Actor => ({
  org: 'o',
  attendee: `p${number}`,
  role,
});

const joining: fc.Arbitrary<JoinChange> = fc
  .record({ connection: person, session, mode: fc.constantFrom<Mode>('live', 'onDemand') })
  .map((drawn) => ({
    kind: 'join',
    ...drawn,
    actor: actor(drawn.connection),
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
  ['x.nod', {}],
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
  })
  .map(({ person, session, id, engagement: [action, data] }) => ({
    kind: 'engage',
    actor: action.startsWith('poll.') ? actor(person + 5, 'moderator') : actor(person),
    session,
    id,
    action,
    data,
  }));

/** Anything that people do, few enough of them that they meet. */
export const changes: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: joining, weight: 4 },
  { arbitrary: going, weight: 3 },
  { arbitrary: telling, weight: 2 },
  { arbitrary: acting, weight: 1 },
  { arbitrary: engaging, weight: 6 },
);
