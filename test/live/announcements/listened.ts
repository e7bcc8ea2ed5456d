import { deepStrictEqual } from 'node:assert';
import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { Change, Entry } from '../../../server/live/changes.ts';
import { Live } from '../../../server/live/live.ts';
import { Bystander } from './bystander.ts';
import { putWebhook, type Said, saidBy } from './hearing.ts';

const MINUTE = 60_000;
const ROOTS = ['a', 'b'];

export const WATCHED = [
  'session.live',
  'session.ended',
  'session.silent',
  'event.ended',
  'peak.reached',
] as const;

function endingAt(id: string, endsAt: number): Change {
  const details = { title: id, shortCode: null, startsAt: null, endsAt, timeZone: null, metadata: {} };
  return { kind: 'putEvent', actor: { org: 'a', attendee: 'boss', role: 'admin' }, id, details };
}

/**
 * The trace with somebody who listens from its first entry on, events whose time ends in the midst of it, and some quiet minutes at
 * its end. Nothing is deleted in an entry that does something else: a bystander would never have seen it.
 */
export function listenedTo(entries: readonly Entry[]): Entry[] {
  const [first, ...rest] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return [];
  const hooks = ROOTS.map((org) =>
    putWebhook(`${org}1`, { actor: { org, attendee: 'boss', role: 'admin' }, types: [...WATCHED] }),
  );
  const ends = ['e1', 'e2'].map((id, index) =>
    endingAt(id, first.time - 15 * MINUTE + (2 * index + 1) * 20_000),
  );
  const isDeletion = ({ kind }: Change) => kind.startsWith('delete') && kind !== 'deleteKey';
  const calm = rest.map((entry) => {
    const others = entry.changes.filter((change) => !isDeletion(change));
    return others.length > 0 ? { ...entry, changes: others } : entry;
  });
  const quiet = Array.from({ length: 90 }, (_, index): Entry => {
    const number = last.number + index + 1;
    return {
      ...last,
      position: `${last.position} ${index}`,
      number,
      time: last.time + (index + 1) * 1_000,
      changes: [],
    };
  });
  const [start, ...others] = first.changes;
  const calmly = others.filter((change) => !isDeletion(change));
  const changes = start === undefined ? [] : [start, ...hooks, ...calmly, ...ends];
  return [{ ...first, changes }, ...calm, ...quiet];
}

function line({ type, where, at, value, since }: Said): string {
  const more = value === undefined ? (since === undefined ? '' : ` since ${since}`) : `: ${value}`;
  return `${type} ${where} at ${at}${more}`;
}

/** What is announced is what a bystander would announce; gives its types. */
export function compareAnnouncements(entries: readonly Entry[]): string[] {
  const live = new Live();
  const bystander = new Bystander(live, ROOTS);
  // Also of what is deleted in the entry that says something of it.
  const names = new Map<ScopeKey, string>();
  return entries.flatMap((entry) => {
    const applied = live.apply(entry);
    for (const { row } of [...live.registry.events(), ...live.registry.sessions()])
      names.set(row.key, row.id);
    const announced = saidBy((key) => names.get(key), entry, applied);
    const expected = bystander.expected(entry, applied);
    deepStrictEqual(announced.map(line).sort(), expected.sort(), `entry ${entry.position} at ${entry.time}`);
    return announced.map(({ type }) => type);
  });
}
