import { beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '../../server/api/app.ts';
import type { ApiParts } from '../../server/api/context.ts';
import { Tokens } from '../../server/gateway/tokens.ts';
import { Metrics } from '../../server/metrics/metrics.ts';
import { SeriesOrFile } from '../../server/series/series-or-file.ts';
import { SeriesWriter } from '../../server/series/series-writer.ts';
import { openFile, STRANGE, SUB_EVENT, SUB_ROOM } from '../series/fed-file.ts';
import { EVENT, MINUTE, minute, ORG, ROOM, STREAM, T0 } from '../storage/history/batches.ts';
import { openSeries } from '../storage/redis/time-series-server.ts';
import { useContract } from '../support/contract.ts';
import { canStartRedis } from '../support/redis-process.ts';
import { RedisServer } from '../support/redis-server.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';
import { mint, SECRET } from '../support/tokens.ts';

const server = useTestServer();
const contract = useContract(server);
let tenant: Tenant;

beforeAll(async () => {
  tenant = server.tenant();
  const ann = await tenant.enter('ann', 's1', { event: 'e1' });
  await ann.engage('s1', 'reaction', { reaction: 'clap' });
  await tenant.enter('bob', 's2', { event: 'e1' });
  await tenant.settled();
});

const ofEvent = 'GET /v1/events/{id}/series';
const ofOrganization = 'GET /v1/organizations/{id}/series';

describe('the curves of groups over HTTP', () => {
  test('have nulls for what has not ended, and nothing but closed steps', async () => {
    const answer = await tenant.call('/v1/events/e1/series?groupBy=session&metric=peak');
    contract.expectKept(ofEvent, answer);
    expect(answer.json).toMatchObject({
      scope: 'event:e1',
      groupBy: 'session',
      metric: 'peak',
      step: 'minute',
    });
    const groups = answer.json.groups as { points: { start: string; value: number | null }[] }[];
    const through = String(answer.json.dataThrough);
    for (const { points } of groups) {
      for (const { start, value } of points) if (start >= through) expect(value).toBeNull();
    }
  });

  test.each([
    ['metric=watch', 'metric'],
    ['metric=engagement:', 'metric'],
    ['metric=engagement:a%28b', 'metric'],
    ['groupBy=event', 'groupBy'],
    ['step=second', 'step'],
    ['mode=both', 'mode'],
    ['groupBy=mode&mode=live', 'mode'],
    ['groupBy=mode&metric=engagement:reaction', 'metric'],
    ['mode=live&metric=engagement:reaction', 'mode'],
    ['groupBy=mode&metric=connections', 'metric'],
    ['mode=live&metric=connections', 'mode'],
    ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'from'],
    ['from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'step'],
    ['from=x', 'from'],
  ])('refuse %s', async (query, path) => {
    const answer = await tenant.call(`/v1/events/e1/series?${query}`);
    contract.expectKept(ofEvent, answer);
    expect({ status: answer.status, errors: answer.json.errors }).toMatchObject({
      status: 400,
      errors: [{ path }],
    });
  });

  test('are not there for another organization, another event, or an attendee', async () => {
    const stranger = server.tenant();
    const eve = stranger.token('eve', { role: 'admin' });
    const elsewhere = tenant.token('ann', { role: 'moderator', event: 'e2' });
    const statusOf = async (path: string, token: string) => (await tenant.call(path, { token })).status;
    expect(await statusOf('/v1/events/e1/series', eve)).toBe(404);
    expect(await statusOf('/v1/events/e1/series', elsewhere)).toBe(404);
    expect(await statusOf('/v1/events/none/series', tenant.token('ann', { role: 'moderator' }))).toBe(404);
    expect(await statusOf('/v1/events/e1/series', tenant.token('ann'))).toBe(403);
    const organization = `/v1/organizations/${tenant.org}/series`;
    expect(await statusOf(organization, eve)).toBe(404);
    expect(await statusOf(organization, elsewhere)).toBe(403);
    const answer = await tenant.call(`${organization}?groupBy=mode&metric=uniques&step=hour`);
    expect(answer.status).toBe(200);
    contract.expectKept(ofOrganization, answer);
  });
});

const MINUTES = 22;
const ALIVE = { start: T0, end: T0 + 10 * MINUTE };
const AGAIN = { start: T0 + 14 * MINUTE, end: T0 + 20 * MINUTE + 1 };

/** The values of a curve: 0 where nothing was, null where the server was not, and where the minute has not ended. */
function curve(...first: (number | string | null)[]) {
  const values = Array.from({ length: MINUTES }, (_, n) => first[n] ?? 0);
  return values.map((value, n) => ((n > 10 && n < 14) || n >= 20 ? null : value));
}

describe.runIf(canStartRedis)('the curves of groups', () => {
  let apis: ReturnType<typeof createApi>[];

  beforeAll(async () => {
    const redis = await RedisServer.start();
    const { client, series } = await openSeries(redis);
    const file = await openFile();
    const errors: unknown[] = [];
    const writer = new SeriesWriter({
      ...file,
      series,
      isLeader: () => true,
      onError: (error) => errors.push(error),
    });
    const tell = async (...args: Parameters<typeof file.feed>) => {
      writer.committed(await file.feed(...args));
      await writer.settled();
    };
    await tell(T0 + 10 * MINUTE, {
      runs: [ALIVE],
      minutes: [
        minute({ minute: T0, peak: 3 }),
        minute({ minute: T0, track: 1, peak: 2 }),
        minute({ minute: T0 + MINUTE, scope: STREAM, peak: 4 }),
        minute({ minute: T0 + 2 * MINUTE, scope: STREAM, peak: 0, connections: null }),
        minute({ minute: T0, scope: EVENT, peak: 5 }),
        minute({ minute: T0, scope: EVENT, track: 1, peak: 6 }),
        minute({ minute: T0 + MINUTE, scope: EVENT, track: 2, peak: 7 }),
        minute({ minute: T0, scope: SUB_ROOM, peak: 8, connections: null }),
        minute({ minute: T0, scope: SUB_EVENT, peak: 9 }),
        minute({ minute: T0, scope: ORG, track: 1, peak: 10 }),
        minute({ minute: T0, scope: ORG, peak: 10 }),
      ],
      engagementMinutes: [{ scope: ROOM, minute: T0 + MINUTE, action: 'reaction', count: 2 }],
    });
    await tell(AGAIN.end, { runs: [AGAIN] });
    expect(errors).toEqual([]);
    const fromRedis = new SeriesOrFile({
      series,
      file: { query: () => Promise.reject(new Error('the file was asked')) },
      onError: (error) => errors.push(error),
    });
    apis = [file.series, fromRedis].map((reader) =>
      createApi({
        ...file,
        series: reader,
        pipeline: { now: () => AGAIN.end },
        credentials: new Tokens({ secrets: [SECRET] }),
        metrics: new Metrics(),
        pageDir: '',
        onError: (error: unknown) => errors.push(error),
      } as unknown as ApiParts),
    );
    return async () => {
      expect(errors).toEqual([]);
      await file.close();
      client.destroy();
      await redis.close();
    };
  });

  /** The curves from the file and from Redis, which must be the same, by the value of the label. */
  async function ask(path: string, org = 'acme') {
    const token = mint({ sub: 'desk', org, role: 'moderator' });
    const span = `from=${new Date(T0).toISOString()}&to=${new Date(T0 + MINUTES * MINUTE).toISOString()}`;
    const answers = await Promise.all(
      apis.map(async (api) => {
        const answer = await api.request(`/v1/${path}&${span}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        return answer.json();
      }),
    );
    const [fromFile, fromRedis] = answers as { groupBy: string; groups: Record<string, unknown>[] }[];
    expect(fromRedis).toEqual(fromFile);
    const groups = fromFile?.groups.map((group) => [
      group[fromFile.groupBy],
      (group.points as { value: unknown }[]).map(({ value }) => value),
    ]);
    return Object.fromEntries(groups ?? []);
  }

  test('of an event by session, of all modes or one', async () => {
    expect(await ask('events/conf/series?metric=peak')).toEqual({ room: curve(3), stream: curve(0, 4) });
    expect(await ask('events/conf/series?metric=peak&mode=live')).toEqual({ room: curve(2) });
  });

  test('of an event by mode', async () => {
    expect(await ask('events/conf/series?groupBy=mode')).toEqual({ live: curve(6), onDemand: curve(0, 7) });
  });

  test('of engagement, and of the instants of peaks', async () => {
    expect(await ask('events/conf/series?metric=engagement:reaction')).toEqual({ room: curve(0, 2) });
    const { room } = await ask('events/conf/series?metric=peakAt');
    expect(room?.slice(0, 2)).toEqual([new Date(T0 + 1234).toISOString(), null]);
  });

  test('of connections: none where nobody was, null where they are not known', async () => {
    expect(await ask('events/conf/series?metric=connections')).toEqual({
      room: curve(9),
      stream: curve(0, 9).with(2, null),
    });
    const id = encodeURIComponent(STRANGE.event);
    expect(await ask(`events/${id}/series?metric=connections`)).toEqual({
      [STRANGE.session]: curve().with(0, null),
    });
  });

  test('of an organization by event, with its parts, and of a part by itself', async () => {
    const theirs = { [STRANGE.event]: curve(9) };
    expect(await ask('organizations/acme/series?metric=peak')).toEqual({ conf: curve(5), ...theirs });
    const part = encodeURIComponent(STRANGE.organization);
    expect(await ask(`organizations/${part}/series?groupBy=event`)).toEqual(theirs);
    expect(await ask(`organizations/${part}/series?groupBy=event`, STRANGE.organization)).toEqual(theirs);
    expect(await ask('organizations/acme/series?groupBy=mode')).toEqual({ live: curve(10) });
  });

  test('of an event whose ids hold every character there is', async () => {
    const id = encodeURIComponent(STRANGE.event);
    expect(await ask(`events/${id}/series?groupBy=session`)).toEqual({ [STRANGE.session]: curve(8) });
  });
});
