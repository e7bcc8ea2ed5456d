import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Random } from '../../server/demo/random.ts';
import { Program } from '../support/program.ts';
import { SOON } from '../support/soon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Tenant } from '../support/tenant.ts';
import { SECRET } from '../support/tokens.ts';
import { Engager } from './engager.ts';
import { expectChecked, expectNoDifferences, expectSound, storedIds } from './stored.ts';

/** `DATA_DIR` goes on in the folder that an earlier run has left; `KILLS` is how many there are in this one. */
const KILLS = Number(process.env.KILLS ?? 1000);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const EACH_MS = 5000;
const ORG = 'acme';
const SESSIONS = ['s0', 's1', 's2'];
const PEOPLE = 12;
/** A start takes about so long: some kills come in the midst of it. */
const START_MS = 600;
const LIFE_MS = 150;
const CHECK_EVERY = 100;

/** A server that is killed when the test ends, if it has not been. */
function start(folder: string): Program {
  const program = new Program('start', {
    env: { PORT: '0', DATA_DIR: folder, JWT_SECRET: SECRET, MAX_MESSAGES_PER_SECOND: '10000' },
  });
  onTestFinished(async () => {
    await program.stop('SIGKILL');
  });
  return program;
}

const tenantAt = async (program: Program) =>
  new Tenant(`http://127.0.0.1:${await program.port()}`, ORG, 'plain');

/** Kills a server while it starts, or while people engage. */
async function lifeOf(folder: string, people: readonly Engager[], random: Random): Promise<void> {
  const program = start(folder);
  if (random.chance(0.1)) {
    await setTimeout(random.between(0, START_MS));
  } else {
    const tenant = await tenantAt(program);
    let lives: readonly Promise<void>[] = [];
    await new Promise<void>((resolve, reject) => {
      lives = people.map((person) => person.live(tenant, resolve));
      for (const life of lives) life.catch(reject);
    });
    await setTimeout(random.between(0, LIFE_MS));
    await program.stop('SIGKILL');
    await Promise.allSettled(lives);
  }
  const { code, stderr } = await program.stop('SIGKILL');
  expect({ code, stderr }).toEqual({ code: null, stderr: '' });
}

/** What a server finds in a folder. */
async function idsIn(folder: string): Promise<string[]> {
  const program = start(folder);
  const tenant = await tenantAt(program);
  for (const session of SESSIONS) await tenant.putSession(session);
  const ids = await storedIds(tenant, SESSIONS);
  await program.stop();
  return ids;
}

it('loses and doubles nothing that was acknowledged, however often it is killed', {
  timeout: 60_000 + KILLS * EACH_MS,
}, async () => {
  const folder = process.env.DATA_DIR ?? temporaryFolder();
  const random = new Random(SEED);
  const people = Array.from(
    { length: PEOPLE },
    (_, index) => new Engager(`p${index}`, SESSIONS, random.fork()),
  );
  const earlier = await idsIn(folder);
  for (let kill = 1; kill <= KILLS; kill++) {
    await lifeOf(folder, people, random);
    if (kill % CHECK_EVERY === 0) await expectSound(folder);
  }

  const program = start(folder);
  const tenant = await tenantAt(program);
  const stored = await storedIds(tenant, SESSIONS);
  const known = new Set(stored);
  expect(stored.length - known.size, 'doubled').toBe(0);
  const acknowledged = people.flatMap((person) => [...person.acknowledged]);
  expect(acknowledged.length).toBeGreaterThan(KILLS * PEOPLE * 0.5);
  expect([...earlier, ...acknowledged].filter((id) => !known.has(id))).toEqual([]);
  const { json } = await tenant.call(`/v1/counters/event:${ORG}`);
  expect(json).toMatchObject({ concurrent: 0, uniques: PEOPLE, engagement: { reaction: stored.length } });
  await vi.waitFor(() => expectChecked(tenant), SOON);
  expect((await program.stop()).code).toBe(0);

  await expectSound(folder);
  await expectNoDifferences(folder);
});
