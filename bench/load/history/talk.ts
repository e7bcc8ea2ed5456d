import type { Random } from '../../../server/demo/random.ts';
import { attendeesOf } from './presence.ts';
import type { PlannedSession } from './programme.ts';

/** A row of `engagements` but for its key; the action by its name. */
export type EngagementCells = readonly [
  id: string,
  session: number,
  attendee: number,
  action: string,
  at: number,
  data: string,
];

const SENTENCES = [
  'Could you say more about that last point?',
  'This is great, thank you so much!',
  'The sound is bad here, is it only me?',
  'Hello from Berlin',
  'I do not agree, the numbers look wrong',
  'Love this demo 🎉',
  'When will the slides be shared?',
  'Das war ein wirklich guter Vortrag',
  'So boring, sorry',
  'Where can I find the documentation of the API?',
] as const;

const ACTIONS: readonly (readonly [action: string, weight: number])[] = [
  ['reaction', 6],
  ['chat.message', 3],
  ['click', 1],
];

/** So many of a session's attendees say something at most. */
const TALKERS = 5000;

const REACTIONS = ['clap', 'heart', 'laugh', 'wow'] as const;

const pick = <T>(list: readonly T[], random: Random) => list[Math.floor(random.next() * list.length)];

function dataOf(action: string, random: Random): string {
  if (action === 'chat.message') return JSON.stringify({ text: pick(SENTENCES, random) });
  if (action === 'click') return JSON.stringify({ trackableType: 'Sponsor', trackable: 'booth-1' });
  return JSON.stringify({ reaction: pick(REACTIONS, random) });
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0').slice(-digits);

/** A UUID of version 7, as the SDK makes them. */
export function idAt(time: number, random: Random): string {
  const high = hex(time, 12);
  const part = () => Math.floor(random.next() * 0x1_0000);
  const rest = `7${hex(part(), 3)}-8${hex(part(), 3)}-${hex(part(), 4)}${hex(part(), 4)}${hex(part(), 4)}`;
  return `${high.slice(0, 8)}-${high.slice(8)}-${rest}`;
}

/** Whoever is in the room talks; when does not matter to what reads it. */
export function engagementsOf(session: PlannedSession, random: Random): EngagementCells[] {
  const { key, start, end, engagements } = session;
  const people = [...attendeesOf({ ...session, attendees: Math.min(session.attendees, TALKERS) })];
  return Array.from({ length: engagements }, () => {
    const at = Math.floor(random.between(start, end));
    const action = random.pick(ACTIONS);
    return [idAt(at, random), key, pick(people, random) ?? 1, action, at, dataOf(action, random)];
  });
}
