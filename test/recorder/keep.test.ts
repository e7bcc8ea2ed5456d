import { expect, it } from 'vitest';
import type { Actor, Change, EngageChange, KeepChange } from '../../server/live/changes.ts';
import type { AttendeeDetails, RegistrationDetails } from '../../server/live/keeping.ts';
import { actor, type Core, join, openCore, tempFile } from './core.ts';

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
