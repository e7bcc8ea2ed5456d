import type { Entry } from '../../../server/live/changes.ts';
import type { OracleSession, OracleSlice } from './model.ts';
import { DAY, MINUTE, STANDSTILL } from './model.ts';
import { NodeSituations } from './node-situations.ts';
import { Oracle } from './oracle.ts';

/** Names of what happens in a trace, each once. */
export function situations(entries: readonly Entry[]): Set<string> {
  const oracle = new Oracle();
  const nodes = new NodeSituations(oracle);
  const found = new Set<string>();
  const add = (...names: string[]): void => {
    for (const name of names) found.add(name);
  };
  for (const entry of entries) {
    add(...inTime(entry.time, oracle));
    add(...nodes.before(entry));
    const applied = oracle.apply(entry);
    add(...nodes.after(entry, applied));
    const { outcomes, standstill } = applied;
    if (standstill && oracle.times.length > 1) add('standstill');
    if (entry.changes.length > 1) add('several changes in an entry');
    add(...entry.changes.map(({ kind }, index) => `${kind} ${outcomes[index]}`));
    add(...inPresence(oracle.presence.slices));
  }
  const again = oracle.presence.slices.some(({ session, attendee, start }) =>
    oracle.erasures.some((one) => one.tenant === session.org && one.attendee === attendee && start > one.at),
  );
  if (again) add('comes back erased');
  for (const { session, present } of oracle.engaged) {
    found.add(session === null ? 'engaged nowhere' : present ? 'engaged present' : 'engaged absent');
  }
  if (new Set(oracle.times.map((time) => Math.floor(time / DAY))).size > 1) found.add('several days');
  return found;
}

function inTime(time: number, oracle: Oracle): string[] {
  const before = oracle.times.at(-1) ?? 0;
  const deadlines = oracle.presence.slices
    .filter((slice) => slice.seats.length === 0)
    .map(({ windows }) => windows);
  const alone = deadlines.flat().filter((at) => at < time);
  return [
    ...(time - before === STANDSTILL ? ['exactly 2000 ms'] : []),
    ...(time - before <= STANDSTILL && deadlines.flat().includes(time) ? ['deadline at an entry'] : []),
    ...(time - before <= STANDSTILL && alone.some((at) => at % MINUTE === 0)
      ? ['deadline alone at a minute']
      : []),
    ...(time - before <= STANDSTILL && alone.some((at) => at % DAY === 0)
      ? ['deadline alone at midnight']
      : []),
    ...(time % MINUTE === 0 ? ['entry at a minute'] : []),
    ...(time % DAY === 0 ? ['entry at midnight'] : []),
  ];
}

function inPresence(slices: readonly OracleSlice[]): string[] {
  const open = slices.filter((slice) => !slice.ended);
  const pairs = open.map((slice) => `${slice.session.org} ${slice.session.id} ${slice.attendee}`);
  return [
    ...slices.flatMap((slice) => (slice.ended ? [`ended ${slice.ended.endedBy}`] : [])),
    ...(slices.some((slice) => slice.ended?.countedUntil === slice.start) ? ['empty slice'] : []),
    ...(slices.some((slice) => slice.played.length > 0) ? ['played slice'] : []),
    ...(slices.some(isPlayedOnTwoDays) ? ['played on two days'] : []),
    ...(open.some((slice) => slice.seats.length > 1) ? ['second tab'] : []),
    ...(open.some((slice) => slice.seats.length > 0 && slice.proof > slice.start) ? ['resume'] : []),
    ...(slices.some(({ session }) => session.gone.size > 0) ? ['deleted with slices'] : []),
    ...(open.some(({ session }) => slices.some((slice) => isBefore(slice.session, session)))
      ? ['made again']
      : []),
    ...(open.some(isInPart) ? ['join of a part'] : []),
    ...(open.some((slice) => isInPart(slice) && open.some((other) => isAbove(other, slice)))
      ? ['in a part and above']
      : []),
    ...(new Set(pairs).size < pairs.length ? ['both modes at once'] : []),
    ...(new Set(open.map((slice) => slice.country)).size > 10 ? ['more than ten countries'] : []),
  ];
}

/** A session of the same id that is no more. */
function isBefore(a: OracleSession, b: OracleSession): boolean {
  return a !== b && a.org === b.org && a.id === b.id;
}

function isInPart({ session }: OracleSlice): boolean {
  return session.owners.length > 1;
}

/** The same person, in an organization above. */
function isAbove(a: OracleSlice, b: OracleSlice): boolean {
  const [owner] = a.session.owners;
  if (a.attendee !== b.attendee || a.session.org !== b.session.org || owner === undefined) return false;
  return b.session.owners.slice(1).includes(owner);
}

function isPlayedOnTwoDays({ played }: OracleSlice): boolean {
  return (
    new Set(played.filter(({ advanceMs }) => advanceMs > 0).map(({ at }) => Math.floor(at / DAY))).size > 1
  );
}
