import { describe, expect, test } from 'vitest';
import { CLICKER, PLACE, placeOf, useBrella } from './brella-world.ts';
import { clicked, DIGITS, dataOf, idsOf, inSession, VISITS } from './resources.ts';

const { ask } = useBrella();

describe('slices', () => {
  test('are the documented example, key by key', async () => {
    const answer = await ask(`${PLACE}/tracking_session_slices`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.json).toEqual({ data: VISITS.map((visit) => ({ ...visit, relationships: inSession })) });
    const [first, second] = dataOf(answer);
    expect(first?.relationships).toEqual(second?.relationships);
  });

  test.each<[query: string, expected: readonly string[]]>([
    ['tracking_type=time_spent', ['66097', '65967']],
    ['tracking_type=sponsor', []],
    ['tracking_type=time_spent&start_from=2023-05-10T00:00:00.000Z', ['66097', '65967']],
    ['start_from=2023-05-15T10:08:03.055Z', ['66097']],
    ['start_from=2023-05-15T10:08:03.056Z', []],
    ['start_to=2023-05-10T11:02:00.000Z', ['65967']],
    ['start_to=2023-05-10T11:01:59.999Z', []],
    ['start_from=2023-05-10T11:02:00Z&start_to=2023-05-15T10:08:03.055Z', ['66097', '65967']],
    ['start_from=2023-05-16&start_to=2023-05-01', []],
    ['end_from=2023-05-10T11:02:30Z&end_to=2023-05-10T11:02:30Z', ['65967']],
    ['end_from=2023-05-10T11:02:30.001Z', ['66097']],
    ['end_to=2023-05-10T11:02:29.999Z', []],
    ['start_from=2023-05-10&end_to=2023-05-11', ['65967']],
    ['start_time=2023-05-10T13:02:00%2B02:00', ['65967']],
    ['start_time=2023-05-10T11:02:00.001Z', []],
    ['end_time=2023-05-15T10:09:00.993Z', ['66097']],
    ['duration=58', ['66097']],
    ['duration=57', []],
    ['trackable_type=StreamLink', ['66097', '65967']],
    ['trackable_type=Event', []],
    ['click_time=2023-05-10T11:02:00.000Z', []],
    ['tracking_type=&unknown=parameter', ['66097', '65967']],
  ])('filtered by %s', async (query, expected) => {
    const answer = await ask(`${PLACE}/tracking_session_slices?${query}`);
    expect([answer.status, answer.text === '']).toEqual(expected.length > 0 ? [200, false] : [204, true]);
    expect(idsOf(answer)).toEqual(expected);
  });

  test('of clicks are those of a sponsor and of a stream', async () => {
    const { json } = await ask(`${CLICKER}/tracking_session_slices?start_from=2023-05-11`);
    expect(json).toEqual({});
    const clicks = await ask(`${CLICKER}/tracking_session_slices?trackable_type=Sponsor`);
    expect(clicks.json).toEqual({
      data: [
        { ...clicked(DIGITS, 'sponsor', '2023-05-10T13:00:05.250Z'), relationships: inSession },
        { ...clicked(DIGITS, 'streamlink', '2023-05-10T13:00:00.000Z'), relationships: inSession },
      ],
    });
    const [sponsor, stream] = idsOf(clicks);
    const found = async (query: string) => idsOf(await ask(`${CLICKER}/tracking_session_slices?${query}`));
    expect(await found('')).toEqual([sponsor, stream, '15376377', '15368214', '15299989']);
    expect(await found('tracking_type=sponsor')).toEqual([sponsor]);
    expect(await found('tracking_type=streamlink&duration=0')).toEqual([stream]);
    expect(await found('click_time=2023-05-10T13:00:00.000Z')).toEqual([stream]);
    expect(await found('click_time=2023-05-10T13:00:00.000Z&tracking_type=time_spent')).toEqual([]);
    expect(await found('click_time=2023-05-10T13:00:00.000Z&start_from=2023-05-10')).toEqual([]);
  });

  test('of who is there now have no end, and are as long as they are so far', async () => {
    const place = `${placeOf('ann')}/tracking_session_slices`;
    const all = dataOf(await ask(place)).map(({ attributes }) => attributes);
    expect(all.map((attributes) => attributes['tracking-type'])).toEqual([
      'sponsor',
      'time_spent',
      'time_spent',
    ]);
    const open = dataOf(await ask(`${place}?trackable_type=StreamLink`));
    expect(open).toMatchObject([
      { attributes: { 'end-time': null, 'duration-seconds': expect.any(Number) } },
    ]);
    const start = String(open[0]?.attributes['start-time']);
    expect(idsOf(await ask(`${place}?start_time=${start}`))).toEqual([open[0]?.id]);
    expect(idsOf(await ask(`${place}?trackable_type=StreamLink&end_from=2000-01-01`))).toEqual([]);
  });
});
