import { afterEach, expect, it, vi } from 'vitest';
import type { Actor, Change, EngageChange, KeepChange } from '../../server/live/changes.ts';
import type { AttendeeDetails, RegistrationDetails } from '../../server/live/keeping.ts';
import { RULES } from '../../server/live/rules.ts';
import { actor, type Core, join, openCore, tempFile } from './core.ts';
import { dump } from './dump.ts';
import { KeptLog } from './kept-log.ts';
import { openReplica } from './replica.ts';

const DESK = actor('desk', 'operator');
/** Its token is of another organization of nobody's tenant: a tenant of its own. */
const STRANGER: Actor = { ...DESK, org: 'stranger' };

const PERSON: AttendeeDetails = {
  ...{ name: 'Ann', firstName: null, lastName: null, email: null, phone: null, country: null },
  metadata: {},
};

const REGISTERED: RegistrationDetails = { at: null, ticketId: null, answers: {}, metadata: {} };

type Plain = Exclude<Change, EngageChange>;

function put(id: string, ifMatch?: number, by: Actor = DESK): KeepChange {
  return { kind: 'keep', actor: by, keep: { type: 'attendee', id, details: PERSON, ifMatch } };
}

function register(
  attendee: string,
  { details = REGISTERED, ifMatch, by = DESK, session = 's' }: RegisterOptions = {},
): KeepChange {
  const scope = { kind: 'session', id: session } as const;
  const keep = { type: 'registration', kind: 'registration', scope, attendee, details, ifMatch } as const;
  return { kind: 'keep', actor: by, keep };
}

interface RegisterOptions {
  readonly details?: RegistrationDetails | null;
  readonly ifMatch?: number;
  readonly by?: Actor;
  readonly session?: string;
}

/** Writes all of it in one batch, and each in a batch of its own: the answers and the file must be the same. */
async function bothWays(changes: readonly Plain[], read: (core: Core) => Promise<unknown>) {
  const results = [];
  for (const atOnce of [true, false]) {
    const core = await openCore(tempFile());
    const waiting: Promise<unknown>[] = [];
    for (const change of changes) {
      waiting.push(core.write(change));
      if (!atOnce) await core.pass(2);
    }
    await core.pass(2);
    results.push({ answers: await Promise.all(waiting), read: await read(core) });
    await core.close();
  }
  const [together, apart] = results;
  expect(together?.answers).toEqual(apart?.answers);
  return { answers: together?.answers, together: together?.read, apart: apart?.read };
}

const person = (id: string) => async (core: Core) => {
  const row = await core.history.attendee({ tenant: 1, id });
  return row && { version: row.version, organization: row.organization, name: row.name };
};

it('counts versions up, and lets one of two with the same If-Match win', async () => {
  const { answers, together, apart } = await bothWays(
    [put('ann'), put('ann', 1), put('ann', 1), put('ann', 2), put('new', 1)],
    person('ann'),
  );
  expect(answers).toEqual([null, null, 'version_mismatch', null, 'version_mismatch']);
  expect(together).toEqual({ version: 3, organization: 1, name: 'Ann' });
  expect(apart).toEqual(together);
});

it('takes somebody known by token only for version 0', async () => {
  const { answers, together, apart } = await bothWays(
    [join(1, 'ann'), put('ann', 0), put('ann', 0)],
    person('ann'),
  );
  expect(answers).toEqual([null, null, 'version_mismatch']);
  expect(together).toMatchObject({ version: 1 });
  expect(apart).toEqual(together);
});

it('registers, changes, takes away and registers again, each once', async () => {
  const { answers, together, apart } = await bothWays(
    [
      join(1, 'ann'),
      register('bob', { details: null }),
      register('bob', { ifMatch: 1 }),
      register('bob'),
      register('bob', { ifMatch: 1 }),
      register('bob', { ifMatch: 1 }),
      register('bob', { details: null, ifMatch: 1 }),
      register('bob', { details: null, ifMatch: 2 }),
      register('bob', { details: null }),
      register('bob', { details: { ...REGISTERED, at: 1_600_000_000_000, ticketId: 't' } }),
      register('bob', { session: 'none' }),
      register('bob', { by: STRANGER }),
      register('bob', { by: { ...DESK, event: 'other' } }),
    ],
    async (core) => {
      const scope = core.live.scopeOf('o', 'session', 's') ?? -1;
      const row = await core.history.registration({
        tenant: 1,
        scope,
        kind: 'registration',
        attendee: 'bob',
      });
      return { row, person: await person('bob')(core) };
    },
  );
  expect(answers).toEqual([
    ...[null, 'not_found', 'version_mismatch', null, null, 'version_mismatch', 'version_mismatch', null],
    ...['not_found', null, 'not_found', 'not_found', 'not_found'],
  ]);
  expect(together).toMatchObject({
    row: { version: 1, at: 1_600_000_000_000, ticketId: 't' },
    person: { version: 0, name: null },
  });
  expect(apart).toEqual(together);
});

it('keeps when it was made unless it is told, and takes the log time at first', async () => {
  const core = await openCore(tempFile());
  core.submit(join(1, 'ann'));
  await core.pass(5);
  const at = async () => {
    const scope = core.live.scopeOf('o', 'session', 's') ?? -1;
    return (await core.history.registration({ tenant: 1, scope, kind: 'registration', attendee: 'ann' }))?.at;
  };
  const write = async (details: RegistrationDetails) => {
    const written = core.write(register('ann', { details }));
    await core.pass(2);
    expect(await written).toBeNull();
    return at();
  };
  const first = await write(REGISTERED);
  expect(first).toBe(core.live.time);
  await core.pass(1000);
  expect(await write(REGISTERED)).toBe(first);
  expect(await write({ ...REGISTERED, at: 5 })).toBe(5);
  expect(await write(REGISTERED)).toBe(5);
  await core.close();
});

const SUB_A: Actor = { ...DESK, org: 'a' };
const SUB_B: Actor = { ...DESK, org: 'b' };

function subOrganization(id: string): Plain {
  const details = { name: id, timeZone: null, retention: null, pseudonymous: null, metadata: {} };
  const by = { ...DESK, role: 'admin' } as const;
  return { kind: 'putOrganization', actor: by, id, parent: 'o', details, salt: 'salt' };
}

it('gives a person to whoever names it first, by a put, a join or a registration', async () => {
  const joinOf = (connection: number, attendee: string, org: string, session: string): Plain => ({
    ...join(connection, attendee, session),
    actor: { org, attendee, role: 'attendee' },
  });
  const changes = [
    ...[joinOf(9, 'host', 'o', 's'), subOrganization('a'), subOrganization('b'), joinOf(8, 'x', 'b', 'in-b')],
    ...[
      joinOf(1, 'ann', 'a', 'in-a'),
      put('ann', undefined, SUB_B),
      put('ann', undefined, SUB_A),
      put('ann'),
    ],
    ...[register('bob', { by: SUB_B, session: 'in-b' }), joinOf(2, 'bob', 'a', 'in-a')],
    ...[put('bob', undefined, SUB_A), put('bob', undefined, SUB_B), put('cid', undefined, SUB_B)],
    ...[
      joinOf(3, 'cid', 'a', 'in-a'),
      put('cid', undefined, SUB_A),
      register('ann', { by: SUB_B, session: 'in-b' }),
    ],
  ];
  const { answers, together, apart } = await bothWays(changes, async (core) => {
    const id = (key: number | undefined) =>
      core.live.registry.rows().organizations.find((row) => row.key === key)?.id;
    const rows = await Promise.all(['ann', 'bob', 'cid'].map((name) => person(name)(core)));
    return rows.map((row) => [id(row?.organization), row?.version]);
  });
  expect(answers).toEqual([
    ...[null, null, null, null, null, 'id_taken', null, null],
    ...[null, null, 'id_taken', null, null, null, 'id_taken', null],
  ]);
  expect(together).toEqual([
    ['a', 2],
    ['b', 1],
    ['b', 1],
  ]);
  expect(apart).toEqual(together);
});

afterEach(() => {
  vi.useRealTimers();
});

it('lets one of two nodes win, the same one on every replica', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const named = (name: string, ifMatch: number): KeepChange => {
    const keep = { type: 'attendee', id: 'ann', details: { ...PERSON, name }, ifMatch } as const;
    return { kind: 'keep', actor: DESK, keep };
  };
  const start = (node: string) =>
    ({ kind: 'start', node, generation: 1, windowMs: 9, rules: RULES }) as const;
  const entries: readonly (readonly [node: string, changes: readonly Change[]])[] = [
    ['a', [start('a')]],
    ['b', [start('b')]],
    ['a', [join(1, 'host'), put('ann'), register('bob')]],
    ['b', [named('of b', 1), register('bob', { ifMatch: 1, details: null })]],
    ['a', [named('of a', 1), register('bob', { ifMatch: 1 })]],
  ];
  const files = [];
  for (const commitsEach of [true, false]) {
    const log = new KeptLog();
    const file = tempFile();
    const replica = await openReplica(file, log);
    for (const [index, [node, changes]] of entries.entries()) {
      log.write(Date.UTC(2026, 0, 1) + index, node, changes);
      if (commitsEach) await replica.settle();
    }
    await replica.settle();
    await replica.kill();
    files.push(await dump(file));
  }
  const [each, once] = files;
  expect(each?.attendees).toMatchObject([
    { id: 'host' },
    { id: 'ann', name: 'of b', version: 2 },
    { id: 'bob' },
  ]);
  expect(each?.registrations).toEqual([]);
  expect(once).toEqual(each);
});
