import fc from 'fast-check';
import type { Session } from '../../../server/live/catalogue.ts';
import type { SliceRow } from '../../../storage/types.ts';
import { FakeTime } from '../../storage/memory/fake-time.ts';
import { type Core, engage, join, openCore } from '../core.ts';
import type { WrittenLog } from '../written-log.ts';
import { importInto } from './import-core.ts';

const MINUTE_MS = 60_000;
const STEP_MS = 5000;
const NEW_PEOPLE = ['ines', 'ivo', 'ida'];

/** What is imported into a log; choices are numbers, reduced to what there is to choose from. */
export type Imports = readonly {
  readonly session: number;
  readonly who: number;
  readonly mode: 'live' | 'onDemand';
  /** In steps of 5 s, from half an hour before the log on. */
  readonly start: number;
  readonly length: number;
  readonly watchedMs: number | null;
  readonly engages: boolean;
  /** Which of two imports. */
  readonly later: boolean;
}[];

export const imports: fc.Arbitrary<Imports> = fc.array(
  fc.record({
    session: fc.nat(20),
    who: fc.nat(20),
    mode: fc.constantFrom('live', 'onDemand'),
    start: fc.nat(900),
    length: fc.nat(60),
    watchedMs: fc.option(fc.nat(200_000)),
    engages: fc.boolean(),
    later: fc.boolean(),
  }),
  { minLength: 4, maxLength: 16 },
);

interface Presence {
  readonly attendee: string;
  readonly mode: string;
  readonly start: number;
  readonly end: number;
}

const overlaps = (one: Presence, other: Presence) =>
  one.attendee === other.attendee &&
  one.mode === other.mode &&
  one.start < other.end &&
  one.end > other.start;

const presenceOf = ({ attendee, mode, start, end, countedUntil }: SliceRow): Presence => {
  const until = end === null ? Number.MAX_SAFE_INTEGER : Math.max(end, countedUntil ?? end);
  return { attendee, mode, start, end: until };
};

/**
 * Goes on with a written log: the server comes back after a crash, somebody joins, the past is imported in two goes, and the
 * log goes on. Undefined where the log left nothing to import into.
 */
export async function importIntoLog(
  file: string,
  { through }: WrittenLog,
  told: Imports,
): Promise<WrittenLog | undefined> {
  const time = new FakeTime(through + 150_000);
  const core = await openCore(file, time);
  try {
    const sessions = core.live.registry.sessions();
    const [first] = sessions;
    if (first === undefined) return undefined;
    await core.pass(1000);
    const { row } = first;
    const org = core.live.registry.byKey(row.tenant)?.row.id ?? '';
    const own = sessions.filter((session) => session.row.tenant === row.tenant);
    const actor = { org, attendee: 'desk', role: 'admin' } as const;
    core.submit({ ...join(1, 'ivo', row.id), actor: { ...actor, attendee: 'ivo', role: 'attendee' } });
    await core.pass(200_000);
    const goes = await linesOf(
      core,
      told,
      own.map((session) => session.row),
    );
    for (const lines of goes) {
      if (lines.length > 0) await importInto(core, file, lines, actor);
      await core.pass(70_000);
    }
    const engaged = core.engage({ ...engage('late', 'ivo'), actor, session: row.id });
    await core.pass(130_000);
    await engaged;
  } finally {
    await core.close();
  }
  const { live, tallies } = core;
  const sessions = new Map(live.registry.sessions().map(({ row }) => [row.key, row]));
  return { live, tallies, sessions, through: live.time ?? 0 };
}

async function linesOf(core: Core, told: Imports, sessions: readonly Session[]) {
  const [run] = await core.history.runs(0, Number.MAX_SAFE_INTEGER);
  const base = Math.floor(((run?.start ?? 0) - 30 * MINUTE_MS) / STEP_MS) * STEP_MS;
  const now = Math.floor((core.live.time ?? 0) / MINUTE_MS) * MINUTE_MS;
  const org = core.live.registry.byKey(sessions[0]?.tenant ?? 0)?.row.id ?? '';
  const goes: [object[], object[]] = [[], []];
  const taken = new Map<number, Presence[]>();
  for (const [index, one] of told.entries()) {
    const session = sessions[one.session % sessions.length];
    if (session === undefined) continue;
    const rows = await core.history.slices({ session: session.key, limit: 9999 });
    const before = taken.get(session.key) ?? rows.map(presenceOf);
    taken.set(session.key, before);
    const known = rows.map(({ attendee }) => attendee).filter((id) => /^[a-z]\d*$/.test(id));
    const people = [...NEW_PEOPLE, ...known];
    const attendee = people[one.who % people.length] ?? '';
    const start = base + one.start * STEP_MS;
    const mode = session.details.kind === 'networking' ? 'live' : one.mode;
    const presence = { attendee, mode, start, end: start + one.length * STEP_MS };
    if (core.live.isErased({ org, attendee })) continue;
    if (presence.end >= now || before.some((other) => overlaps(other, presence))) continue;
    before.push(presence);
    const lines = goes[one.later ? 1 : 0];
    const at = (ms: number) => new Date(ms).toISOString();
    const watched = one.watchedMs === null || mode === 'live' ? {} : { watchedSeconds: one.watchedMs / 1000 };
    const line = { id: `i${index}`, session: session.id, attendee };
    const span = { start: at(start), end: at(presence.end) };
    lines.push({ kind: 'slice', ...line, mode, ...span, ...watched });
    if (one.engages) {
      const clap = { action: 'reaction', data: { reaction: 'clap' }, at: at(start) };
      lines.push({ kind: 'engagement', ...line, id: `e${index}`, ...clap });
    }
  }
  return goes;
}
