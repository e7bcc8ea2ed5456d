import { join } from 'node:path';
import type { LiveWindow, SessionKind } from '../../../server/live/catalogue.ts';
import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import { batchAt, event, organization, session } from '../../storage/history/batches.ts';
import type { Tenant } from '../../support/tenant.ts';

/** The company and event of the vendor's example. */
export const COMPANY = 'fab4f3d2-aaf8-49ab-a5c0-0924b8773593';
export const WEBINAR = '2f64d929-aa02-457d-852a-50b2756e3029';
/** An event with a networking hub and a lobby beside its stage. */
export const FAIR = 'fair';

const GO_LIVE = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;

/** As answered. */
export const at = (minute: number, second = 0) =>
  new Date(GO_LIVE + minute * MINUTE + second * 1000).toISOString();

const LIVE: readonly LiveWindow[] = [[GO_LIVE, GO_LIVE + 100 * MINUTE]];

/** What only live action can make: sessions that went live in the past. Everything else comes by import. */
export async function writeCatalogue(folder: string): Promise<void> {
  const history = createSqliteHistory({ file: join(folder, 'headcount.db') });
  await history.open();
  const acme = organization({ id: COMPANY });
  const other = organization({ key: 20, id: 'other', tenant: 20 });
  const titled = (key: number, id: string, title: string) => {
    const row = event({ key, id });
    return { ...row, details: { ...row.details, title } };
  };
  const room = (key: number, of: number, kind: SessionKind, windows: readonly LiveWindow[] = []) => {
    const row = session({ key, event: of, id: `room-${key}`, ended: windows.length > 0, windows });
    return { ...row, details: { ...row.details, kind, videoDurationSeconds: null } };
  };
  await history.commit(
    batchAt(GO_LIVE - 86_400_000, {
      organizations: [
        { ...acme, details: { ...acme.details, name: 'Acme Marketing', timeZone: null, retention: null } },
        other,
      ],
      events: [
        titled(2, WEBINAR, 'Recurring webinar 12'),
        titled(3, FAIR, 'Fair'),
        titled(4, 'silent', 'Nobody came'),
        { ...titled(21, 'theirs', 'Theirs'), tenant: 20, organization: 20 },
      ],
      sessions: [
        room(10, 2, 'mainStage', LIVE),
        room(11, 3, 'mainStage', [[GO_LIVE, GO_LIVE + 5 * MINUTE - 1]]),
        room(12, 3, 'networking'),
        room(13, 3, 'lobby'),
        room(14, 4, 'mainStage'),
      ],
    }),
  );
  await history.close();
}

type Line = Readonly<Record<string, unknown>>;

const STAGE = 'room-10';

/** Present in whole minutes, the last one included. */
function stay(attendee: string, [first, last]: readonly [number, number], mode = 'live', room = STAGE): Line {
  const id = `${room}~${attendee}~${mode}~${first + 10}`;
  return { kind: 'slice', id, session: room, attendee, mode, start: at(first), end: at(last, 59) };
}

const names = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/** 57 people, 810 minutes live and 88 on demand, 16 at the same time at most, first in minute 10. */
function watching(): Line[] {
  const [ada, ben, early, mid, late] = ['ada', 'ben', 'cem', names(9, 'mid'), names(6, 'late')];
  // Who leaves at a full minute is in it no more, but has touched it.
  const until = (line: Line, minute: number) => ({ ...line, end: at(minute) });
  const batches = names(39, 'batch').map((attendee, index) => {
    const first = 12 + 14 * Math.floor(index / 10);
    return stay(attendee, [first, first + (index === 38 ? 36 : 12)]);
  });
  return [
    { ...stay(ada, [0, 99]), start: at(-2) },
    stay(ben, [0, 94]),
    stay(early, [0, 10]),
    ...mid.map((attendee, index) => (index < 2 ? until(stay(attendee, [4, 4]), 5) : stay(attendee, [4, 10]))),
    ...late.map((attendee, index) => stay(attendee, [[6, 6, 6, 8, 10, 10][index] ?? 0, 10])),
    ...batches,
    stay(ada, [200, 212], 'onDemand'),
    stay(ben, [200, 212], 'onDemand'),
    stay(early, [300, 361], 'onDemand'),
  ];
}

function said(id: string, attendee: string, action: string, data: unknown, when: string, room = STAGE): Line {
  return { kind: 'engagement', id, session: room, attendee, action, data, at: when };
}

const POLL = {
  poll: 'p1',
  question: 'Which track?',
  type: 'single',
  options: [
    { id: 'a', text: 'AI' },
    { id: 'b', text: 'Bees' },
  ],
};

function talking(): Line[] {
  const chat = names(207, 'c').map((id, index) =>
    said(id, 'ben', 'chat.message', { text: `Number ${index}` }, at(20, index % 60)),
  );
  const answers = names(64, 'answer').map((id, index) =>
    said(
      id,
      `voter${index}`,
      'poll.answer',
      { poll: 'p1', options: [index < 40 ? 'a' : 'b'] },
      at(31, index % 60),
    ),
  );
  const questions = names(11, 'q').map((id) =>
    said(id, 'cem', 'question.ask', { text: `What is ${id}?` }, at(40, 1)),
  );
  return [
    said('m1', 'ada', 'chat.message', { text: 'What a wonderful start, thank you!' }, at(0, 10)),
    said('m2', 'ben', 'chat.message', { text: 'The sound is awful' }, at(1, 10)),
    said('m3', 'ben', 'chat.message', { text: 'I should not have said that', channel: 'stage' }, at(1, 20)),
    ...chat,
    said('d1', 'ben', 'chat.delete', { message: 'm3' }, at(1, 30)),
    said('r1', 'ben', 'chat.reaction', { message: 'm1', reaction: 'like' }, at(1)),
    said('r2', 'cem', 'chat.reaction', { message: 'm1', reaction: 'like' }, at(1)),
    said('r3', 'cem', 'reaction', { reaction: 'clap' }, at(2)),
    said('r4', 'cem', 'reaction', { reaction: 'clap' }, at(2, 30)),
    said('o1', 'desk', 'poll.open', POLL, at(30)),
    ...answers,
    said(
      'o2',
      'desk',
      'poll.open',
      { poll: 'p2', question: 'Wishes?', type: 'text', anonymous: true },
      at(32),
    ),
    said('w1', 'ada', 'poll.answer', { poll: 'p2', text: 'Coffee' }, at(33)),
    said('x2', 'desk', 'poll.close', { poll: 'p2' }, at(34)),
    said('first', 'ada', 'question.ask', { text: 'Where are the slides?' }, at(40)),
    ...questions,
    said('u1', 'ben', 'question.upvote', { question: 'first' }, at(41)),
    said('u2', 'cem', 'question.upvote', { question: 'first' }, at(41)),
    said('a1', 'desk', 'question.answer', { question: 'first', text: 'On the page.' }, at(42)),
  ];
}

/** Ada goes from the lobby to the stage and to the hub, where Ben is before anything went live. */
function fair(): Line[] {
  return [
    stay('ada', [-10, 10], 'live', 'room-13'),
    stay('ada', [1, 2], 'live', 'room-11'),
    stay('ada', [2, 6], 'live', 'room-12'),
    stay('ben', [-3, -2], 'live', 'room-12'),
    stay('ben', [0, 9], 'live', 'room-11'),
    said(
      'f1',
      'ada',
      'chat.message',
      { text: 'Meet me here', channel: 'bubble', bubble: 'b1' },
      at(3),
      'room-12',
    ),
    said('f2', 'ben', 'chat.message', { text: '=1+1\nada: hi' }, at(1), 'room-11'),
  ];
}

const person = (id: string, name: string): Line => {
  return { kind: 'attendee', id, name, email: `${id}@example.com` };
};

/** 140 people are registered: the 64 voters, 56 of those who watch and 20 who never come. */
function registered(): Line[] {
  const watchers = [...new Set(watching().map(({ attendee }) => String(attendee)))];
  return [...names(64, 'voter'), ...watchers.slice(1), ...names(20, 'noshow')].map((attendee) => {
    return { kind: 'registration', event: WEBINAR, attendee, at: '2026-02-01T12:00:00Z' };
  });
}

export async function importPast(tenant: Tenant): Promise<void> {
  const people = [
    person('ada', 'Ada'),
    person('ben', 'Ben'),
    person('desk', 'Dee'),
    person('voter0', 'Vic'),
    person('batch0', 'Zoe'),
    person('batch1', 'Amy'),
  ];
  const lines = [...people, ...registered(), ...watching(), ...talking(), ...fair()];
  const { status, text } = await tenant.call('/v1/import', {
    method: 'POST',
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
    headers: { 'content-type': 'application/x-ndjson' },
  });
  if (status >= 300) throw new Error(text);
}
