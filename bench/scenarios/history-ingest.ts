import { join } from 'node:path';
import { Random } from '../../server/demo/random.ts';
import type { Change, Entry } from '../../server/live/changes.ts';
import { RULES } from '../../server/live/rules.ts';
import { Recorder } from '../../server/recorder/recorder.ts';
import { recover } from '../../server/recorder/recovery.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { countryOf } from '../load/history/presence.ts';
import { idAt } from '../load/history/talk.ts';
import { openPlainTable } from '../load/plain-table.ts';
import { type Figure, type Measured, pause, type Stage } from '../runner/figure.ts';

/** Of an entry; as many leave as come, and half as many engage: the mix of the file. */
const JOINS = 500;
const ENGAGEMENTS = 250;
const ROWS = JOINS + ENGAGEMENTS;
const STAY_ENTRIES = 40;
const ENTRIES = 400;
const WARM_UP = 80;
const ENTRY_MS = 25;
/** Half of what makes the server refuse engagements. */
const MOST_WAITING = 100_000;
const PEOPLE = 240_000;
const SESSIONS = 18;
/** It has no factor in common with the number of people. */
const STEP = 7919;

const keyAt = (index: number) => 1 + ((index * STEP) % PEOPLE);
const sessionAt = (index: number) => `conference-1-room-${1 + (index % SESSIONS)}`;
const actorAt = (index: number) =>
  ({ org: 'bench', attendee: `person-${keyAt(index)}`, role: 'attendee', event: 'conference-1' }) as const;

interface Moment {
  readonly entry: number;
  readonly time: number;
  readonly random: Random;
}

/** Who comes, who goes again, and what those who are there say. */
function changesOf({ entry, time, random }: Moment): Change[] {
  const changes: Change[] = [];
  for (let index = entry * JOINS; index < (entry + 1) * JOINS; index++) {
    const common = { connection: index, actor: actorAt(index), session: sessionAt(index) };
    changes.push({ kind: 'join', ...common, mode: 'live', country: countryOf(keyAt(index)), strict: false });
    const gone = index - STAY_ENTRIES * JOINS;
    if (gone < 0) continue;
    changes.push({ kind: 'leave', connection: gone, actor: actorAt(gone), session: sessionAt(gone) });
  }
  for (let index = 0; index < ENGAGEMENTS; index++) {
    const talker = entry * JOINS + index;
    const data = { reaction: 'clap' };
    const about = { actor: actorAt(talker), session: sessionAt(talker), action: 'reaction', data };
    changes.push({ kind: 'engage', ...about, id: idAt(time, random) });
  }
  return changes;
}

async function headcount(stage: Stage): Promise<Measured> {
  const folder = stage.history();
  const history = createSqliteHistory({ file: join(folder, 'headcount.db') });
  const { live, tallies, restored } = await recover(history);
  const recorder = new Recorder({
    ...{ history, tallies, sessions: restored.sessions, dataThrough: restored.time ?? 0 },
    organizations: restored.organizations.map(({ key }) => key),
    onCommitted: () => {},
    onCommitTime: () => {},
    onError: (error) => {
      throw error;
    },
  });
  let time = (restored.time ?? 0) + 60_000;
  let number = 0;
  const random = new Random(11);
  const take = async (changes: readonly Change[]): Promise<void> => {
    time += ENTRY_MS;
    const entry: Entry = { position: String(time), time, incarnation: 'bench', number: ++number, changes };
    const applied = live.apply(entry);
    const refused = applied.outcomes.find((outcome) => outcome !== null);
    if (refused !== undefined) throw new Error(`refused: ${refused}`);
    const undecided = changes.filter(({ kind }) => kind === 'engage').map(() => () => {});
    recorder.take({ entry, applied, undecided, committed: [] });
    while (recorder.waitingEffects > MOST_WAITING) await pause(1);
  };
  const drained = async () => {
    while (recorder.waitingEffects > 0) await pause(1);
  };
  await take([{ kind: 'start', node: 'bench', generation: 1, windowMs: 0, rules: RULES }]);
  for (let entry = 0; entry < WARM_UP; entry++) await take(changesOf({ entry, time, random }));
  await drained();
  const from = performance.now();
  for (let entry = WARM_UP; entry < WARM_UP + ENTRIES; entry++)
    await take(changesOf({ entry, time, random }));
  await drained();
  const seconds = (performance.now() - from) / 1000;
  await recorder.close();
  await history.close();
  return { value: (ENTRIES * ROWS) / seconds, details: { seconds } };
}

async function plainTable(stage: Stage): Promise<Measured> {
  const table = await openPlainTable(join(stage.folder(), 'plain.db'));
  const from = performance.now();
  for (let entry = 0; entry < ENTRIES; entry++) await table.insert('row', entry * ROWS, ROWS);
  const seconds = (performance.now() - from) / 1000;
  await table.close();
  return { value: (ENTRIES * ROWS) / seconds };
}

/** Presences that begin and end, and engagements, through the core and the recorder into a file that is full already. */
export const historyIngest: Figure = {
  name: 'history-ingest',
  unit: 'slices and engagements a second',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'SQLite alone, one empty table', measure: plainTable },
  ],
  goals: [
    { title: 'slices and engagements written into the full file a second', of: 'headcount', atLeast: 20_000 },
  ],
};
