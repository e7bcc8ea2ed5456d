import { describe, expect, test } from 'vitest';
import { at, FAIR, WEBINAR } from '../event-world.ts';
import { ENGAGEMENT, type EventDesk, type MinuteObject } from './event-desk.ts';

/** Who was there, minute by minute. */
export function minutes(desk: EventDesk): void {
  const { call, get } = desk;

  describe('minute by minute', () => {
    const minutesOf = async (path: string) => (await get(`${ENGAGEMENT}/${path}`)).minutes as MinuteObject[];

    test('as documented', async () => {
      const body = await get(`${ENGAGEMENT}/${WEBINAR}/minutes?from=0&to=0&userId=ada`);
      expect(JSON.stringify(body)).toBe(
        JSON.stringify({
          eventId: WEBINAR,
          startedAt: at(0),
          minutes: [
            {
              minute: 0,
              time: at(0),
              count: 1,
              users: [{ userId: 'ada', name: 'Ada', userEmail: 'ada@example.com', engagementType: 'live' }],
            },
          ],
        }),
      );
    });

    test.each([
      [WEBINAR, ''],
      [WEBINAR, '&engagementType=onDemand'],
      [FAIR, ''],
      [FAIR, '&eventType=virtualStage'],
      [FAIR, '&eventType=networkingHub'],
    ])('the counts are the engaged minutes of %s%s', async (event, query) => {
      const minutes = await minutesOf(`${event}/minutes?${query}`);
      const type = query.includes('engagementType') ? query : `${query}&engagementType=live`;
      const { totalEngagedMinutes } = await get(`${ENGAGEMENT}/${event}/top-participants?${type}`);
      expect(minutes.reduce((sum, { count }) => sum + count, 0)).toBe(totalEngagedMinutes);
      const [first] = minutes;
      expect(minutes.map(({ minute }) => minute)).toEqual(
        minutes.map((_, index) => (first?.minute ?? 0) + index),
      );
      for (const { count, users } of minutes) {
        expect(users).toHaveLength(count);
        expect(new Set(users.map(({ userId }) => userId)).size).toBe(count);
      }
    });

    test('from before the first goLive to its end, the quiet ones, too', async () => {
      const counts = (await minutesOf(`${FAIR}/minutes`)).map(({ minute, count }) => [minute, count]);
      expect(counts).toEqual([
        ...[
          [-3, 1],
          [-2, 1],
          [-1, 0],
          [0, 1],
          [1, 2],
          [2, 2],
          [3, 2],
          [4, 2],
          [5, 1],
          [6, 1],
        ],
      ]);
      const quiet = await minutesOf(`${WEBINAR}/minutes?from=95&to=104&engagementType=all&userId=ben`);
      expect(quiet.map(({ minute, count }) => [minute, count])).toEqual(
        Array.from({ length: 10 }, (_, index) => [95 + index, 0]),
      );
      expect(await minutesOf('silent/minutes')).toEqual([]);
    });

    test('of one user, as a list of numbers', async () => {
      expect((await call(`${ENGAGEMENT}/${FAIR}/users/ada/minutes`)).text).toBe('[1,2,3,4,5,6]');
      expect((await call(`${ENGAGEMENT}/${FAIR}/users/ada/minutes?from=2&to=3`)).text).toBe('[2,3]');
      expect((await call(`${ENGAGEMENT}/silent/users/ada/minutes`)).text).toBe('[]');
    });
  });
}
