import { beforeAll, describe, expect, test } from 'vitest';
import { useContract } from '../support/contract.ts';
import { settledReport } from '../support/reports.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const NOON = '2026-05-01T12:00:00Z';

/** Wrong values of parameters that many routes have, by name. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  limit: ['-1', '0', '1001', '1e9', '10abc', '1.5', '', ' 5', '٣', 'NaN', '0x10'],
  from: [
    'yesterday',
    '1746093600',
    '1746093600000',
    '',
    '2026-05-01',
    '2026-05-01T12:00:00',
    '%2B275760-09-13T00:00:00Z',
  ],
  to: ['tomorrow', '-1', '9999-12-31T23:59:59Z', '2026-02-30T00:00:00Z', '2026-03-29T02:30:00', '%00'],
  timezone: ['Mars/Olympus', '', 'Europe/Berlin%00', '%2B02:00x'],
  mode: ['LIVE', 'both', ''],
  step: ['fortnight', '', 'Minute'],
};

const SAMPLES: Readonly<Record<string, string>> = {
  scope: 'session:s1',
  attendee: 'ann',
  poll: 'p1',
  start: NOON,
};

interface Reading {
  readonly operation: `${string} /${string}`;
  readonly path: string;
  /** Of the query. */
  readonly names: readonly string[];
  /** The required ones, with good values. */
  readonly needed: string;
}

const server = useTestServer();
const contract = useContract(server);
let tenant: Tenant;
/** Of a report that is ready. */
let reportId = '';
let readings: readonly Reading[];
let hookId = '';

const GOOD: Readonly<Record<string, string>> = {
  groupBy: 'session',
  from: NOON,
  to: '2026-05-01T13:00:00Z',
  a: 'session:s1',
  b: 'session:s2',
  period: 'day',
};

function pathOf(path: string): string {
  const id = path.startsWith('/v1/events')
    ? 'e1'
    : path.startsWith('/v1/organizations')
      ? tenant.org
      : path.startsWith('/v1/attendees')
        ? 'ann'
        : path.startsWith('/v1/webhooks')
          ? hookId
          : path.startsWith('/v1/reports')
            ? reportId
            : 's1';
  return path.replace('{id}', id).replace(/\{(\w+)\}/g, (_, name: string) => SAMPLES[name] ?? '1');
}

beforeAll(async () => {
  tenant = server.tenant();
  await tenant.call('/v1/events/e1', { method: 'PUT', body: {} });
  await tenant.putSession('s1', { event: 'e1' });
  await tenant.putSession('s2', { event: 'e1' });
  await tenant.enter('ann', 's1', { event: 'e1' });
  const desk = await tenant.connect('desk', { role: 'moderator', event: 'e1' });
  await desk.engage('s1', 'poll.open', { poll: 'p1', question: '?', type: 'text' });
  const body = { event: 'e1', from: '2026-05-04', to: '2026-05-04' };
  reportId = String((await tenant.call('/v1/reports', { method: 'POST', body })).json.id);
  await settledReport((path) => tenant.call(path), `/v1/reports/${reportId}`);
  const hook = { token: tenant.token('boss', { role: 'admin' }), body: { url: 'https://hooks.example/x' } };
  hookId = String((await tenant.call('/v1/webhooks', { method: 'POST', ...hook })).json.id);
  await tenant.settled();
  readings = Object.entries(contract.document.paths).flatMap(([path, { get }]) => {
    const parameters = (get?.parameters ?? []).filter((one) => one.in === 'query');
    if (parameters.length === 0) return [];
    const needed = parameters.filter(({ required }) => required).map(({ name }) => `${name}=${GOOD[name]}`);
    return [
      {
        operation: `GET ${path as `/${string}`}` as const,
        path: pathOf(path),
        names: parameters.map(({ name }) => name),
        needed: needed.join('&'),
      },
    ];
  });
});

const ask = (reading: Reading, query: string) =>
  tenant.call(`${reading.path}?${query}`, { token: tenant.token('boss', { role: 'admin' }) });

/** Refused with 400, and the parameter is named. */
async function expectRefused(reading: Reading, query: string, name: string): Promise<void> {
  const answer = await ask(reading, query);
  const { status, code, errors } = answer.json;
  expect({ of: `${reading.operation} ${query}`, status, code, errors }).toMatchObject({
    status: 400,
    code: 'invalid_request',
    errors: [{ path: name }],
  });
  contract.expectKept(reading.operation, answer);
}

const others = (reading: Reading, name: string) =>
  reading.needed
    .split('&')
    .filter((part) => part !== '' && !part.startsWith(`${name}=`))
    .map((part) => `${part}&`)
    .join('');

describe('every route that reads', () => {
  test('answers without more than it needs', async () => {
    for (const reading of readings) {
      const answer = await ask(reading, reading.needed);
      expect([reading.operation, answer.status, answer.text]).toEqual([
        reading.operation,
        200,
        expect.anything(),
      ]);
      contract.expectKept(reading.operation, answer);
    }
  });

  test.each(Object.entries(WRONG))('refuses every wrong %s', async (name, values) => {
    const concerned = readings.filter(({ names }) => names.includes(name));
    expect(concerned.length).toBeGreaterThan(0);
    for (const reading of concerned) {
      for (const value of values)
        await expectRefused(reading, `${others(reading, name)}${name}=${value}`, name);
    }
  });

  test('refuses what comes twice, and what it does not know', async () => {
    for (const reading of readings) {
      const [name = ''] = reading.names.filter((one) => one in WRONG || one in GOOD);
      const twice = `${name}=${GOOD[name] ?? '5'}`;
      if (name !== '') await expectRefused(reading, `${others(reading, name)}${twice}&${twice}`, name);
      const before = reading.needed === '' ? '' : `${reading.needed}&`;
      await expectRefused(reading, `${before}form=${NOON}`, 'form');
      await expectRefused(reading, `${before}from[gte]=${NOON}`, 'from[gte]');
    }
  });

  test('refuses a span that is turned round or empty', async () => {
    for (const reading of readings.filter(({ names }) => names.includes('from') && names.includes('to'))) {
      const rest = others(reading, 'from').replace(/to=[^&]*&/, '');
      await expectRefused(reading, `${rest}from=${NOON}&to=${NOON}`, 'from');
      await expectRefused(reading, `${rest}from=${NOON}&to=2026-05-01T11:59:59.999Z`, 'from');
      const answer = await ask(
        reading,
        `${rest}from=2026-05-01T12:00:00%2B02:00&to=2026-05-01T10:00:00.001Z`,
      );
      expect([reading.operation, answer.status]).toEqual([reading.operation, 200]);
    }
  });

  test('takes no cursor that is not its own', async () => {
    for (const reading of readings.filter(({ names }) => names.includes('cursor'))) {
      const before = reading.needed === '' ? '' : `${reading.needed}&`;
      for (const cursor of ['x', 'AAAAAAAAAAAAAAAAAAAAAAAA', '%00', '..%2F..']) {
        const answer = await ask(reading, `${before}cursor=${cursor}`);
        expect([reading.operation, cursor, answer.status, answer.json.code]).toEqual([
          reading.operation,
          cursor,
          400,
          'invalid_cursor',
        ]);
      }
    }
  });
});
