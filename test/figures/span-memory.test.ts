import { expect, test } from 'vitest';
import { SpanMemory } from '../../server/figures/span-memory.ts';
import { askedSession } from '../../server/figures/span-question.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { buildTrace } from '../live/oracle/build-trace.ts';
import type { Script } from '../live/oracle/commands.ts';
import { tempFile } from '../recorder/core.ts';
import { writeLog } from '../recorder/written-log.ts';

const START = 1_772_280_000_000;
const MINUTE = 60_000;

/** Somebody comes and stays. */
const PRESENT: Script = {
  ...{ start: START, attendees: 1, sessions: 1, parts: false, nodes: 1, period: 1000 },
  commands: [
    { do: 'join', tab: 0, strict: true, who: 0, session: 0, mode: 'live', country: 0 },
    { do: 'wait', ms: 5000 },
  ],
};

async function present() {
  const history = createSqliteHistory({ file: tempFile() });
  await history.open();
  const { live, through } = await writeLog(history, buildTrace(PRESENT), { commits: [9] });
  const sessions = live.registry.sessions();
  const memory = new SpanMemory<number>(history, 9);
  let times = 0;
  const ask = (from: number, to: number, later = 0, more: unknown = null) => {
    const question = { sessions: sessions.map(askedSession), from, to, through: through + later };
    return memory.get({ question, sessions, more }, () => Promise.resolve(++times));
  };
  return { ask, through, history };
}

test('figures are remembered until there is another minute', async () => {
  const { ask, through, history } = await present();
  expect([await ask(START, through + 1), await ask(START, through + 1)]).toEqual([1, 1]);
  expect(await ask(START, through + 2, 1)).toBe(1);
  // Who stays is there in the next one, too.
  expect(await ask(START, through + MINUTE + 1, MINUTE)).toBe(2);
  expect(await ask(START, through + 1, 0, 'of something else')).toBe(3);
  // Before anybody came nothing changes.
  expect([await ask(START - MINUTE, START, 0), await ask(START - MINUTE, START, 9 * MINUTE)]).toEqual([4, 4]);
  await history.close();
});

test('those of a span that cuts a minute are not', async () => {
  const { ask, through, history } = await present();
  expect([await ask(START + 1, through + 1), await ask(START + 1, through + 1)]).toEqual([1, 2]);
  expect([await ask(START, through - 1), await ask(START, through - 1)]).toEqual([3, 4]);
  expect([await ask(START, START), await ask(START, START)]).toEqual([5, 6]);
  await history.close();
});
