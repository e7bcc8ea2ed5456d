import { describe, expect, test } from 'vitest';
import { CLICKER, LISTS, placeOf, useBrella } from './brella-world.ts';
import { clicked, DIGITS, dataOf, type Resource, timeSpent } from './resources.ts';

const { ask } = useBrella();

describe('tracking sessions', () => {
  const WATCHED = [
    timeSpent('15299989', ['2023-05-10T10:00:00.000Z', '2023-05-10T10:20:00.000Z'], 1200),
    timeSpent('15368214', ['2023-05-10T11:00:00.000Z', '2023-05-10T11:33:20.000Z'], 2000),
    timeSpent('15376377', ['2023-05-10T12:00:00.000Z', '2023-05-10T12:02:09.000Z'], 129),
  ];
  const session = (interactions: number, seconds: number, trackable: string, slices: readonly unknown[]) => ({
    id: DIGITS,
    type: 'tracking-session',
    attributes: { 'interaction-count': interactions, 'duration-seconds': seconds },
    relationships: {
      trackable: { data: { id: trackable, type: 'trackable' } },
      'tracking-session-slices': { data: slices.map((id) => ({ id, type: 'tracking-session-slice' })) },
    },
  });
  const trackable = (id: string, type: string, title: string) => ({
    id,
    type: 'trackable',
    attributes: { 'trackable-type': type, 'trackable-id': Number(id), title },
  });

  test('are the documented example, key by key', async () => {
    const { status, json } = await ask(`${CLICKER}/tracking_sessions?trackable_type=StreamLink`);
    expect(status).toBe(200);
    expect(json).toEqual({
      data: [session(0, 3329, '77', ['15299989', '15368214', '15376377'])],
      included: [trackable('77', 'StreamLink', 'Main stage'), ...WATCHED],
    });
  });

  test('are one for each session of the event, with its clicks', async () => {
    const { json } = await ask(`${CLICKER}/tracking_sessions`);
    expect(json).toEqual({
      data: [
        session(0, 3329, '77', ['15299989', '15368214', '15376377']),
        session(2, 0, '78', [DIGITS, DIGITS]),
      ],
      included: [
        trackable('77', 'StreamLink', 'Main stage'),
        trackable('78', 'Sponsor', 'Booth of Gold'),
        ...WATCHED,
        clicked(DIGITS, 'streamlink', '2023-05-10T13:00:00.000Z'),
        clicked(DIGITS, 'sponsor', '2023-05-10T13:00:05.250Z'),
      ],
    });
  });

  test('have the slices, and the ids, that the slices say', async () => {
    for (const attendee of ['7', '8', 'ann']) {
      const place = placeOf(attendee);
      const { json } = await ask(`${place}/tracking_sessions`);
      const slices = dataOf(await ask(`${place}/tracking_session_slices`));
      const told = slices.map(({ id, relationships }) => [id, JSON.stringify(relationships)]);
      const data = json.data as (Resource & ReturnType<typeof session>)[];
      const listed = data.flatMap(({ id, type, relationships }) =>
        relationships['tracking-session-slices'].data.map((one) => [
          one.id,
          JSON.stringify({ 'tracking-session': { data: { id, type } } }),
        ]),
      );
      expect(listed.sort()).toEqual(told.sort());
      for (const { id } of data) expect(Number(id)).toBeLessThan(Number.MAX_SAFE_INTEGER);
    }
  });

  test('of nobody who was there are none', async () => {
    for (const list of LISTS) {
      const answer = await ask(`${placeOf('9')}/${list}`);
      expect([answer.status, answer.text]).toEqual([204, '']);
    }
    expect((await ask(`${CLICKER}/tracking_sessions?trackable_type=Event`)).status).toBe(204);
  });
});
