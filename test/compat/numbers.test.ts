import { expect, it } from 'vitest';
import {
  attendeeNumber,
  findAttendee,
  findEvent,
  findOrganization,
  findSession,
  numberOfId,
  scopeNumber,
  sliceNumber,
  ticketNumbers,
} from '../../server/compat/numbers.ts';
import type { Claims } from '../../server/gateway/claims.ts';
import { plainSessionDetails } from '../../server/live/plain.ts';
import { actor, type Core, join, openCore, tempFile } from '../recorder/core.ts';
import { importInto } from '../recorder/import/import-core.ts';

const GIVEN = 1_000_000_000_000;

it.each([
  ['0', 0],
  ['7', 7],
  ['999999999999', GIVEN - 1],
  ['1000000000000', GIVEN + 5],
  ['9007199254740993', GIVEN + 5],
  ['007', GIVEN + 5],
  ['-1', GIVEN + 5],
  ['1.0', GIVEN + 5],
  ['1e3', GIVEN + 5],
  ['٧', GIVEN + 5],
  ['ann', GIVEN + 5],
  ['', GIVEN + 5],
])('the number of %j', (id, number) => {
  expect(numberOfId(id, 5)).toBe(number);
});

it('gives imported slices the number that they came with, where they have one', () => {
  expect(sliceNumber({ slice: 3, clientId: '66097' })).toBe(66_097);
  expect(sliceNumber({ slice: 3, clientId: 'c-1' })).toBe(GIVEN + 3);
  expect(sliceNumber({ slice: 3, clientId: null })).toBe(GIVEN + 3);
});

const BOSS = actor('boss', 'admin');
const ADMIN: Claims = {
  ...BOSS,
  ...{ name: undefined, email: undefined, country: undefined, expiresAt: Number.MAX_SAFE_INTEGER },
};
const desk = actor('desk', 'operator');

/** Written in this order, each gets a key: the organization 1, its event 2, then the sessions; people in the order of joins. */
async function filled(): Promise<{ core: Core; file: string }> {
  const file = tempFile();
  const core = await openCore(file);
  for (const [connection, [who, session]] of [
    ['ann', 's'],
    ['77', '1234'],
    [String(GIVEN + 1), String(GIVEN + 3)],
  ].entries())
    core.submit(join(connection + 1, who ?? '', session));
  core.submit({ ...join(9, 'zed'), actor: { org: 'other', attendee: 'zed', role: 'attendee' } });
  await core.pass(5);
  return { core, file };
}

const write = async (core: Core, change: Parameters<Core['write']>[0]) => {
  const written = core.write(change);
  await core.pass(2);
  expect(await written).toBeNull();
};

it('finds organizations, events and sessions by number first, then by id', async () => {
  const { core } = await filled();
  const { live } = core;
  const session = (text: string, whose: Pick<Claims, 'org' | 'event'> = ADMIN) =>
    findSession(live, whose, text)?.row.id;
  const numbers = live.registry.sessions().map(scopeNumber);
  expect(numbers).toEqual([GIVEN + 3, 1234, GIVEN + 5, GIVEN + 8]);
  expect(session('s')).toBe('s');
  expect(session('1234')).toBe('1234');
  // It is also the id of another session, which is found by its own number.
  expect(session(String(GIVEN + 3))).toBe('s');
  expect(session(String(GIVEN + 5))).toBe(String(GIVEN + 3));
  // Has a number of its own, so the one by its key is nobody's; so are those of other kinds of things.
  for (const number of [4, 1, 2, 0, 99, 8]) expect(session(String(GIVEN + number))).toBeUndefined();
  expect(session(String(GIVEN + 3), { org: 'o', event: 'elsewhere' })).toBeUndefined();
  expect(session(String(GIVEN + 8), { org: 'other' })).toBe('s');
  for (const text of ['o', String(GIVEN + 2)]) {
    expect(findEvent(live, ADMIN, text)?.row.key).toBe(2);
    expect(findEvent(live, { org: 'other' }, text)).toBeUndefined();
  }
  expect(findEvent(live, ADMIN, String(GIVEN + 1))).toBeUndefined();
  for (const text of ['o', String(GIVEN + 1)]) {
    expect(findOrganization(live, ADMIN, text)?.row.key).toBe(1);
    expect(findOrganization(live, { org: 'other' }, text)).toBeUndefined();
  }
  expect(findOrganization(live, ADMIN, String(GIVEN + 2))).toBeUndefined();
  await core.close();
});

it('gives a session that comes again another number, unless it is its id', async () => {
  const { core } = await filled();
  for (const connection of [1, 2, 3]) core.submit({ kind: 'drop', connection, ageMs: 0, windowMs: 0 });
  for (const [id, number, later] of [
    ['s', GIVEN + 3, GIVEN + 9],
    ['1234', 1234, 1234],
  ] as const) {
    await write(core, { kind: 'deleteSession', actor: BOSS, id, purge: true });
    expect(findSession(core.live, ADMIN, id)).toBeUndefined();
    await write(core, { kind: 'putSession', actor: desk, id, details: plainSessionDetails(id) });
    const again = findSession(core.live, ADMIN, id);
    expect(again && scopeNumber(again)).toBe(later);
    const byOldNumber = findSession(core.live, ADMIN, String(number))?.row.id;
    expect(byOldNumber).toBe(String(number));
  }
  await core.close();
});

it('finds people by number first, then by id, and nobody who was erased', async () => {
  const { core } = await filled();
  const person = async (text: string, claims = ADMIN) => (await findAttendee(core, claims, text))?.id;
  const stranger = { ...ADMIN, org: 'other' };
  expect(await person('ann')).toBe('ann');
  expect(await person('77')).toBe('77');
  expect(await person(String(GIVEN + 1))).toBe('ann');
  expect(await person(String(GIVEN + 2))).toBeUndefined();
  expect(await person(String(GIVEN + 3))).toBe(String(GIVEN + 1));
  expect(await person(String(GIVEN + 4))).toBeUndefined();
  expect(await person(String(GIVEN + 4), stranger)).toBe('zed');
  expect(await person('zed')).toBeUndefined();
  const pseudonym = 'erased-0123456789abcdef';
  await write(core, { kind: 'erase', actor: BOSS, attendee: 'ann', pseudonym, salt: 'salt' });
  expect(await person('ann')).toBeUndefined();
  // Goes on to be an id.
  expect(await person(String(GIVEN + 1))).toBe(String(GIVEN + 1));
  expect(await person(pseudonym)).toBeUndefined();
  await core.close();
});

it('never gives the number of an erased person again, but for an id that is a number', async () => {
  const { core } = await filled();
  const pseudonyms = { ann: 'erased-0123456789abcdef', 77: 'erased-fedcba9876543210' };
  for (const [attendee, pseudonym] of Object.entries(pseudonyms)) {
    await write(core, { kind: 'erase', actor: BOSS, attendee, pseudonym, salt: 'salt' });
    expect(await findAttendee(core, ADMIN, attendee)).toBeUndefined();
  }
  core.submit({ ...join(11, 'ann'), actor: { ...actor('ann'), issuedAt: 9e15 } });
  core.submit({ ...join(12, '77'), actor: { ...actor('77'), issuedAt: 9e15 } });
  await core.pass(5);
  const again = await Promise.all(['ann', '77'].map((id) => findAttendee(core, ADMIN, id)));
  expect(again.map((row) => row && attendeeNumber(row))).toEqual([GIVEN + 5, 77]);
  await core.close();
});

it('numbers tickets in the order in which registrations name them, also imported ones', async () => {
  const { core, file } = await filled();
  const register = (attendee: string, ticketId: string | null) =>
    write(core, {
      kind: 'keep',
      actor: desk,
      keep: {
        ...{ type: 'registration', kind: 'registration', scope: { kind: 'session', id: 's' }, attendee },
        details: { at: null, ticketId, answers: {}, metadata: {} },
      },
    });
  await register('ann', 'vip');
  await register('bob', null);
  await register('ann', '4711');
  await importInto(core, file, [
    { kind: 'registration', session: 's', attendee: 'cid', ticketId: 'early bird' },
    { kind: 'registration', session: 's', attendee: 'dan', ticketId: 'vip' },
  ]);
  const numbers = await ticketNumbers(core.history, 1, ['early bird', '4711', 'vip', '12', 'never']);
  expect(numbers).toEqual([GIVEN + 3, 4711, GIVEN + 1, 12, null]);
  await core.close();
});
