import fc from 'fast-check';
import { expect, it } from 'vitest';
import { peopleByMinutes } from '../../server/figures/engaged-people.ts';
import { topParticipants } from '../../server/figures/participants.ts';
import { isCounted } from '../../server/figures/slice-figures.ts';
import { askedSession, groupOf, type SpanQuestion } from '../../server/figures/span-question.ts';
import { usageOfSpan } from '../../server/figures/usage.ts';
import { UsageEver } from '../../server/figures/usage-ever.ts';
import type { SessionState } from '../../server/live/registry.ts';
import type { Mode } from '../../server/protocol/client-messages.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import type { History, SliceToCount } from '../../storage/types.ts';
import { buildTrace } from '../live/oracle/build-trace.ts';
import { script } from '../live/oracle/commands.ts';
import { tempFile } from '../recorder/core.ts';
import { writeLog } from '../recorder/written-log.ts';
import { PurgedSlices } from './purged-slices.ts';

const MODES = [undefined, 'live', 'onDemand'] as const;

/** All of some sessions, of each event's two components apart. */
function everything(
  sessions: readonly SessionState[],
  mode: Mode | undefined,
  through: number,
): SpanQuestion {
  const asked = sessions.map((session) => ({
    ...askedSession(session),
    part: groupOf(session.row.details.kind),
  }));
  return { sessions: asked, mode, from: 0, to: through + 1, through };
}

const personIn = ({ session, attendeeKey, mode }: SliceToCount) => `${session} ${attendeeKey} ${mode}`;

/** What all slices together give, in the form of `UsageEver`. */
async function usedIn(history: History, question: SpanQuestion) {
  const { events, attendees, byMode, byKind } = await usageOfSpan(history, question);
  return {
    ...{ events, attendees },
    minutes: { live: byMode.live.engagedMinutes, onDemand: byMode.onDemand.engagedMinutes },
    byKind: { stage: byKind.stage.engagedMinutes, networking: byKind.networking.engagedMinutes },
  };
}

it('is what all slices together give, with whoever is there now, the first time and when remembered', async () => {
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(script, async (it) => {
      const history = createSqliteHistory({ file: tempFile() });
      await history.open();
      const purged = new PurgedSlices();
      const { live, through } = await writeLog(history, buildTrace(it), {
        ...{ commits: [20], onCommitted: purged.take },
      });
      // A session that was deleted leaves its event what it has added, of whichever component.
      const standing = live.registry
        .sessions()
        .filter(({ row }) => groupOf(row.details.kind) !== undefined)
        .filter(({ row }) => purged.sessionsOf(row.event).length === 0);
      // Who is gone in the instant of coming was nowhere, but has a minute of a span.
      const all = await history.slicesInOrder({ after: { start: 0, slice: 0 }, limit: 10_000 });
      const counted = new Set(all.filter(isCounted).map(personIn));
      if (!all.every((slice) => counted.has(personIn(slice)))) return history.close();
      const ever = new UsageEver(history);
      for (const mode of MODES) {
        const expected = await usedIn(history, everything(standing, mode, through));
        expect(await ever.of(standing, mode, through)).toEqual(expected);
        expect(await ever.of(standing, mode, through)).toEqual(expected);
        asked += expected.attendees;
      }
      return history.close();
    }),
    { numRuns: 10 },
  );
  expect(asked).toBeGreaterThan(0);
}, 60_000);

it('has people in the order of their minutes, in each mode and in both', async () => {
  let people = 0;
  await fc.assert(
    fc.asyncProperty(script, fc.boolean(), async (it, isAll) => {
      const history = createSqliteHistory({ file: tempFile() });
      await history.open();
      const { live, through } = await writeLog(history, buildTrace(it), { commits: [20] });
      for (const event of new Set(live.registry.sessions().map((session) => session.event))) {
        const all = [...event.sessions];
        const sessions = isAll ? all : all.slice(0, 2);
        for (const mode of ['live', 'onDemand'] as const) {
          const question = { event: event.row.key, sessions, mode, through };
          const keys = await peopleByMinutes(history, question);
          const asked = { sessions: sessions.map(askedSession), mode, from: 0, to: through + 1, through };
          const { items } = await topParticipants(history, asked, { order: 'engagedMinutes', limit: 1000 });
          const minutes = new Map(items.map((one) => [one.attendeeKey, one.engagedMinutes[mode]]));
          const there = items.filter((one) => one.sessions > 0).map(({ attendeeKey }) => attendeeKey);
          expect(keys).toEqual(
            there.toSorted((a, b) => (minutes.get(b) ?? 0) - (minutes.get(a) ?? 0) || a - b),
          );
          people += keys.length;
        }
      }
      await history.close();
    }),
    { numRuns: 5 },
  );
  expect(people).toBeGreaterThan(0);
}, 60_000);
