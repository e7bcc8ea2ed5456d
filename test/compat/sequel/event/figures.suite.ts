import { describe, expect, test } from 'vitest';
import { at, COMPANY, FAIR, WEBINAR } from '../event-world.ts';
import { ANALYTICS, ENGAGEMENT, type EventDesk } from './event-desk.ts';

const CURVE = [3, 3, 3, 3, 12, 10, 13, 13, 14, 14, 16];

/** Who took part, the stage over time, and the statistics of an event. */
export function figures(desk: EventDesk): void {
  const { call, get } = desk;

  describe('top participants', () => {
    test('are as documented, figures over all of them', async () => {
      const body = await get(`${ENGAGEMENT}/${WEBINAR}/top-participants?limit=2`);
      expect(JSON.stringify(body)).toBe(
        JSON.stringify({
          eventName: 'Recurring webinar 12',
          eventId: WEBINAR,
          eventType: 'virtualStageEvent',
          company: 'Acme Marketing',
          companyId: COMPANY,
          startDate: null,
          endDate: body.endDate,
          limit: 2,
          numberOfUsers: 57,
          totalEngagedMinutes: 898,
          averageEngagedMinutesByUser: 15.75,
          topParticipants: [
            { name: 'Ada', userEmail: 'ada@example.com', engagedMinutes: 113 },
            { name: 'Ben', userEmail: 'ben@example.com', engagedMinutes: 108 },
          ],
        }),
      );
      expect(Date.now() - Date.parse(String(body.endDate))).toBeLessThan(60_000);
    });

    test.each([
      ['live', 810, 100],
      ['onDemand', 88, 62],
    ])('in one mode: %s', async (mode, totalEngagedMinutes, most) => {
      const body = await get(`${ENGAGEMENT}/${WEBINAR}/top-participants?engagementType=${mode}`);
      expect(body).toMatchObject({ totalEngagedMinutes, limit: 10 });
      expect((body.topParticipants as object[])[0]).toMatchObject({ engagedMinutes: most });
    });

    test('of equals by name', async () => {
      const { topParticipants } = await get(
        `${ENGAGEMENT}/${WEBINAR}/top-participants?engagementType=live&limit=5`,
      );
      expect((topParticipants as { name: string }[]).map(({ name }) => name)).toEqual([
        ...['Ada', 'Ben', null, 'Amy', 'Zoe'],
      ]);
    });

    test('within dates, which are told as they were given', async () => {
      const path = `${ENGAGEMENT}/${WEBINAR}/top-participants%20(COPY)?startDate=${at(200)}&endDate=2026-03-02`;
      const body = await get(path);
      expect(body).toMatchObject({ startDate: at(200), endDate: '2026-03-02', totalEngagedMinutes: 88 });
      expect(await get(`${ENGAGEMENT}/${WEBINAR}/top-participants?endDate=2026-03-01`)).toMatchObject({
        ...{ numberOfUsers: 0, averageEngagedMinutesByUser: 0, topParticipants: [] },
      });
    });

    test.each([
      ['', 'all', 13, 2],
      ['?eventType=virtualStage', 'virtualStageEvent', 7, 2],
      ['?eventType=networkingHubEvent', 'networkingHubEvent', 7, 2],
    ])('of the components%s', async (query, eventType, totalEngagedMinutes, numberOfUsers) => {
      const body = await get(`${ENGAGEMENT}/${FAIR}/top-participants${query}`);
      expect(body).toMatchObject({ eventType, totalEngagedMinutes, numberOfUsers });
    });
  });

  describe('the stage over time', () => {
    test('is to the letter as documented', async () => {
      const { text } = await call(`/api/analytics/getVideoWatchOverTime/${FAIR}`);
      expect(text).toBe('{"VideoViews":[[0,1],[1,2],[2,2],[3,1],[4,1]]}');
      const { VideoViews } = await get(`/api/analytics/getVideoWatchOverTime/${WEBINAR}`);
      expect((VideoViews as unknown[]).slice(0, 12)).toEqual([
        ...CURVE.map((peak, minute) => [minute, peak]),
        [11, 2],
      ]);
      expect(VideoViews).toHaveLength(101);
    });

    test('has nothing where nothing went live, and no networking', async () => {
      for (const path of ['silent', `${FAIR}?eventType=networkingHub`, `${FAIR}?engagementType=onDemand`])
        expect(await get(`/api/analytics/getVideoWatchOverTime/${path}`)).toEqual({ VideoViews: [] });
      expect(await get(`${ANALYTICS}/silent/live-attendance`)).toEqual({
        ...{ eventId: 'silent', startedAt: null, endedAt: null, interval: 'minute', points: [] },
        peakConcurrent: { count: 0, minute: null, time: null },
      });
    });

    test('with who came and went', async () => {
      const body = await get(`${ANALYTICS}/${WEBINAR}/live-attendance`);
      const points = body.points as { minute: number; concurrent: number; joined: number; left: number }[];
      expect(Object.keys(body)).toEqual([
        'eventId',
        'startedAt',
        'endedAt',
        'interval',
        'points',
        'peakConcurrent',
      ]);
      expect(body).toMatchObject({
        ...{ eventId: WEBINAR, startedAt: at(0), endedAt: at(100), interval: 'minute' },
        peakConcurrent: { count: 16, minute: 10, time: at(10) },
      });
      expect(points[0]).toEqual({ minute: 0, time: at(0), concurrent: 3, joined: 3, left: 0 });
      expect(points.slice(0, 11).map(({ concurrent }) => concurrent)).toEqual(CURVE);
      expect(points[5]).toMatchObject({ joined: 0, left: 2 });
      const sum = (name: 'joined' | 'left') => points.reduce((total, point) => total + point[name], 0);
      expect([sum('joined'), sum('left')]).toEqual([57, 57]);
    });
  });

  describe('statistics', () => {
    test('are as documented', async () => {
      const body = await get(`${ANALYTICS}/${WEBINAR}/statistics`);
      const curve = body.concurrentByMinute as unknown[];
      expect({ ...body, concurrentByMinute: curve.slice(0, 2) }).toEqual({
        ...{ eventId: WEBINAR, eventName: 'Recurring webinar 12', eventType: 'virtualStageEvent' },
        ...{ companyId: COMPANY, isLive: false },
        ...{ liveMinutes: 810, onDemandMinutes: 88, totalEngagedMinutes: 898, averageDurationMinutes: 15.75 },
        ...{ numberOfUsers: 57, numberOfRegistered: 140, numberOfParticipants: 57 },
        peakConcurrent: { count: 16, minute: 10 },
        concurrentByMinute: [
          [0, 3],
          [1, 3],
        ],
        ...{ chatMessages: 210, pollAnswers: 65, questions: 12, dataThrough: body.dataThrough },
      });
      const { VideoViews } = await get(`/api/analytics/getVideoWatchOverTime/${WEBINAR}`);
      expect(curve).toEqual(VideoViews);
    });

    test('of one mode count its users, of all who were there', async () => {
      const body = await get(`${ANALYTICS}/${WEBINAR}/statistics?engagementType=onDemand`);
      expect(body).toMatchObject({
        ...{ liveMinutes: 0, onDemandMinutes: 88, totalEngagedMinutes: 88, averageDurationMinutes: 29.33 },
        ...{ numberOfUsers: 3, numberOfParticipants: 57, peakConcurrent: { count: 0, minute: null } },
      });
    });

    test('of an event without anybody', async () => {
      expect(await get(`${ANALYTICS}/silent/statistics`)).toMatchObject({
        ...{
          liveMinutes: 0,
          averageDurationMinutes: 0,
          numberOfUsers: 0,
          concurrentByMinute: [],
          isLive: false,
        },
      });
    });
  });
}
