import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backfilledWatchMs } from '../../../server/recorder/backfilled-figures.ts';
import { type Core, join, openCore, tempFile } from '../core.ts';
import { importInto } from './import-core.ts';
import { minuteOf, peakOf, type Told, uniquesOf, watchOf } from './minute-oracle.ts';

const SECOND = 1000;
const MINUTE = 60_000;
const SESSIONS = ['s1', 's2'] as const;
const CATALOGUE = SESSIONS.map((id) => ({ kind: 'session', id, event: 'o' }));
/** Before the log of a core begins, which is at noon. */
const BEFORE = Date.UTC(2026, 0, 1, 11, 57);

const iso = (time: number) => new Date(time).toISOString();
const overlap = (a: Told, b: Told) =>
  a.session === b.session &&
  a.attendee === b.attendee &&
  a.mode === b.mode &&
  a.start < b.end &&
  b.start < a.end;

/** Among them empty ones, some that touch, and some that begin or end with a minute. */
const slices: fc.Arbitrary<Told[]> = fc
  .array(
    fc.record({
      session: fc.constantFrom(...SESSIONS),
      attendee: fc.constantFrom('ann', 'bob', 'cem', 'zoe'),
      mode: fc.constantFrom('live', 'onDemand'),
      start: fc.nat(22).map((step) => BEFORE + step * 15 * SECOND),
      length: fc.nat(12).map((step) => step * 15 * SECOND),
    }),
    { maxLength: 24 },
  )
  .map((all) => {
    const kept: Told[] = [];
    for (const { length, ...slice } of all) {
      const one = { ...slice, end: slice.start + length };
      if (!kept.some((other) => overlap(one, other))) kept.push(one);
    }
    return kept;
  });

const lineOf = (slice: Told) => {
  const { session, attendee, mode, start, end } = slice;
  const id = [session, attendee, mode, start, end].join('-');
  return { kind: 'slice', id, session, attendee, mode, start: iso(start), end: iso(end) };
};

async function keysOf(core: Core) {
  const key = (kind: 'session' | 'event' | 'organization', id: string) =>
    core.live.scopeOf('o', kind, id) ?? -1;
  return {
    s1: key('session', 's1'),
    s2: key('session', 's2'),
    event: key('event', 'o'),
    org: key('organization', 'o'),
  };
}

/** What live has counted itself. */
async function liveSlices(core: Core): Promise<Told[]> {
  const keys = await keysOf(core);
  const rows = await Promise.all(
    SESSIONS.map((session) => core.history.slices({ session: keys[session], limit: 999 })),
  );
  return rows.flatMap((list, index) =>
    list.flatMap(({ clientId, attendee, mode, start, countedUntil }) => {
      const end = countedUntil ?? Number.MAX_SAFE_INTEGER;
      return clientId ? [] : [{ session: SESSIONS[index] ?? '', attendee, mode, start, end }];
    }),
  );
}

test('whatever order and imports slices come in, the figures are those of all of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      slices,
      fc.array(fc.nat(2), { minLength: 24, maxLength: 24 }),
      fc.integer(),
      async (told, places, seed) => {
        const file = tempFile();
        const core = await openCore(file);
        await core.pass(1000);
        core.submit(join(1, 'zoe', 's1'));
        await core.pass(95 * SECOND);
        core.submit({ kind: 'leave', connection: 1, actor: join(1, 'zoe').actor, session: 's1' });
        await core.pass(330 * SECOND);
        await importInto(core, file, CATALOGUE);
        const own = await liveSlices(core);
        const free = told.filter((slice) => !own.some((other) => overlap(slice, other)));
        const shuffled = [...free].sort((a, b) => ((a.start * seed) % 97) - ((b.start * seed) % 97));
        for (const place of [0, 1, 2]) {
          const part = shuffled.filter((_slice, index) => places[index] === place);
          await importInto(core, file, [...part, ...part.slice(0, 3)].map(lineOf));
        }
        const again = await importInto(core, file, shuffled.map(lineOf));
        expect(again).toMatchObject({ applied: { slice: 0 }, repeated: free.length, conflicts: [] });
        await expectFigures(core, [...free, ...own], free);
        await core.close();
      },
    ),
    { numRuns: 4 },
  );
}, 60_000);

async function expectFigures(core: Core, all: readonly Told[], imported: readonly Told[]): Promise<void> {
  const keys = await keysOf(core);
  const day = Math.floor(BEFORE / 86_400_000);
  for (const [name, scope] of Object.entries(keys)) {
    const inScope = (slice: Told) => !(name in { s1: 0, s2: 0 }) || slice.session === name;
    const ofDay = name === 'org' ? day : 0;
    const own = all.filter(inScope);
    const told = imported.filter(inScope);
    for (const track of [0, 1, 2] as const) {
      const mode = ([undefined, 'live', 'onDemand'] as const)[track];
      const counted = own.filter((slice) => mode === undefined || slice.mode === mode);
      const rows = await core.history.minutes({ scope, track, from: BEFORE, to: BEFORE + 60 * MINUTE });
      const known = await core.history.backfilled({ scope, from: BEFORE, to: BEFORE + 60 * MINUTE });
      for (const { from, to } of known) {
        for (let minute = from; minute < to; minute += MINUTE) {
          const row = rows.find((one) => one.minute === minute);
          const { scope: _scope, track: _track, connections: _connections, ...figures } = row ?? {};
          expect([name, track, row && figures]).toEqual([name, track, minuteOf(counted, minute)]);
        }
      }
      expect(known.length > 0).toBe(told.some(({ start, end }) => end > start));
    }
    const { value, at } = peakOf(own);
    const live = core.live.figures(scope, core.live.time ?? 0).peak;
    const peak = core.tallies.peakOf(scope, ofDay);
    const best = peak === undefined || peak.value < live.value ? live : peak;
    expect([name, best.value]).toEqual([name, value]);
    if (value > live.value) expect([name, peak]).toEqual([name, { day: ofDay, value, at }]);
    expect([name, core.tallies.of(scope, ofDay).uniques]).toEqual([name, uniquesOf(own)]);
    expect([name, backfilledWatchMs(core, scope, ofDay)]).toEqual([name, watchOf(told)]);
  }
}
