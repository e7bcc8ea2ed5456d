import { describe, expect, test } from 'vitest';
import { FAIR, WEBINAR } from '../event-world.ts';
import { ANALYTICS, ENGAGEMENT, EVENTS, type EventDesk } from './event-desk.ts';

/** What is asked in a wrong way, or by somebody who may not. The last: it looks at the log of errors. */
export function refusals(desk: EventDesk): void {
  const { call, get, server } = desk;

  describe('is refused', () => {
    const FIGURES = [
      `${ENGAGEMENT}/ID/top-participants`,
      '/api/analytics/getVideoWatchOverTime/ID',
      `${ANALYTICS}/ID/live-attendance`,
      `${ANALYTICS}/ID/statistics`,
      `${ENGAGEMENT}/ID/minutes`,
      `${ENGAGEMENT}/ID/users/ada/minutes`,
      `${EVENTS}/ID/polls`,
      `${EVENTS}/ID/chat`,
      `${EVENTS}/ID/questions`,
      `${ANALYTICS}/ID/chat/sentiment`,
      `${ANALYTICS}/ID/word-cloud`,
      `${ANALYTICS}/ID/reactions`,
      `${ANALYTICS}/ID/top-moments`,
    ];
    const refusal = (status: number, errorMessage: unknown) => [status, { hasError: true, errorMessage }];

    test.each(FIGURES)('%s', async (figure) => {
      const answers = async (paths: readonly string[]) =>
        Promise.all(paths.map(async (path) => [path, ...Object.values(await statusAndBody(path))]));
      const statusAndBody = async (path: string) => {
        const { status, json } = await call(path);
        return { status, json };
      };
      const ofEvent = (id: string) => figure.replace('ID', id);
      for (const [, ...answer] of await answers(['nobodys', 'theirs', '%00', 'a%20b'].map(ofEvent)))
        expect(answer).toEqual(refusal(404, 'Event not found'));
      const wrong = [
        ...['engagementType=both', 'eventType=webinar', 'startDate=yesterday', 'endDate=2026-02-30'],
        ...['startDate=2026-03-03&endDate=2026-03-01', 'timezone=Mars/Olympus'],
      ].map((query) => `${ofEvent(WEBINAR)}?${query}`);
      for (const [path, ...answer] of await answers(wrong))
        expect([path, ...answer]).toEqual([path, ...refusal(400, expect.any(String))]);
      const stranger = await server.call(`/compat/sequel${ofEvent(WEBINAR)}`, { token: 'x.y.z' });
      expect([stranger.status, stranger.json]).toEqual(refusal(401, 'Token not found'));
      const token = desk.tenant.token('ada', { role: 'attendee' });
      const attendee = await server.call(`/compat/sequel${ofEvent(WEBINAR)}`, { token });
      expect([attendee.status, attendee.json]).toEqual(refusal(403, expect.any(String)));
    });

    test.each([
      ...['0', '-1', '10001', '1e3', '2.5', 'x'].map(
        (limit) => `${ENGAGEMENT}/${WEBINAR}/top-participants?limit=${limit}`,
      ),
      ...['from=5&to=4', 'from=x', 'to=1.5', 'userId=a%20b'].map(
        (query) => `${ENGAGEMENT}/${WEBINAR}/minutes?${query}`,
      ),
      ...['limit=0', 'limit=1001', 'cursor=x', 'format=xml', 'channel=bubble'].map(
        (q) => `${EVENTS}/${WEBINAR}/chat?${q}`,
      ),
      `${ANALYTICS}/${WEBINAR}/word-cloud?source=mail`,
      `${ANALYTICS}/${WEBINAR}/word-cloud?language=klingon`,
      `${ANALYTICS}/${WEBINAR}/reactions?limit=101`,
      `${ANALYTICS}/${WEBINAR}/top-moments?window=61`,
      `${ANALYTICS}/${WEBINAR}/top-moments?limit=21`,
    ])('%s', async (path) => {
      const { status, json } = await call(path);
      expect([status, json]).toEqual(refusal(400, expect.any(String)));
    });

    test('a user of whom nobody knows, and a cursor of another list', async () => {
      const nobody = await call(`${ENGAGEMENT}/${WEBINAR}/users/nobody/minutes`);
      expect(nobody.status).toBe(404);
      const { nextCursor } = await get(`${EVENTS}/${WEBINAR}/chat?limit=1`);
      expect((await call(`${EVENTS}/${FAIR}/chat?cursor=${nextCursor}`)).status).toBe(400);
      expect(server.errorsLogged).toEqual([]);
    });
  });
}
