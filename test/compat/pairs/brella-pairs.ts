import { numberOfId } from '../../../server/compat/numbers.ts';
import type { AskedEvent, Json } from './asked-event.ts';
import { ofPeople, type Pair, sumOf } from './pair.ts';

const durationOf = ({ start, end }: Json, through: number) =>
  Math.round((Date.parse(end ?? new Date(through).toISOString()) - Date.parse(start)) / 1000);

async function ownSlices(asked: AskedEvent, person: string): Promise<Json[]> {
  const sessions = new Set(asked.sessions.map(({ row }) => row.id));
  const items = await asked.all(`/attendees/${person}/slices`);
  return items.filter(({ session }: Json) => sessions.has(session));
}

async function ownClicks(asked: AskedEvent, person: string): Promise<Json[]> {
  const sessions = new Set(asked.sessions.map(({ row }) => row.id));
  const items = await asked.all(`/attendees/${person}/engagements?action=click`);
  return items.filter(({ session }: Json) => sessions.has(session));
}

export const BRELLA: readonly Pair[] = [
  ofPeople(
    'Brella slices',
    async (asked, person) => {
      const answer = await asked.brella(person, 'tracking_session_slices?tracking_type=time_spent');
      return (answer?.data ?? []).map(({ id, attributes }: Json) => [
        ...[id, attributes['start-time'], attributes['end-time'], attributes['duration-seconds']],
      ]);
    },
    async (asked, person) =>
      (await ownSlices(asked, person))
        .map((slice) => [slice.start, Number(slice.id), slice] as const)
        .sort(([a, first], [b, second]) => b.localeCompare(a) || second - first)
        .map(([start, number, slice]) => {
          const id = String(numberOfId('', number));
          return [id, start, slice.end, durationOf(slice, asked.through)];
        }),
  ),
  ofPeople(
    'Brella durations and interactions',
    async (asked, person) => {
      const answer = await asked.brella(person, 'tracking_sessions');
      const attributes = (answer?.data ?? []).map((one: Json) => one.attributes);
      return [
        sumOf(attributes.map((one: Json) => one['duration-seconds'])),
        sumOf(attributes.map((one: Json) => one['interaction-count'])),
      ];
    },
    async (asked, person) => [
      sumOf((await ownSlices(asked, person)).map((slice) => durationOf(slice, asked.through))),
      (await ownClicks(asked, person)).length,
    ],
  ),
];
